import { Anchor, Group, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { StaleView } from '../../../src/contract/stock';
import { at } from '../../api/call';
import { useFormat } from '../../text/format';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { useAgeColours, useAgeName } from './ages';
import classes from './stale.module.css';

const DAY_MS = 86_400_000;

interface LayersProps {
  product: StaleView;
  /** Day of the run that found it. */
  asOf: string;
}

/** What a product's stock is made of, layer by layer, oldest first. */
export function Layers({ product, asOf }: LayersProps): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const ageOf = (receivedOn: string): number => Math.round((Date.parse(asOf) - Date.parse(receivedOn)) / DAY_MS);
  return (
    <Stack gap="xs" py={4}>
      <AgeBar buckets={product.buckets} />
      {product.layers.length === 0 ? (
        <Text fz="sm" c="dimmed">
          {text.noLayers}
        </Text>
      ) : (
        <Table aria-label={text.layers} className={classes.layers!} verticalSpacing={4} maw={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.receivedOn}</Table.Th>
              <Table.Th ta="right">{text.age}</Table.Th>
              <Table.Th ta="right">{text.quantity}</Table.Th>
              <Table.Th ta="right">{text.unitCost}</Table.Th>
              <Table.Th ta="right">{text.value}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {product.layers.map(({ receivedOn, quantity, unitCost, isAtLeast }, i) => {
              const days = text.daysCount({ count: format.number(ageOf(receivedOn)) });
              return (
                <Table.Tr key={i}>
                  <Table.Td>{format.day(receivedOn)}</Table.Td>
                  <Table.Td ta="right">{isAtLeast ? text.atLeast({ days }) : days}</Table.Td>
                  <Table.Td ta="right">{format.number(quantity)}</Table.Td>
                  <Table.Td ta="right">{format.money(unitCost)}</Table.Td>
                  <Table.Td ta="right">{format.money(unitCost === null ? null : quantity * unitCost)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
      <Group gap="md">
        {product.ageDaysAverage !== null && (
          <Text fz="sm" c="dimmed">
            {text.averageAge({ days: format.number(product.ageDaysAverage, 1) })}
          </Text>
        )}
        <Anchor component={Link} to={at`/products/${product.sku}`} fz="sm">
          {text.openProduct}
        </Anchor>
      </Group>
    </Stack>
  );
}

/** Units by age as one bar, oldest at the left; the table below says the same in figures. */
function AgeBar({ buckets }: { buckets: StaleView['buckets'] }): React.JSX.Element | null {
  const colours = useAgeColours(buckets.length);
  const ageName = useAgeName();
  const format = useFormat();
  const total = buckets.reduce((sum, { units }) => sum + units, 0);
  if (total === 0) return null;
  const parts = buckets.map((bucket, i) => ({ ...bucket, colour: colours[i] })).filter(({ units }) => units > 0);
  return (
    <Group gap={2} h={10} maw={640} wrap="nowrap" aria-hidden>
      {parts.toReversed().map((part) => (
        <div
          key={part.from}
          title={`${ageName(part)}: ${format.number(part.units)}`}
          style={{ flex: part.units, height: '100%', minWidth: 3, borderRadius: 3, background: part.colour }}
        />
      ))}
    </Group>
  );
}
