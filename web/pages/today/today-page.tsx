import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBuildingStore,
  IconChevronRight,
  IconCircleCheck,
  IconInfoCircle,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Summary } from '../../../src/contract/summary';
import { useStaleTrend } from '../../api/stale';
import { useSummary } from '../../api/summary';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { todayText } from '../../text/today';
import { useText } from '../../text/texts';
import { concernsOf } from './concerns';
import { Sparkline } from './sparkline';
import classes from './today.module.css';

/** What an owner reads in ten seconds: what waits, what sits, what is wrong. */
export default function TodayPage(): React.JSX.Element {
  const text = useText(todayText);
  const format = useFormat();
  const summary = useSummary();
  return (
    <Page title={text.title} intro={summary.data === undefined ? undefined : format.day(summary.data.today)}>
      {summary.isPending ? (
        <Loading />
      ) : summary.isError ? (
        <ProblemNote error={summary.error} retry={() => void summary.refetch()} />
      ) : summary.data.isEmpty ? (
        <EmptyShop />
      ) : (
        <Glance summary={summary.data} />
      )}
    </Page>
  );
}

function EmptyShop(): React.JSX.Element {
  const text = useText(todayText);
  return (
    <EmptyState
      Icon={IconBuildingStore}
      title={text.empty}
      action={
        <Button component={Link} to="/start">
          {text.begin}
        </Button>
      }
    >
      {text.emptyWhy}
    </EmptyState>
  );
}

function Glance({ summary }: { summary: Summary }): React.JSX.Element {
  return (
    <Stack gap="md" maw={960}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Waiting pending={summary.pending} />
        {summary.stale !== null && <Stale stale={summary.stale} />}
      </SimpleGrid>
      <Concerns summary={summary} />
      <DataInUse summary={summary} />
    </Stack>
  );
}

function Waiting({ pending }: Pick<Summary, 'pending'>): React.JSX.Element {
  const text = useText(todayText);
  const format = useFormat();
  const { count, gain, secondApprovals } = pending;
  if (count === 0) {
    return (
      <Section title={text.nothingWaits}>
        <Text c="dimmed">{text.nothingWaitsWhy}</Text>
      </Section>
    );
  }
  const said = { gain: format.moneyShort(gain) };
  return (
    <Section title={text.waiting}>
      <Text className={classes.figure!}>{format.number(count)}</Text>
      <Text c="dimmed">{gain >= 0 ? text.waitingGain(said) : text.waitingLoss(said)}</Text>
      {secondApprovals > 0 && <Text c="dimmed">{text.second({ count: format.number(secondApprovals) })}</Text>}
      <Button component={Link} to="/inbox" mt="md" size="md" className={classes.main!}>
        {text.review}
      </Button>
    </Section>
  );
}

function Stale({ stale }: { stale: NonNullable<Summary['stale']> }): React.JSX.Element {
  const text = useText(todayText);
  const format = useFormat();
  const trend = useStaleTrend();
  const { value, units, flagged, weekAgo } = stale;
  const change = weekAgo === null ? null : value - weekAgo.value;
  const said = { change: format.moneyShort(Math.abs(change ?? 0)), day: format.dayShort(weekAgo?.asOf) };
  return (
    <Section title={text.stale}>
      <Group justify="space-between" wrap="nowrap" align="flex-end" gap="md">
        <div>
          <Text className={classes.figure!}>{format.moneyShort(value)}</Text>
          {change !== null && (
            <Text fw={600} c={change > 0 ? 'var(--larisin-warn)' : 'var(--larisin-tint-text)'}>
              {change === 0 ? text.same(said) : change > 0 ? text.up(said) : text.down(said)}
            </Text>
          )}
        </div>
        <div className={classes.line}>
          <Sparkline label={text.trendLabel} values={(trend.data?.points ?? []).map((point) => point.staleValue)} />
        </div>
      </Group>
      <Text c="dimmed">{text.staleUnits({ units: format.number(units), flagged: format.number(flagged) })}</Text>
      <Button component={Link} to="/stale" mt="md" size="md" variant="default" className={classes.main!}>
        {text.toStale}
      </Button>
    </Section>
  );
}

const ICON = { wrong: IconAlertTriangle, note: IconInfoCircle };

function Concerns({ summary }: { summary: Summary }): React.JSX.Element {
  const text = useText(todayText);
  const format = useFormat();
  const concerns = concernsOf(summary, text, format);
  if (concerns.length === 0) {
    return (
      <Paper withBorder p="md">
        <Group gap="sm" wrap="nowrap">
          <IconCircleCheck size={24} color="var(--mantine-primary-color-filled)" aria-hidden />
          <div>
            <Text fw={600}>{text.allFine}</Text>
            <Text fz="sm" c="dimmed">
              {text.allFineWhy}
            </Text>
          </div>
        </Group>
      </Paper>
    );
  }
  return (
    <Section title={text.look}>
      <ul className={classes.concerns}>
        {concerns.map(({ sentence, to, weight }) => {
          const Icon = ICON[weight];
          return (
            <li key={sentence}>
              <Anchor component={Link} to={to} className={classes.concern!} c="var(--mantine-color-text)">
                <Icon size={20} aria-hidden className={classes[weight]} />
                <span>{sentence}</span>
                <IconChevronRight size={18} aria-hidden className={classes.chevron} />
              </Anchor>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function DataInUse({ summary: { data, run, feed } }: { summary: Summary }): React.JSX.Element | null {
  const text = useText(todayText);
  const format = useFormat();
  const facts = [
    ...(data === null
      ? []
      : [text.dataIs({ sales: format.day(data.lastSaleOn), stock: format.day(data.lastStockOn) })]),
    ...(run?.finishedAt == null ? [] : [text.lastRun({ ago: format.ago(run.finishedAt) })]),
    ...(feed.waiting === 0 ? [] : [text.channelsWait({ count: format.number(feed.waiting) })]),
  ];
  if (facts.length === 0) return null;
  return (
    <Text fz="sm" c="dimmed" component="p" m={0} aria-label={text.data}>
      {facts.join(' · ')}
    </Text>
  );
}
