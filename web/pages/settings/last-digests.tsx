import { Group, Stack, Text } from '@mantine/core';
import type { DigestView } from '../../../src/contract/digest';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { digestText } from '../../text/settings-digest';
import { useText } from '../../text/texts';

/** What became of the last digests. */
export function LastDigests({ last }: { last: DigestView['last'] }): React.JSX.Element {
  const text = useText(digestText);
  const format = useFormat();
  return (
    <Section title={text.last}>
      {last.length === 0 ? (
        <Text c="dimmed">{text.none}</Text>
      ) : (
        <Stack component="ul" gap="xs" p={0} m={0} aria-label={text.last}>
          {last.map(({ day, channel, state, delivery, error }) => (
            <li key={`${day} ${channel}`} style={{ listStyle: 'none' }}>
              <Group gap="xs" justify="space-between">
                <Text>{`${format.day(day)} · ${text[channel]}`}</Text>
                <Text c={state === 'failed' || delivery === 'failed' ? 'red' : 'dimmed'}>
                  {delivery === null ? text.states[state] : `${text.states[state]}, ${text.delivery[delivery]}`}
                </Text>
              </Group>
              {error !== null && (
                <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {error}
                </Text>
              )}
            </li>
          ))}
        </Stack>
      )}
    </Section>
  );
}
