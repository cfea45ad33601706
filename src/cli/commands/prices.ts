import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { PriceFileItemView, PriceFileView } from '../../contract/price-files.js';
import { PRICE_FILE_FORMATS, type PriceFileFormatName } from '../../core/feed/files/format.js';
import { Refusal } from '../../core/refusal.js';
import type { Money } from '../../core/units.js';
import { wholeNumber } from '../arguments.js';
import { note, printFields, printJson, printRows, type Column, type Format } from '../output.js';

const ROWS_SHOWN = 100_000;
const FILES_SHOWN = 50;
const id = wholeNumber(1, 2_147_483_647);

export function addPrices(program: Command): void {
  const prices = program.command('prices').description('carry prices to a channel that no sync job serves, as files');
  addExport(prices);
  addConfirm(prices);
  prices
    .command('list')
    .description('list the price files of a channel, newest first')
    .argument('<channel>', 'code of the channel')
    .action(async (channel: string, _options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { withShop } = await import('../shop.js');
      const { priceFiles } = await import('../../flow/price-files/export.js');
      await withShop(async ({ db }) =>
        printRows(format, await priceFiles(db, channel, { limit: FILES_SHOWN }), FILE_COLUMNS, (file) => file),
      );
    });
  prices
    .command('show')
    .description('what is in a price file, what became of it, and what was left out and why')
    .argument('<channel>', 'code of the channel')
    .argument('<id>', 'as `prices list` shows it', id)
    .action(async (channel: string, file: number, _options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { withShop } = await import('../shop.js');
      const { priceFileItems } = await import('../../flow/price-files/export.js');
      await withShop(async ({ db, money }) => {
        const items = await priceFileItems(db, channel, file, { limit: ROWS_SHOWN });
        printRows(format, items, itemColumns(money), (item) => item);
      });
    });
}

interface ExportOptions {
  format: Format;
  as?: PriceFileFormatName;
  from?: string;
  again?: number;
  out?: string;
}

function addExport(prices: Command): void {
  prices
    .command('export')
    .description('write a file of the prices that wait for a channel; they count as exported from then on')
    .argument('<channel>', 'code of the channel')
    .addOption(new Option('--as <format>', 'what the channel reads').choices(PRICE_FILE_FORMATS))
    .option('--from <file>', "the channel's own file, for formats that change it")
    .option('--again <id>', 'a file that was made before, as long as its prices are the right ones', id)
    .option('--out <file>', 'where to write it (default: its own name, in this folder); never over another file')
    .action(async (channel: string, _options: unknown, command: Command) => {
      const { format, as, from, again, out } = command.optsWithGlobals<ExportOptions>();
      if ((as === undefined) === (again === undefined)) command.error('error: name either --as or --again');
      const { withShop } = await import('../shop.js');
      const { makePriceFile } = await import('../../flow/price-files/make.js');
      const { exportPriceFile, showPriceFile } = await import('../../flow/price-files/export.js');
      await withShop(async ({ db, by, now }) => {
        let target = out === undefined ? null : await reserve(out);
        try {
          const made =
            as === undefined
              ? await showPriceFile(db, channel, again!)
              : await makePriceFile(db, channel, { format: as, path: from }, by, now);
          target ??= await reserve(made.fileName);
          await target.file.writeFile((await exportPriceFile(db, channel, made.id, by, now)).body);
          tellFile(format, await showPriceFile(db, channel, made.id), target.path);
        } catch (error) {
          if (target !== null) await discard(target.path);
          throw error;
        } finally {
          await target?.file.close();
        }
      });
    });
}

/** Before anything counts as exported or, where the name is said, is made: a file that cannot be written must not be waited for. */
async function reserve(name: string) {
  const { open } = await import('node:fs/promises');
  const path = resolve(name);
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EEXIST' ? 'is there already: name another with --out' : `cannot be written (${error.code})`;
    throw new Refusal('conflict', 'cannot-write', `${path} ${why}.`, { path });
  });
  return { path, file };
}

