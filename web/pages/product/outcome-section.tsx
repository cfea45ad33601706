import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { OutcomeView } from '../../../src/contract/outcomes';
import { useChannelNames } from '../../api/channels';
import { useOutcomes } from '../../api/products';
import { lastDay } from '../../parts/days';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

/** What approved offers of the product brought, each with how sure that is. */
export function OutcomeSection({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText);
  const outcomes = useOutcomes(sku);
  return (
    <Section title={text.outcomes} intro={text.outcomesIntro}>
      {outcomes.isPending && <Loading />}
      {outcomes.isError && <ProblemNote error={outcomes.error} retry={() => void outcomes.refetch()} />}
      {outcomes.data?.items.length === 0 && <Text c="dimmed">{text.noOutcomes}</Text>}
      <Stack gap="md">
        {outcomes.data?.items.map((outcome) => (
          <Outcome key={outcome.entryId} outcome={outcome} />
        ))}
      </Stack>
    </Section>
  );
}

function Outcome({ outcome }: { outcome: OutcomeView }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const language = useLanguage();
  const nameOf = useChannelNames();
  const { kind, price, channel, startsAt, endsAt, isFinal, effect, answer, unitsGained, profitGained } = outcome;
  const from = format.day(startsAt.slice(0, 10));
  const tenth = (units: number): string => format.number(units, 1);
  return (
    <div>
      <Group gap={8}>
        <KindBadge kind={kind} />
        <Anchor component={Link} to={`/suggestions/${outcome.suggestionId}`} fw={600}>
          {format.money(price)}
        </Anchor>
        <Text span fz="sm" c="dimmed">
          {nameOf(channel)} ·{' '}
          {endsAt === null ? text.from({ day: from }) : text.period({ from, to: format.day(lastDay(endsAt)) })}
          {!isFinal && ` · ${text.stillRunning}`}
        </Text>
        {effect !== null && (
          <Badge
            variant="outline"
            c="var(--mantine-color-text)"
            tt="none"
            radius="sm"
            color={effect === 'none-seen' ? 'gray' : 'leaf'}
          >
            {effect === 'none-seen' ? text.noEffect : text.effects[effect]}
          </Badge>
        )}
      </Group>
      <Text fz="sm" mt={4}>
        {answer[language]}
      </Text>
      {unitsGained !== null && (
        <Text fz="xs" c="dimmed">
          {text.gainedUnits({
            units: tenth(unitsGained.value),
            low: tenth(unitsGained.low),
            high: tenth(unitsGained.high),
          })}
          {profitGained !== null && ` · ${text.profitGained({ profit: format.gain(profitGained.value) })}`}
        </Text>
      )}
    </div>
  );
}
