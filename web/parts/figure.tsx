import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export interface KeyFigure {
  name: string;
  value: ReactNode;
  /** What it means, or what it is beside. */
  note?: ReactNode;
}

/** The few figures that a page is about, side by side. */
export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }): React.JSX.Element {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 2, xs: 3, md: figures.length }} spacing="md" verticalSpacing="md">
      {figures.map(({ name, value, note }) => (
        <Stack key={name} gap={2}>
          <Text component="dt" fz="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fz="xl" fw={650} lh={1.2} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {value}
            {note !== undefined && (
              <Text component="span" display="block" fz="xs" c="dimmed" fw={400} lh={1.4} mt={2}>
                {note}
              </Text>
            )}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  );
}