async function discard(path: string): Promise<void> {
  const { unlink } = await import('node:fs/promises');
  await unlink(path);
}

function addConfirm(prices: Command): void {
  prices
    .command('confirm')
    .description('say that a price file is on the channel: all that is open in it, or what a result file says')
    .argument('<channel>', 'code of the channel')
    .argument('<id>', 'as `prices list` shows it', id)
    .option('--result <file>', 'the result file of the channel, or the generic file with status and message filled in')
    .action(async (channel: string, file: number, _options: unknown, command: Command) => {
      const { format, result } = command.optsWithGlobals<{ format: Format; result?: string }>();
      const { withShop } = await import('../shop.js');
      const { confirmByFile, confirmPriceFile } = await import('../../flow/price-files/confirm.js');
      await withShop(async ({ db, by, now }) => {
        const confirmed =
          result === undefined
            ? await confirmPriceFile(db, channel, file, {}, by, now)
            : await confirmByFile(db, channel, file, result, by, now);
        if (format === 'json') return printJson(confirmed);
        for (const { message } of confirmed.items) note(message);
        printRows(format, [confirmed.file], FILE_COLUMNS);
      });
    });
}

function tellFile(format: Format, file: PriceFileView, path: string): void {
  if (format === 'json') return printJson({ ...file, path });
  if (format === 'csv') return printRows(format, [file], FILE_COLUMNS);
  const { id, rows, counts, endsAt } = file;
  printFields([
    ['file', path],
    ['id', id],
    ['rows', rows],
    ['prices put up', counts.set],
    ['base prices put back', counts.stop],
    ['left out', counts.leftOut],
    ['other price than expected', counts.unexpected],
    ['next file needed by', endsAt],
  ]);
  if (counts.unexpected > 0)
    note(`Whose price your file showed differently (column "showed"): larisin prices show ${file.channel} ${id}`);
  if (counts.leftOut > 0) note(`What was left out, and why: larisin prices show ${file.channel} ${id}`);
  note(`Upload it, then: larisin prices confirm ${file.channel} ${id}`);
}

const FILE_COLUMNS: Column<PriceFileView>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'format', title: 'format', value: ({ format }) => format },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'createdAt', title: 'made', value: ({ createdAt }) => createdAt },
  { key: 'createdBy', title: 'by', value: ({ createdBy }) => createdBy },
  { key: 'rows', title: 'rows', value: ({ rows }) => rows },
  { key: 'open', title: 'open', value: ({ counts }) => counts.open },
  { key: 'applied', title: 'applied', value: ({ counts }) => counts.applied },
  { key: 'refused', title: 'refused', value: ({ counts }) => counts.refused },
  { key: 'outdated', title: 'outdated', value: ({ counts }) => counts.outdated },
  { key: 'leftOut', title: 'left out', value: ({ counts }) => counts.leftOut },
];

const itemColumns = (money: (amount: Money) => string): Column<PriceFileItemView>[] => [
  { key: 'entryId', title: 'entry', value: ({ entryId }) => entryId },
  { key: 'sku', title: 'sku', value: ({ sku }) => sku },
  { key: 'action', title: 'action', value: ({ action }) => action },
  { key: 'kind', title: 'kind', value: ({ kind }) => kind },
  { key: 'price', title: 'price', value: ({ price }) => price, text: ({ price }) => money(price) },
  {
    key: 'shownPrice',
    title: 'showed',
    value: ({ shownPrice }) => shownPrice,
    text: ({ shownPrice }) => (shownPrice === null ? '' : money(shownPrice)),
  },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'obstacle', title: 'reason', value: ({ obstacle }) => obstacle, text: ({ obstacle }) => obstacle ?? '' },
  {
    key: 'message',
    title: 'said by the channel',
    value: ({ message }) => message,
    text: ({ message }) => message ?? '',
  },
];
