import type { Command } from 'commander';
import type { Changes, FeedEntry, FeedStatus, Snapshot } from '../../contract/feed.js';
import type { Money } from '../../core/units.js';
import { note, printFields, printJson, printRows, type Column, type Format } from '../output.js';
import { wholeNumber } from '../arguments.js';

interface Options {
  format: Format;
  changes?: boolean;
  status?: boolean;
  after?: string;
  limit: number;
}

export function addFeed(program: Command): void {
  program
    .command('feed')
    .description('show what a sync job of a channel is told: the prices of now and next')
    .argument('<channel>', 'code of the channel')
    .option('--changes', 'the changes in order, instead of the state of now')
    .option('--status', 'where each price stands with the sync job')
    .option('--after <cursor>', '`next` of the page before')
    .option('--limit <n>', 'entries of a page', wholeNumber(1, 1000), 500)
    .action(async (channel: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (options.changes && options.status) command.error('error: --changes and --status are two views: name one');
      const { withShop } = await import('../shop.js');
      const { expireDue } = await import('../../flow/decide.js');
      await withShop(async ({ db, now, money }) => {
        await expireDue(db, now);
        const { limit, after, format } = options;
        if (options.status) {
          const { feedStatus } = await import('../../flow/feed.js');
          return printStatus(format, await feedStatus(db, channel, { limit: Math.min(limit, 500) }, now), money);
        }
        if (options.changes) {
          const { readChanges } = await import('../../flow/feed.js');
          return printEntries(format, await readChanges(db, channel, { after, limit }, now), money);
        }
        const { snapshotPage } = await import('../../flow/snapshot.js');
        const { body } = await snapshotPage(db, channel, { after, limit }, now);
        printEntries(format, JSON.parse(body.toString()) as Snapshot, money);
      });
    });
}

/** JSON is the document that the API answers with. */
function printEntries(format: Format, page: Snapshot | Changes, money: (amount: Money) => string): void {
  if (format === 'json') return printJson(page);
  if (page.status === 'hold') note(`The feed of ${page.channel} is on hold: ${page.reason ?? 'no reason given'}`);
  printRows(format, page.entries as FeedEntry[], entryColumns(money));
  if (page.next !== null && format === 'table') note(`Next: --after ${page.next}`);
}

function entryColumns(money: (amount: Money) => string): Column<FeedEntry>[] {
  return [
    { key: 'id', title: 'entry', value: ({ id }) => id },
    { key: 'revision', title: 'revision', value: ({ revision }) => revision },
    { key: 'action', title: 'action', value: ({ action }) => action },
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'price', title: 'price', value: ({ price }) => price, text: ({ price }) => money(price) },
    {
      key: 'listPrice',
      title: 'list price',
      value: ({ listPrice }) => listPrice,
      text: ({ listPrice }) => money(listPrice),
    },
    { key: 'startsAt', title: 'starts', value: ({ startsAt }) => startsAt },
    { key: 'endsAt', title: 'ends', value: ({ endsAt }) => endsAt },
    { key: 'decidedBy', title: 'decided by', value: ({ decision }) => decision.by },
  ];
}

function printStatus(format: Format, status: FeedStatus, money: (amount: Money) => string): void {
  if (format === 'json') return printJson(status);
  const { counts } = status;
  printRows(format, status.items, [
    { key: 'id', title: 'entry', value: ({ id }) => id },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'delivery', title: 'delivery', value: ({ delivery }) => delivery },
    { key: 'price', title: 'price', value: ({ price }) => price, text: ({ price }) => money(price) },
    {
      key: 'theirs',
      title: 'on the channel',
      value: ({ drift }) => drift?.theirs ?? null,
      text: ({ drift }) => (drift === null ? '' : money(drift.theirs)),
    },
    {
      key: 'message',
      title: 'said by the job',
      value: ({ code, message }) => [code, message].filter(Boolean).join(' '),
    },
  ]);
  if (format === 'table') printFields([['last pull', status.lastPullAt], ...Object.entries(counts)]);
}
