import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { OutcomeView } from '../../src/contract/outcomes';
import { useChannelNames } from '../api/channels';
import { useFormat } from '../text/format';
import { useLanguage } from '../text/language';
import { outcomeText } from '../text/outcome';
import { useText } from '../text/texts';
import { firstDay, lastDay } from './days';
import { KindBadge } from './kind-badge';

/** What one approved offer brought, and how sure that is. */
export function OutcomeLine({ outcome }: { outcome: OutcomeView }): React.JSX.Element {
  const text = useText(outcomeText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const { kind, price, channel, startsAt, endsAt, isFinal } = outcome;
  const from = format.day(firstDay(startsAt));
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
      </Group>
      <OutcomeAnswer outcome={outcome} />
    </div>
  );
}

/** The answer alone: where the offer itself stands beside it. */
export function OutcomeAnswer({ outcome }: { outcome: OutcomeView }): React.JSX.Element {
  const text = useText(outcomeText);
  const format = useFormat();
  const language = useLanguage();
  const { effect, answer, unitsGained, profitGained } = outcome;
  const signed = (units: number): string => `${units > 0 ? '+' : ''}${format.number(units, 1)}`;
  return (
    <>
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
      <Text fz="sm" mt={4}>
        {answer[language]}
      </Text>
      {unitsGained !== null && (
        <Text fz="xs" c="dimmed">
          {text.gainedUnits({
            units: signed(unitsGained.value),
            low: signed(unitsGained.low),
            high: signed(unitsGained.high),
          })}
          {profitGained !== null && ` · ${text.profitGained({ profit: format.gain(profitGained.value) })}`}
        </Text>
      )}
    </>
  );
}
