import { Button, Card, Collapse, Group, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconHourglassLow, IconInfoCircle } from '@tabler/icons-react';
import type { StaleView } from '../../../src/contract/stock';
import { useStaleList, type StaleFilter } from '../../api/stale';
import { DataTable, type Column } from '../../parts/data-table';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat, type Format } from '../../text/format';
import { partsText } from '../../text/parts';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { useAgeName, type Age } from './ages';
import { Layers } from './layers';
import { StaleFilters } from './stale-filters';

interface StaleListProps {
  filter: StaleFilter;
  change(change: Partial<StaleFilter>): void;
  clear(): void;
  categories: readonly (string | null)[];
  ages: readonly Age[];
}

/** The products, narrowed and ordered as the address says; a table, or cards on a phone. */
export function StaleList({ filter, change, clear, categories, ages }: StaleListProps): React.JSX.Element {
  const text = useText(staleText);
  const { more } = useText(partsText);
  const format = useFormat();
  const ageName = useAgeName();
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const list = useStaleList(filter);
  const head = <StaleFilters {...{ filter, change, categories, ages }} withSort={isPhone === true} />;
  if (list.isPending)
    return (
      <>
        {head}
        <Loading />
      </>
    );
  if (list.isError)
    return (
      <>
        {head}
        <ProblemNote error={list.error} retry={() => void list.refetch()} />
      </>
    );
  const [first] = list.data.pages;
  const rows = list.data.pages.flatMap(({ items }) => items);
  const asOf = first!.run?.asOf ?? '';
  const { products, staleUnits, staleValue, inBucket } = first!.totals;
  const age = ages.find(({ from }) => from === filter.bucket);
  return (
    <section aria-label={text.list}>
      {head}
      <Text fz="sm" c="dimmed" mb="xs" role="status">
        {text.found({
          products: format.number(products),
          units: format.number(staleUnits),
          money: format.money(staleValue),
        })}
        {inBucket !== null && age !== undefined && (
          <>
            {' · '}
            {text.inBucket({
              age: ageName(age),
              units: format.number(inBucket.units),
              money: format.money(inBucket.value),
            })}
          </>
        )}
      </Text>
      {rows.length === 0 ? (
        <Nothing
          isNarrowed={filter.search !== undefined || filter.category !== undefined || age !== undefined}
          clear={clear}
        />
      ) : isPhone === true ? (
        <Stack gap="xs">
          {rows.map((product) => (
            <ProductCard key={product.sku} product={product} asOf={asOf} />
          ))}
        </Stack>
      ) : (
        <ProductTable {...{ rows, filter, change, asOf, age }} />
      )}
      {list.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {more}
          </Button>
        </Group>
      )}
    </section>
  );
}

function Nothing({ isNarrowed, clear }: { isNarrowed: boolean; clear(): void }): React.JSX.Element {
  const text = useText(staleText);
  const { clearFilters } = useText(partsText);
  return (
    <EmptyState
      Icon={IconHourglassLow}
      title={isNarrowed ? text.none : text.allFresh}
      action={
        isNarrowed && (
          <Button variant="light" onClick={clear}>
            {clearFilters}
          </Button>
        )
      }
    >
      {isNarrowed ? text.noneWhy : text.allFreshWhy}
    </EmptyState>
  );
}

interface ProductTableProps {
  rows: readonly StaleView[];
  filter: StaleFilter;
  change(change: Partial<StaleFilter>): void;
  asOf: string;
  /** The age that the list is narrowed to, which gets a column of its own. */
  age: Age | undefined;
}

