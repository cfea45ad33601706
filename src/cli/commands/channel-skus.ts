import { Option, type Command } from 'commander';
import { formatDay } from '../../core/units.js';
import type { KnownSku, SkuFilter, UnmappedSku } from '../../db/stores/channel-skus.js';
import type { Database } from '../../db/database.js';
import type { SaidSku } from '../../flow/channel-skus.js';
import { note, out, printRows, type Column, type Format } from '../output.js';
import type { OpenShop } from '../shop.js';

interface Options {
  format: Format;
  search?: string;
  source?: KnownSku['source'];
  notOurs?: boolean;
}

const KNOWN: Column<KnownSku>[] = [
  { key: 'channel_sku', title: 'channel SKU', value: ({ channelSku }) => channelSku },
  { key: 'sku', title: 'SKU', value: ({ sku }) => sku },
  { key: 'name', title: 'product', value: ({ name }) => name },
  { key: 'source', title: 'known from', value: ({ source }) => source },
  { key: 'not_ours', title: 'not ours', value: ({ sku }) => sku === null },
  { key: 'aside', title: 'rows put aside', value: ({ aside }) => aside },
];

const unmapped = (money: OpenShop['money']): Column<UnmappedSku>[] => [
  { key: 'channel_sku', title: 'channel SKU', value: ({ channelSku }) => channelSku },
  { key: 'name', title: 'name in the file', value: ({ name }) => name },
  { key: 'rows', title: 'rows', value: ({ rows }) => rows },
  { key: 'units', title: 'units', value: ({ units }) => units },
  { key: 'money', title: 'sold for', value: (row) => row.money, text: (row) => money(row.money) },
  { key: 'first_day', title: 'first', value: ({ firstDay }) => (firstDay === null ? null : formatDay(firstDay)) },
  { key: 'last_day', title: 'last', value: ({ lastDay }) => (lastDay === null ? null : formatDay(lastDay)) },
  // Left empty: an unmapped list that is filled in can be read by `import`.
  { key: 'sku', title: 'SKU', value: () => '' },
  { key: 'not_ours', title: 'not ours', value: () => '' },
];

/** A list is read whole: it is for programs and files as much as for people. */
const ALL = 2_147_483_647;

export function addChannelSkus(program: Command): void {
  const skus = program
    .command('channel-skus')
    .description('say what a channel calls your products and what is not yours, and see what its rows wait for');
  skus
    .command('list')
    .description('list what is known: what somebody has said, and the ids of listings')
    .argument('<channel>', 'its code')
    .option('--search <text>', 'part of the channel SKU, the SKU or the name')
    .addOption(new Option('--source <source>', 'how it is known').choices(['said', 'listing']))
    .option('--not-ours', 'only what is not yours')
    .action(async (code: string, _options: unknown, command: Command) => {
      const { format, search, source, notOurs } = command.optsWithGlobals<Options>();
      await known(code, { search, source, ...(notOurs === true ? { isOurs: false } : {}) }, format);
    });
  skus
    .command('export')
    .description('print what somebody has said as CSV that `channel-skus import` reads')
    .argument('<channel>', 'its code')
    .action((code: string) => known(code, { source: 'said' }, 'csv'));
  skus
    .command('unmapped')
    .description('list what rows of a channel wait for, the most money first')
    .argument('<channel>', 'its code')
    .option('--search <text>', 'part of the channel SKU or the name')
    .action(async (code: string, _options: unknown, command: Command) => {
      const { format, search } = command.optsWithGlobals<Options>();
      await atWork(async ({ db, money }) => {
        const { findChannel } = await import('../../flow/shop.js');
        const { listUnmapped } = await import('../../db/stores/channel-skus.js');
        const { id } = await findChannel(db, code);
        printRows(format, await listUnmapped(db.manager, id, search, ALL), unmapped(money));
      });
    });
  skus
    .command('map')
    .description('say which product a channel SKU is; rows that waited for it are imported')
    .argument('<channel>', 'its code')
    .argument('<channel-sku>', 'as files of the channel have it')
    .argument('<sku>', 'of your product')
    .action((code: string, channelSku: string, sku: string) =>
      atWork((open) => say(open, code, [{ channelSku, sku }])),
    );
  skus
    .command('not-ours')
    .description('say that channel SKUs are not yours; their rows are put aside until you forget it')
    .argument('<channel>', 'its code')
    .argument('<channel-sku...>', 'as files of the channel have them')
    .action((code: string, channelSkus: string[]) =>
      atWork((open) =>
        say(
          open,
          code,
          [...new Set(channelSkus)].map((channelSku) => ({ channelSku, sku: null })),
        ),
      ),
    );
  skus
    .command('import')
    .description('read many of them from a CSV or XLSX file with the columns channel_sku, sku and not_ours')
    .argument('<channel>', 'its code')
    .argument('<file>', 'rows with neither an SKU nor a yes under not_ours are left out')
    .action((code: string, file: string) =>
      atWork(async (open) => {
        const { readChannelSkuFile } = await import('../channel-sku-file.js');
        await say(open, code, await readChannelSkuFile(file));
      }),
    );
  skus
    .command('forget')
    .description('forget what was said of a channel SKU; what was imported by it stays, what was put aside waits again')
    .argument('<channel>', 'its code')
    .argument('<channel-sku>', 'as `channel-skus list` shows it')
    .action((code: string, channelSku: string) =>
      atWork(async ({ db, by, now }) => {
        const { forgetChannelSku } = await import('../../flow/channel-skus.js');
        await forgetChannelSku(db, code, channelSku, by, now);
        out(`"${channelSku}" is forgotten.\n`);
        await bringIn(db);
      }),
    );
}

async function atWork(work: (open: OpenShop) => Promise<void>): Promise<void> {
  const { withShop } = await import('../shop.js');
  await withShop(work);
}

function known(code: string, filter: SkuFilter, format: Format): Promise<void> {
  return atWork(async ({ db }) => {
    const { findChannel } = await import('../../flow/shop.js');
    const { listChannelSkus } = await import('../../db/stores/channel-skus.js');
    const { id } = await findChannel(db, code);
    printRows(format, await listChannelSkus(db.manager, id, filter, ALL), KNOWN);
  });
}

async function say({ db, by, now }: OpenShop, code: string, pairs: readonly SaidSku[]): Promise<void> {
  const { sayChannelSkus } = await import('../../flow/channel-skus.js');
  const { changed } = await sayChannelSkus(db, code, pairs, by, now);
  out(`${changed} of ${pairs.length} are new or changed.\n`);
  await bringIn(db);
}

async function bringIn(db: Database): Promise<void> {
  const { ingestWaiting } = await import('../../flow/ingest.js');
  for (const { kind, totals } of await ingestWaiting(db)) {
    note(`Rows that had waited (${kind}): ${totals.inserted} new, ${totals.updated} changed.`);
  }
}
