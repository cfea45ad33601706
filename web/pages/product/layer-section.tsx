import { Group, Stack, Text, Tooltip } from '@mantine/core';
import type { ProductDetail } from '../../../src/contract/products';
import { DataTable, type Column } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { UNKNOWN, useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';
import classes from './product-page.module.css';

type Stock = ProductDetail['stock'];
type Layer = Stock['layers'][number];

/** From fresh to old: green to rust, told apart in light and dark. */
const AGES = ['#3a9f6e', '#b8ab2f', '#e0952f', '#d2622a', '#a83a3a'];
const DAY_MS = 86_400_000;

const colourOf = (bucket: number, buckets: number): string =>
  AGES[Math.round((bucket * (AGES.length - 1)) / Math.max(1, buckets - 1))]!;

/** What is left of each receipt: a bar of age buckets, and the layers one by one. */
export function LayerSection({ stock, asOf }: { stock: Stock; asOf: string }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const ageOf = ({ receivedOn }: Layer): number => (Date.parse(asOf) - Date.parse(receivedOn)) / DAY_MS;
  const columns: Column<Layer>[] = [
    { id: 'receivedOn', header: text.receivedOn, cell: (layer) => format.day(layer.receivedOn) },
    {
      id: 'age',
      header: text.layerAge,
      isNumber: true,
      cell: (layer) => {
        const days = format.number(ageOf(layer));
        return layer.isAtLeast ? text.atLeastDays({ days }) : text.days({ days });
      },
    },
    { id: 'quantity', header: text.quantity, isNumber: true, cell: ({ quantity }) => format.number(quantity) },
    { id: 'unitCost', header: text.unitCost, isNumber: true, cell: ({ unitCost }) => format.money(unitCost) },
    {
      id: 'value',
      header: text.layerValue,
      isNumber: true,
      cell: ({ unitCost, quantity }) => (unitCost === null ? UNKNOWN : format.money(unitCost * quantity)),
    },
  ];
  if (stock.layers.length === 0) {
    return (
      <Section title={text.layers}>
        <Text c="dimmed">{text.noLayers}</Text>
      </Section>
    );
  }
  return (
    <Section title={text.layers} intro={text.layersIntro}>
      <Stack gap="md">
        <AgeBar buckets={stock.buckets} />
        <DataTable
          label={text.layers}
          columns={columns}
          rows={stock.layers}
          rowId={({ receivedOn, unitCost, isAtLeast }) => `${receivedOn} ${unitCost} ${isAtLeast}`}
        />
      </Stack>
    </Section>
  );
}

function AgeBar({ buckets }: Pick<Stock, 'buckets'>): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const shown = buckets.map((bucket, i) => {
    const [from, to] = [format.number(bucket.from), format.number(bucket.to)];
    const range = bucket.to === null ? text.rangeOpen({ from }) : text.range({ from, to });
    const label = text.ofAge({ units: format.number(bucket.units), range });
    return { ...bucket, range, label, colour: colourOf(i, buckets.length) };
  });
  const filled = shown.filter(({ units }) => units > 0);
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={format.list(filled.map(({ label }) => label))}>
        {filled.map(({ from, units, label, colour }) => (
          <Tooltip key={from} label={label}>
            <div style={{ flexGrow: units, background: colour }} />
          </Tooltip>
        ))}
      </div>
      <Group gap="md" style={{ rowGap: 4 }} mt={8} aria-hidden>
        {filled.map(({ from, range, units, colour }) => (
          <Group key={from} gap={6} fz="sm">
            <span className={classes.swatch} style={{ background: colour }} />
            <span>{range}</span>
            <Text span fz="sm" c="dimmed">
              {format.number(units)}
            </Text>
          </Group>
        ))}
      </Group>
    </div>
  );
}
