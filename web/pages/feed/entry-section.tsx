import { Anchor, Button, Chip, Group, Paper, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBroadcast, IconFilterOff } from '@tabler/icons-react';
import { Link, useSearchParams } from 'react-router';
import type { FeedStatus } from '../../../src/contract/feed';
import { useDeliveries, type DeliveredEntry, type Delivery } from '../../api/feed';
import { DataTable, type Column } from '../../parts/data-table';
import { firstDay, lastDay } from '../../parts/days';
import { EmptyState } from '../../parts/empty-state';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { feedText } from '../../text/feed';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import { DeliveryState } from './delivery-state';

const DELIVERIES: readonly Delivery[] = ['live', 'waiting', 'exported', 'scheduled', 'refused', 'drifted', 'unknown'];

/** Every approved price of the channel with what became of it, narrowed by state. */
export function EntrySection({ code, counts }: { code: string; counts: FeedStatus['counts'] }): React.JSX.Element {
  const text = useText(feedText);
  const format = useFormat();
  const [words, setWords] = useSearchParams();
  const delivery = DELIVERIES.find((each) => each === words.get('delivery')) ?? null;
  const choose = (value: string): void => setWords(value === '' ? {} : { delivery: value }, { replace: true });
  return (
    <Section title={text.entriesTitle}>
      <Chip.Group value={delivery ?? ''} onChange={choose}>
        <Group gap="xs" mb="md" role="radiogroup" aria-label={text.filter}>
          <Chip value="" variant="outline">
            {text.filterAll}
          </Chip>
          {DELIVERIES.filter((each) => counts[each] > 0 || each === delivery).map((each) => (
            <Chip key={each} value={each} variant="outline">
              {text.deliveries[each]} {format.number(counts[each])}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Entries code={code} delivery={delivery} showAll={() => choose('')} />
    </Section>
  );
}

interface EntriesProps {
  code: string;
  delivery: Delivery | null;
  showAll(): void;
}

function Entries({ code, delivery, showAll }: EntriesProps): React.JSX.Element {
  const parts = useText(partsText);
  const entries = useDeliveries(code, delivery);
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  if (entries.isPending) return <Loading />;
  if (entries.isError) return <ProblemNote error={entries.error} retry={() => void entries.refetch()} />;
  const rows = entries.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return delivery === null ? <NoEntries /> : <NothingHere showAll={showAll} />;
  return (
    <Stack gap="md">
      {isWide ? <EntryTable rows={rows} /> : <EntryCards rows={rows} />}
      {entries.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          {parts.more}
        </Button>
      )}
    </Stack>
  );
}

function NoEntries(): React.JSX.Element {
  const text = useText(feedText);
  return (
    <EmptyState
      Icon={IconBroadcast}
      title={text.noEntries}
      action={
        <Button component={Link} to="/inbox">
          {text.toInbox}
        </Button>
      }
    >
      {text.noEntriesWhy}
    </EmptyState>
  );
}

function NothingHere({ showAll }: { showAll: () => void }): React.JSX.Element {
  const text = useText(feedText);
  return (
    <EmptyState
      Icon={IconFilterOff}
      title={text.nothingHere}
      action={
        <Button variant="light" onClick={showAll}>
          {text.filterAll}
        </Button>
      }
    >
      {text.nothingHereWhy}
    </EmptyState>
  );
}

function EntryTable({ rows }: { rows: readonly DeliveredEntry[] }): React.JSX.Element {
  const text = useText(feedText);
  const columns: Column<DeliveredEntry>[] = [
    { id: 'product', header: text.product, cell: (entry) => <ProductName entry={entry} /> },
    { id: 'price', header: text.price, cell: (entry) => <Price entry={entry} />, isNumber: true },
    { id: 'window', header: text.window, cell: (entry) => <Window entry={entry} /> },
    { id: 'state', header: text.state, cell: (entry) => <DeliveryState entry={entry} /> },
  ];
  return <DataTable label={text.entriesList} columns={columns} rows={rows} rowId={({ id }) => String(id)} />;
}

function EntryCards({ rows }: { rows: readonly DeliveredEntry[] }): React.JSX.Element {
  const text = useText(feedText);
  return (
    <Stack component="ul" gap="xs" m={0} p={0} aria-label={text.entriesList} style={{ listStyle: 'none' }}>
      {rows.map((entry) => (
        <Paper component="li" key={entry.id} withBorder p="sm">
          <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
            <ProductName entry={entry} />
            <Price entry={entry} />
          </Group>
          <Window entry={entry} />
          <DeliveryState entry={entry} />
        </Paper>
      ))}
    </Stack>
  );
}

function ProductName({ entry: { sku, productName, suggestionId } }: { entry: DeliveredEntry }): React.JSX.Element {
  const text = useText(feedText);
  return (
    <div style={{ minWidth: 0 }}>
      <Anchor component={Link} to={`/products/${encodeURIComponent(sku)}`} fw={600} c="inherit">
        {productName}
      </Anchor>
      <Text fz="xs" c="dimmed">
        {sku}
      </Text>
      <Anchor component={Link} to={`/suggestions/${suggestionId}`} fz="xs" display="inline-block" py={4}>
        {text.seeSuggestion}
      </Anchor>
    </div>
  );
}

function Price({ entry: { kind, price } }: { entry: DeliveredEntry }): React.JSX.Element {
  const format = useFormat();
  return (
    <Stack gap={4} align="flex-end" style={{ whiteSpace: 'nowrap' }}>
      <Text fw={600}>{format.money(price)}</Text>
      <KindBadge kind={kind} />
    </Stack>
  );
}

function Window({ entry: { startsAt, endsAt } }: { entry: DeliveredEntry }): React.JSX.Element {
  const text = useText(feedText);
  const format = useFormat();
  const exact = [startsAt, endsAt].map((at) => (at === null ? '' : format.instant(at))).join(' – ');
  const start = format.day(firstDay(startsAt));
  return (
    <Text fz="sm" title={exact}>
      {endsAt === null ? text.from({ start }) : text.span({ start, end: format.day(lastDay(endsAt)) })}
    </Text>
  );
}
