import type { Command } from 'commander';
import type { PriceLedger } from '../../contract/price-ledger.js';
import type { Money } from '../../core/units.js';
import { wholeNumber } from '../arguments.js';
import { note, printJson, printRows, type Column, type Format } from '../output.js';

type Row = PriceLedger['channels'][number]['intervals'][number] & { channel: string };

export function addLedger(program: Command): void {
  program
    .command('ledger')
    .description('show what buyers paid for a product on each channel, from when to when and why')
    .argument('<sku>', 'exactly as in the files')
    .option('--channel <code>', 'on this channel only')
    .option('--days <n>', 'how far back', wholeNumber(1, 3_650), 180)
    .action(async (sku: string, _options: unknown, command: Command) => {
      const { format, channel, days } = command.optsWithGlobals<{ format: Format; channel?: string; days: number }>();
      const { withShop } = await import('../shop.js');
      const { priceLedger } = await import('../../flow/price-ledger.js');
      await withShop(async ({ db, now, money }) => {
        const ledger = await priceLedger(db, sku, { channel, days }, now);
        if (format === 'json') return printJson(ledger);
        const rows = ledger.channels.flatMap((each) =>
          each.intervals.map((interval) => ({ ...interval, channel: each.channel })),
        );
        printRows(format, rows, columns(money));
        if (format === 'table') for (const each of ledger.channels) note(lowestLine(each, ledger.law.days, money));
      });
    });
}

function columns(money: (amount: Money) => string): Column<Row>[] {
  const amount = (value: Money | null): string => (value === null ? '-' : money(value));
  return [
    { key: 'channel', title: 'channel', value: ({ channel }) => channel },
    { key: 'from', title: 'from', value: ({ from }) => from },
    { key: 'to', title: 'to', value: ({ to }) => to },
    { key: 'price', title: 'price', value: ({ price }) => price, text: ({ price }) => money(price) },
    {
      key: 'basePrice',
      title: 'base price',
      value: ({ basePrice }) => basePrice,
      text: ({ basePrice }) => amount(basePrice),
    },
    { key: 'cause', title: 'cause', value: ({ cause }) => cause },
    { key: 'entryId', title: 'entry', value: ({ entryId }) => entryId },
  ];
}

function lowestLine(
  { channel, ifCutNow }: PriceLedger['channels'][number],
  days: number,
  money: (amount: Money) => string,
): string {
  if (ifCutNow.lowest === null) return `${channel}: no price is on record from before a cut that would begin now.`;
  return `${channel}: a cut that begins now is held against ${money(ifCutNow.lowest)}, the lowest price of the ${days} days before ${ifCutNow.seriesFrom}.`;
}
