import { Group, Paper, Select, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { FeeView } from '../../../src/contract/shop';
import { usePolicy } from '../../api/policy';
import { useMe } from '../../api/session';
import { useFormat } from '../../text/format';
import { feesText } from '../../text/settings-fees';
import { useText } from '../../text/texts';
import { useComponentName } from './component-name';
import { useToday } from './days';
import { changeDays, keptOf, type SaleSettings } from './fee-sums';
import { MoneyField } from './number-fields';

/** What is left of a price today, and from the next changes on. */
export function FeeExample({ fees }: { fees: readonly FeeView[] }): React.JSX.Element {
  const policy = usePolicy();
  if (policy.data === undefined) return <Skeleton h={260} />;
  return <Example fees={fees} sale={policy.data.policy} />;
}

const ANY = '\u0000';

function Example({ fees, sale }: { fees: readonly FeeView[]; sale: SaleSettings }): React.JSX.Element {
  const text = useText(feesText);
  const format = useFormat();
  const today = useToday();
  const { scale, currency } = useMe().shop;
  const [price, setPrice] = useState<number | null>((currency === 'IDR' ? 100_000 : 100) * 10 ** scale);
  const [category, setCategory] = useState(ANY);
  const categories = [...new Set(fees.flatMap((fee) => fee.category ?? []))].sort();
  const asked = category === ANY ? null : category;
  const nameOf = useComponentName();
  const kept = keptOf(fees, asked, today, price ?? 0, sale);
  return (
    <Stack gap="sm">
      <Paper component="section" withBorder p="md">
        <Title order={2} fz="h5" mb="sm">
          {text.example}
        </Title>
        <Group grow align="flex-end" mb="md">
          <MoneyField label={text.price} value={price} max={900_000_000_000} onChange={setPrice} />
          {categories.length > 0 && (
            <Select
              label={text.category}
              allowDeselect={false}
              value={category}
              onChange={(value) => setCategory(value ?? ANY)}
              data={[{ value: ANY, label: text.anyCategory }, ...categories]}
            />
          )}
        </Group>
        <Text fz="lg" fw={650} aria-live="polite">
          {kept.net > 0
            ? text.keep({ price: format.money(price), net: format.money(kept.net) })
            : text.keepNothing({ price: format.money(price) })}
        </Text>
        <Text fz="sm" c="dimmed">
          {text.beforeCost}
        </Text>
        <Table mt="sm" aria-label={text.example}>
          <Table.Tbody>
            {kept.parts.map(({ component, amount }) => (
              <Line key={component} name={nameOf(component)} amount={format.money(amount)} />
            ))}
            {kept.vat > 0 && <Line name={text.vat} amount={format.money(kept.vat)} />}
            <Line name={text.total} amount={format.money((price ?? 0) - kept.net)} isSum />
          </Table.Tbody>
        </Table>
        {sale.unitsPerOrderMilli > 1000 && (
          <Text fz="xs" c="dimmed" mt="xs">
            {text.perOrderShared({ units: format.number(sale.unitsPerOrderMilli / 1000, 2) })}
          </Text>
        )}
      </Paper>
      <Paper component="section" withBorder p="md">
        <Title order={2} fz="h5" mb={4}>
          {text.next}
        </Title>
        {changeDays(fees, today).length === 0 && (
          <Text fz="sm" c="dimmed">
            {text.nextNone}
          </Text>
        )}
        {changeDays(fees, today).map((day) => (
          <Text key={day} fz="sm">
            {text.nextOn({
              day: format.day(day),
              net: format.money(keptOf(fees, asked, day, price ?? 0, sale).net),
            })}
          </Text>
        ))}
      </Paper>
    </Stack>
  );
}

function Line({ name, amount, isSum }: { name: string; amount: string; isSum?: boolean }): React.JSX.Element {
  return (
    <Table.Tr fw={isSum ? 600 : undefined}>
      <Table.Td px={0}>{name}</Table.Td>
      <Table.Td px={0} ta="right">
        {amount}
      </Table.Td>
    </Table.Tr>
  );
}
