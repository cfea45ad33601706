import { Stack, Text } from '@mantine/core';
import type { DeliveredEntry } from '../../api/feed';
import { feedText } from '../../text/feed';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import { Dot, URGENCY } from './dot';
import classes from './feed.module.css';
import { readRefusal } from './refusal-reading';

/** What became of an approved price: in our words, and where the channel refused it also in its own. */
export function DeliveryState({ entry }: { entry: DeliveredEntry }): React.JSX.Element {
  const text = useText(feedText);
  const format = useFormat();
  const { delivery, wanted, drift, code, message, acknowledgedAt } = entry;
  const isStop = wanted === 'stop';
  const name =
    isStop && delivery === 'waiting'
      ? text.waitingStop
      : isStop && delivery === 'refused'
        ? text.stopRefused
        : text.deliveries[delivery];
  const words = [code, message].filter((part) => part !== null && part !== '').join(' · ');
  return (
    <Stack gap={4} maw={420} mt={4}>
      <Dot urgency={URGENCY[delivery]}>{name}</Dot>
      {delivery === 'drifted' && drift !== null && (
        <Text fz="sm">
          {text.theirs} <b>{format.money(drift.theirs)}</b>, {text.sinceAgo({ ago: format.ago(drift.since) })}
        </Text>
      )}
      {delivery === 'unknown' && <Text fz="sm">{text.unknownWhy}</Text>}
      {delivery === 'refused' && (
        <Text fz="sm">{words === '' ? text.skippedWhy : text.refusals[readRefusal(code, message)]}</Text>
      )}
      {delivery === 'refused' && words !== '' && <blockquote className={classes.said}>{words}</blockquote>}
      {acknowledgedAt !== null && delivery !== 'waiting' && (
        <Text fz="xs" c="dimmed" title={format.instant(acknowledgedAt)}>
          {text.saidAt({ ago: format.ago(acknowledgedAt) })}
        </Text>
      )}
    </Stack>
  );
}
