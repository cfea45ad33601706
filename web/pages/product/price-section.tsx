import { Stack, Text } from '@mantine/core';
import type { ProductDetail } from '../../../src/contract/products';
import { useChannelNames } from '../../api/channels';
import { DataTable, type Column } from '../../parts/data-table';
import { firstDay, lastDay } from '../../parts/days';
import { KindBadge } from '../../parts/kind-badge';
import { Section } from '../../parts/section';
import { UNKNOWN, useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

type Channel = ProductDetail['channels'][number];

/** What buyers pay on each channel, what was approved there, and the limits of it. */
export function PriceSection({ product }: { product: ProductDetail }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const money = ({ facts }: Channel, fact: string): string => {
    const value = facts?.[fact];
    return typeof value === 'number' ? format.money(value) : UNKNOWN;
  };
  const columns: Column<Channel>[] = [
    { id: 'channel', header: text.channel, cell: ({ channel }) => nameOf(channel) },
    { id: 'base', header: text.basePrice, isNumber: true, cell: ({ basePrice }) => format.money(basePrice) },
    { id: 'now', header: text.nowPrice, isNumber: true, cell: (row) => <Now row={row} /> },
    { id: 'lowest', header: text.lowest, isNumber: true, cell: (row) => money(row, 'channel.lowestPrice30') },
    { id: 'floor', header: text.floor, isNumber: true, cell: (row) => money(row, 'margin.floorPrice') },
    { id: 'profit', header: text.unitProfit, isNumber: true, cell: (row) => money(row, 'margin.unitProfit') },
    { id: 'approved', header: text.approved, cell: ({ approved }) => <Approved entries={approved} /> },
  ];
  return (
    <Section title={text.prices}>
      {product.channels.length === 0 ? (
        <Text c="dimmed">{text.noPrices}</Text>
      ) : (
        <DataTable label={text.prices} columns={columns} rows={product.channels} rowId={({ channel }) => channel} />
      )}
    </Section>
  );
}

/** A discount that runs is the price of now; else the normal one. */
function Now({ row }: { row: Channel }): React.JSX.Element {
  const format = useFormat();
  const live = row.approved.findLast(({ kind, phase }) => kind === 'discount' && phase === 'live');
  const seen = row.facts?.['channel.price'];
  const price = live?.price ?? (typeof seen === 'number' ? seen : row.basePrice);
  const isCut = price !== null && row.basePrice !== null && price < row.basePrice;
  return (
    <Text span fz="inherit" fw={isCut ? 650 : undefined}>
      {format.money(price)}
    </Text>
  );
}

function Approved({ entries }: { entries: Channel['approved'] }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  if (entries.length === 0) return <>{UNKNOWN}</>;
  return (
    <Stack gap={4}>
      {entries.map(({ id, kind, price, phase, startsAt, endsAt }) => (
        <div key={id} style={{ whiteSpace: 'nowrap' }}>
          <KindBadge kind={kind} /> {format.money(price)}
          <Text fz="xs" c="dimmed">
            {phase === 'scheduled'
              ? text.from({ day: format.day(firstDay(startsAt)) })
              : endsAt === null
                ? text.noEnd
                : text.until({ day: format.day(lastDay(endsAt)) })}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