function ProductTable({ rows, filter, change, asOf, age }: ProductTableProps): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const ageName = useAgeName();
  const inAge = ({ buckets }: StaleView) => buckets.find(({ from }) => from === age?.from);
  const columns: Column<StaleView>[] = [
    { id: 'name', header: text.product, sort: 'name', cell: (product) => <ProductName product={product} /> },
    { id: 'category', header: text.category, cell: ({ category }) => category ?? text.noCategory },
    { id: 'onHand', header: text.onHand, sort: 'onHand', isNumber: true, cell: (row) => format.number(row.onHand) },
    {
      id: 'staleUnits',
      header: text.staleUnits,
      sort: 'staleUnits',
      isNumber: true,
      cell: (row) => format.number(row.staleUnits),
    },
    ...(age === undefined
      ? []
      : [
          {
            id: 'age',
            header: ageName(age),
            isNumber: true,
            cell: (row: StaleView) => format.money(inAge(row)?.value),
          },
        ]),
    {
      id: 'staleValue',
      header: text.staleValue,
      sort: 'staleValue',
      isNumber: true,
      cell: (row) => <b>{format.money(row.staleValue)}</b>,
    },
    {
      id: 'oldest',
      header: text.oldest,
      sort: 'ageDaysOldest',
      isNumber: true,
      cell: (row) => oldestOf(row, text, format),
    },
    {
      id: 'lastSale',
      header: text.lastSale,
      sort: 'daysSinceLastSale',
      isNumber: true,
      cell: (row) => lastSaleOf(row, text, format),
    },
    { id: 'units30', header: text.units30, sort: 'units30', isNumber: true, cell: (row) => format.number(row.units30) },
  ];
  return (
    <DataTable
      label={text.list}
      columns={columns}
      rows={rows}
      rowId={({ sku }) => sku}
      sorting={{ by: filter.sort, direction: filter.order }}
      onSort={({ by, direction }) => change({ sort: by, order: direction })}
      detail={{
        label: ({ name }) => text.showLayers({ product: name }),
        show: (product) => <Layers product={product} asOf={asOf} />,
      }}
    />
  );
}

type StaleWords = ReturnType<typeof useText<typeof staleText.id>>;

function oldestOf({ ageDaysOldest, ageIsAtLeast }: StaleView, text: StaleWords, format: Format): string {
  if (ageDaysOldest === null) return format.number(null);
  const days = text.daysCount({ count: format.number(ageDaysOldest) });
  return ageIsAtLeast ? text.atLeast({ days }) : days;
}

function lastSaleOf({ daysSinceLastSale: days }: StaleView, text: StaleWords, format: Format): string {
  if (days === null) return text.neverSold;
  return days === 0 ? text.soldToday : text.daysAgo({ count: format.number(days) });
}

function ProductName({ product }: { product: StaleView }): React.JSX.Element {
  const text = useText(staleText);
  const known: Record<string, string> = text.marks;
  const marks = product.marks.flatMap((mark) => known[mark] ?? []);
  if (product.staleUnits > 0 && !product.isFlagged) marks.push(text.notFlagged);
  return (
    <>
      <Text fz="sm" fw={500} lineClamp={2}>
        {product.name}
      </Text>
      <Text fz="xs" c="dimmed">
        {product.sku}
      </Text>
      {marks.map((mark) => (
        <Group key={mark} gap={4} wrap="nowrap" c="dimmed">
          <IconInfoCircle size={14} aria-hidden style={{ flex: 'none' }} />
          <Text fz="xs">{mark}</Text>
        </Group>
      ))}
    </>
  );
}

function ProductCard({ product, asOf }: { product: StaleView; asOf: string }): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const [isOpen, { toggle }] = useDisclosure(false);
  const figures: [name: string, value: string][] = [
    [text.staleUnits, `${format.number(product.staleUnits)} / ${format.number(product.onHand)}`],
    [text.oldest, oldestOf(product, text, format)],
    [text.lastSale, lastSaleOf(product, text, format)],
  ];
  return (
    <Card withBorder padding="sm">
      <ProductName product={product} />
      <Text fw={650} fz="lg" mt={6}>
        {format.money(product.staleValue)}
      </Text>
      <Group gap="md" mt={4}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text fz="xs" c="dimmed">
              {name}
            </Text>
            <Text fz="sm">{value}</Text>
          </div>
        ))}
      </Group>
      <Button
        variant="subtle"
        size="sm"
        mt={4}
        px={0}
        justify="flex-start"
        aria-expanded={isOpen}
        aria-label={text.showLayers({ product: product.name })}
        onClick={toggle}
        rightSection={isOpen ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
      >
        {text.layersShort}
      </Button>
      <Collapse expanded={isOpen}>
        <Layers product={product} asOf={asOf} />
      </Collapse>
    </Card>
  );
}
