import { Group, Paper, Stack, Text } from '@mantine/core';
import type { ProductView } from '../../../src/contract/products';
import { UNKNOWN, useFormat } from '../../text/format';
import { productsText } from '../../text/products';
import { useText } from '../../text/texts';
import { ProductName, Stale, Waiting } from './product-table';

/** The list on a phone. */
export function ProductCards({ rows }: { rows: readonly ProductView[] }): React.JSX.Element {
  const text = useText(productsText);
  return (
    <Stack component="ul" gap="xs" m={0} p={0} aria-label={text.list} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <Paper component="li" key={row.sku} withBorder p="sm">
          <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
            <div>
              <ProductName product={row} />
            </div>
            <Waiting count={row.openSuggestions} />
          </Group>
          <Figures stock={row.stock} />
        </Paper>
      ))}
    </Stack>
  );
}

function Figures({ stock }: Pick<ProductView, 'stock'>): React.JSX.Element {
  const text = useText(productsText);
  const format = useFormat();
  if (stock === null) {
    return (
      <Text fz="sm" c="dimmed" mt="xs">
        {text.noStock}
      </Text>
    );
  }
  const { onHand, ageDaysOldest, units30 } = stock;
  const figures: [name: string, value: React.ReactNode][] = [
    [text.staleValue, <Stale key="stale" stock={stock} />],
    [text.onHand, text.units({ units: format.number(onHand) })],
    [text.age, ageDaysOldest === null ? UNKNOWN : text.days({ days: format.number(ageDaysOldest) })],
    [text.units30, format.number(units30)],
  ];
  return (
    <Group component="dl" m={0} mt="xs" gap="lg" style={{ rowGap: 4 }}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" fz="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fz="sm">
            {value}
          </Text>
        </div>
      ))}
    </Group>
  );
}
