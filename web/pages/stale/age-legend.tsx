import { Group, Text } from '@mantine/core';
import { useAgeColours, useAgeName, type Age } from './ages';

interface AgeLegendProps {
  ages: readonly Age[];
  /** Pictures of old stock alone leave the youngest out. */
  withYoungest: boolean;
}

/** What the colours of ages mean, the oldest first as in the pictures; it wraps where a chart's own would be cut. */
export function AgeLegend({ ages, withYoungest }: AgeLegendProps): React.JSX.Element {
  const colours = useAgeColours(ages.length);
  const ageName = useAgeName();
  const parts = ages.map((age, i) => ({ name: ageName(age), colour: colours[i] })).slice(withYoungest ? 0 : 1);
  return (
    <Group gap="4px 16px" aria-hidden>
      {parts.toReversed().map(({ name, colour }) => (
        <Group key={name} gap={6} wrap="nowrap">
          <span style={{ width: 12, height: 12, borderRadius: 3, background: colour }} />
          <Text fz="xs">{name}</Text>
        </Group>
      ))}
    </Group>
  );
}
