import { Alert, Button, Paper, Skeleton, Stack } from '@mantine/core';
import { IconHourglassLow, IconInfoCircle } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { StaleTotals, StaleTrend } from '../../../src/contract/stock';
import { useStaleTotals, useStaleTrend } from '../../api/stale';
import { EmptyState } from '../../parts/empty-state';
import { KeyFigures, type KeyFigure } from '../../parts/figure';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat, type Format } from '../../text/format';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { StaleList } from './stale-list';
import { useStaleFilter } from './use-stale-filter';

/** Figures and the list are there first. */
const Pictures = lazy(() => import('./pictures'));

export default function StalePage(): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const totals = useStaleTotals();
  const run = totals.data?.run ?? null;
  return (
    <Page title={text.title} intro={run === null ? text.introBare : text.intro({ day: format.day(run.asOf) })}>
      {totals.isPending ? (
        <Loading />
      ) : totals.isError ? (
        <ProblemNote error={totals.error} retry={() => void totals.refetch()} />
      ) : run === null ? (
        <NoRun />
      ) : (
        <Stock totals={totals.data} />
      )}
    </Page>
  );
}

function NoRun(): React.JSX.Element {
  const text = useText(staleText);
  return (
    <EmptyState
      Icon={IconHourglassLow}
      title={text.noRun}
      action={
        <Button component={Link} to="/imports">
          {text.toImports}
        </Button>
      }
    >
      {text.noRunWhy}
    </EmptyState>
  );
}

function Stock({ totals }: { totals: StaleTotals }): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const trend = useStaleTrend();
  const { filter, change, clear } = useStaleFilter();
  const { withoutCost } = totals.totals;
  return (
    <Stack gap="md">
      <Figures totals={totals} points={trend.data?.points ?? []} />
      {withoutCost > 0 && (
        <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
          {text.withoutCost({ count: format.number(withoutCost) })}
        </Alert>
      )}
      {totals.categories.length > 0 && (
        <Suspense fallback={<Skeleton height={480} />}>
          <Pictures totals={totals} trend={trend} change={change} />
        </Suspense>
      )}
      <StaleList
        {...{ filter, change, clear }}
        categories={totals.categories.map(({ category }) => category)}
        ages={totals.totals.buckets}
      />
    </Stack>
  );
}

function Figures({ totals, points }: { totals: StaleTotals; points: StaleTrend['points'] }): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const { staleValue, staleUnits, products, flagged, buckets } = totals.totals;
  const all = buckets.reduce((sum, { value }) => sum + value, 0);
  const before = points.at(-2);
  const figures: KeyFigure[] = [
    {
      name: text.money,
      value: format.moneyShort(staleValue),
      ...(all === 0
        ? {}
        : { note: text.ofAll({ percent: format.percent(Math.round((staleValue / all) * 100) * 100) }) }),
    },
    {
      name: text.change,
      value: before === undefined ? format.money(null) : signed(staleValue - before.staleValue, format),
      note: before === undefined ? text.noWeekAgo : text.since({ day: format.dayShort(before.asOf) }),
    },
    { name: text.units, value: format.number(staleUnits) },
    { name: text.products, value: format.number(products), note: text.flagged({ count: format.number(flagged) }) },
  ];
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
      <KeyFigures figures={figures} />
    </Paper>
  );
}

const signed = (amount: number, format: Format): string => `${amount > 0 ? '+' : ''}${format.moneyShort(amount)}`;
