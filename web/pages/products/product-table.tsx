import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { ProductView } from '../../../src/contract/products';
import { DataTable, type Column } from '../../parts/data-table';
import { UNKNOWN, useFormat } from '../../text/format';
import { productsText } from '../../text/products';
import { useText } from '../../text/texts';
import { useProductFilter } from './use-product-filter';

/** The list where there is room for columns. */
export function ProductTable({ rows }: { rows: readonly ProductView[] }): React.JSX.Element {
  const text = useText(productsText);
  const format = useFormat();
  const { filter, change } = useProductFilter();
  const columns: Column<ProductView>[] = [
    { id: 'product', header: text.product, sort: 'sku', cell: (row) => <ProductName product={row} /> },
    { id: 'category', header: text.category, cell: (row) => row.category ?? UNKNOWN },
    {
      id: 'onHand',
      header: text.onHand,
      isNumber: true,
      sort: 'onHand',
      cell: ({ stock }) => format.number(stock?.onHand),
    },
    {
      id: 'staleValue',
      header: text.staleValue,
      isNumber: true,
      sort: 'staleValue',
      cell: ({ stock }) => <Stale stock={stock} />,
    },
    {
      id: 'age',
      header: text.age,
      isNumber: true,
      sort: 'ageDaysOldest',
      cell: ({ stock }) =>
        stock?.ageDaysOldest == null ? UNKNOWN : text.days({ days: format.number(stock.ageDaysOldest) }),
    },
    {
      id: 'units30',
      header: text.units30,
      isNumber: true,
      sort: 'units30',
      cell: ({ stock }) => format.number(stock?.units30),
    },
    { id: 'open', header: text.open, cell: (row) => <Waiting count={row.openSuggestions} /> },
  ];
  return (
    <DataTable
      label={text.list}
      columns={columns}
      rows={rows}
      rowId={({ sku }) => sku}
      sorting={{ by: filter.sort, direction: filter.order }}
      onSort={({ by, direction }) => change({ sort: by, order: direction })}
    />
  );
}

export function ProductName({ product }: { product: ProductView }): React.JSX.Element {
  const text = useText(productsText);
  const { sku, name, status, isStub } = product;
  return (
    <>
      <Anchor component={Link} to={`/products/${encodeURIComponent(sku)}`} fw={600} lineClamp={2}>
        {name}
      </Anchor>
      <Group gap={6}>
        <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {sku}
        </Text>
        {status === 'inactive' && (
          <Badge size="xs" variant="outline" color="gray" c="var(--mantine-color-text)" tt="none">
            {text.inactive}
          </Badge>
        )}
        {isStub && (
          <Badge size="xs" variant="outline" color="orange" c="var(--mantine-color-text)" tt="none">
            {text.stub}
          </Badge>
        )}
      </Group>
    </>
  );
}

export function Stale({ stock }: Pick<ProductView, 'stock'>): React.JSX.Element {
  const text = useText(productsText);
  const format = useFormat();
  if (stock === null) return <>{UNKNOWN}</>;
  if (stock.staleValue === 0 && stock.staleUnits > 0) return <>{text.noCost}</>;
  return (
    <Text span fz="inherit" fw={stock.isFlagged ? 650 : undefined} c={stock.staleValue === 0 ? 'dimmed' : undefined}>
      {format.money(stock.staleValue)}
    </Text>
  );
}

/** Suggestions that wait for a decision; nothing where there are none. */
export function Waiting({ count }: { count: number }): React.JSX.Element | null {
  const text = useText(productsText);
  const format = useFormat();
  if (count === 0) return null;
  return (
    <Badge variant="light" tt="none" radius="sm" flex="none" miw="max-content">
      {text.waiting({ count: format.number(count) })}
    </Badge>
  );
}
