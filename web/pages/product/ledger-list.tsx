import { Anchor, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { PriceLedger } from '../../../src/contract/price-ledger';
import { useChannelNames } from '../../api/channels';
import { usePriceLedger } from '../../api/products';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';
import classes from './ledger-list.module.css';

/** Newest lines that are shown before somebody asks for all. */
const FIRST_LINES = 5;

/** What buyers paid on a channel, newest first, and what a cut that begins now is held against. */
export function LedgerList({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText).ledger;
  const nameOf = useChannelNames();
  const ledger = usePriceLedger(sku);
  const [chosen, setChosen] = useState<string | null>(null);
  if (ledger.isPending) return <Loading />;
  if (ledger.isError) return <ProblemNote error={ledger.error} retry={() => void ledger.refetch()} />;
  const { channels, law } = ledger.data;
  const shown = channels.find(({ channel }) => channel === chosen) ?? channels[0];
  if (shown === undefined) return <Text c="dimmed">{text.none}</Text>;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="xs">
        <Lowest channel={shown} days={law.days} />
        {channels.length > 1 && (
          <Select
            aria-label={text.channel}
            allowDeselect={false}
            w={170}
            value={shown.channel}
            onChange={setChosen}
            data={channels.map(({ channel }) => ({ value: channel, label: nameOf(channel) }))}
          />
        )}
      </Group>
      <Lines key={shown.channel} channel={shown} />
    </Stack>
  );
}

type Channel = PriceLedger['channels'][number];

function Lowest({ channel: { ifCutNow }, days }: { channel: Channel; days: number }): React.JSX.Element {
  const text = useText(productText).ledger;
  const format = useFormat();
  const count = format.number(days);
  return (
    <Text fz="sm">
      {ifCutNow.lowest === null
        ? text.noRecord({ days: count })
        : text.lowest({ price: format.money(ifCutNow.lowest), days: count })}
    </Text>
  );
}

function Lines({ channel: { intervals } }: { channel: Channel }): React.JSX.Element {
  const text = useText(productText).ledger;
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const newest = [...intervals].reverse();
  const lines = isWhole ? newest : newest.slice(0, FIRST_LINES);
  const day = (at: string): string => format.day(at.slice(0, 10));
  return (
    <>
      <ol className={classes.lines} aria-label={text.title}>
        {lines.map(({ from, to, price, basePrice, cause }) => (
          <li key={from}>
            <Text span fz="sm" fw={600} className={classes.price!}>
              {format.money(price)}
            </Text>
            <div>
              <Text fz="sm">
                {to === null ? text.since({ day: day(from) }) : text.between({ from: day(from), to: day(to) })}
              </Text>
              <Text fz="xs" c="dimmed">
                {text.causes[cause]}
                {basePrice !== null && basePrice !== price && text.fromBase({ price: format.money(basePrice) })}
              </Text>
            </div>
          </li>
        ))}
      </ol>
      {newest.length > lines.length && (
        <Anchor component="button" type="button" fz="sm" className={classes.more!} onClick={() => setWhole(true)}>
          {text.all({ count: format.number(newest.length) })}
        </Anchor>
      )}
    </>
  );
}
