import { Badge, Group, Text } from '@mantine/core';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useChannelNames } from '../../api/channels';
import { DataTable, type Column } from '../../parts/data-table';
import { KindBadge } from '../../parts/kind-badge';
import { Section } from '../../parts/section';
import { UNKNOWN, useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';

type OnChannel = SuggestionDetail['why']['channels'][number];

/** What happens on each channel, and why one is left alone. */
export function ChannelSection({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element | null {
  const text = useText(suggestionText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const { channels, shadowPrice } = suggestion.why;
  if (channels.length === 0) return null;
  const columns: Column<OnChannel>[] = [
    {
      id: 'channel',
      header: text.channel,
      cell: ({ channel }) => (
        <Group gap={6} wrap="nowrap">
          {nameOf(channel)}
          {channel === suggestion.channel && (
            <Badge size="xs" variant="outline" c="var(--mantine-color-text)" tt="none">
              {text.here}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: 'what', header: text.what, cell: (row) => <What row={row} /> },
    {
      id: 'units',
      header: text.expectedUnits,
      isNumber: true,
      cell: ({ expectedUnits }) =>
        expectedUnits === null ? UNKNOWN : text.units({ units: format.number(expectedUnits, 1) }),
    },
    { id: 'profit', header: text.channelProfit, isNumber: true, cell: ({ profit }) => format.money(profit) },
  ];
  return (
    <Section title={text.channels} intro={text.channelsIntro}>
      <DataTable label={text.channels} columns={columns} rows={channels} rowId={({ channel }) => channel} />
      {shadowPrice !== null && (
        <Text fz="sm" c="dimmed" mt="sm">
          {text.shadowPrice({ price: format.money(shadowPrice) })}
        </Text>
      )}
    </Section>
  );
}

function What({ row: { kind, price, currentPrice, leftAlone } }: { row: OnChannel }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const language = useLanguage();
  if (kind !== null) {
    return (
      <Group gap={8} wrap="nowrap">
        <KindBadge kind={kind} />
        <Text span fz="sm" style={{ whiteSpace: 'nowrap' }}>
          {format.money(price)}
        </Text>
      </Group>
    );
  }
  return (
    <div>
      <Text fz="sm">
        {text.stays} {format.money(currentPrice)}
      </Text>
      {leftAlone !== null && (
        <Text fz="xs" c="dimmed" miw={200}>
          {leftAlone.sentence[language]}
        </Text>
      )}
    </div>
  );
}
