import type { Cell } from '../core/intake/header.js';
import { headerKey } from '../core/intake/mapping.js';
import { Refusal, type RefusalIssue } from '../core/refusal.js';
import { openTableFile } from '../outside/files/open.js';
import type { SaidSku } from '../flow/channel-skus.js';

const CHANNEL_SKU = new Set(['channel sku', 'sku kanal', 'sku id', 'kode variasi']);
const SKU = new Set(['sku', 'kode sku', 'kode produk']);
const NOT_OURS = new Set(['not ours', 'bukan barang kami']);
const YES = new Set(['yes', 'ya', 'y', 'x', '1', 'true']);
const NO = new Set(['', 'no', 'tidak', 'n', '-', '0', 'false']);
const CHANNEL_SKU_MAX = 200;
const SKU_MAX = 64;
const HEADER_FULL = 1_000;
const ISSUES_MAX = 50;

/** Where the columns stand in a row of titles; -1: not there. */
function columnsIn(cells: readonly Cell[]): { channelSku: number; sku: number; notOurs: number } {
  const keys = cells.map((cell) => headerKey(String(cell)));
  const at = (titles: ReadonlySet<string>): number => keys.findIndex((key) => titles.has(key));
  return { channelSku: at(CHANNEL_SKU), sku: at(SKU), notOurs: at(NOT_OURS) };
}

/**
 * Reads pairs from a CSV or XLSX file with the columns `channel_sku`, `sku` and, where it has it, `not_ours`; rows that fill in
 * neither are left out, so that a list of what is unmapped can be filled in step by step. The last of two rows for the same
 * channel SKU holds.
 * @throws Refusal `missing-columns`, `bad-rows`, and as `openTableFile` does
 */
export async function readChannelSkuFile(path: string): Promise<SaidSku[]> {
  const score = (cells: readonly Cell[]): number => {
    const { channelSku, sku } = columnsIn(cells);
    return channelSku >= 0 && sku >= 0 ? HEADER_FULL : 0;
  };
  const file = await openTableFile(path, score);
  const pairs = new Map<string, string | null>();
  const issues: RefusalIssue[] = [];
  let at: ReturnType<typeof columnsIn> | null = null;
  for await (const { cells, lines } of file.rows()) {
    cells.forEach((row, index) => {
      if (at === null) {
        if (score(row) > 0) at = columnsIn(row);
        return;
      }
      const channelSku = String(row[at.channelSku] ?? '').trim();
      const sku = String(row[at.sku] ?? '').trim();
      const notOurs = String(row[at.notOurs] ?? '')
        .trim()
        .toLowerCase();
      if (sku === '' && NO.has(notOurs)) return;
      const message = faultOf(channelSku, sku, notOurs);
      if (message === null) pairs.set(channelSku, sku === '' ? null : sku);
      else issues.push({ path: `/${lines[index]}`, code: 'bad-row', message: `line ${lines[index]}: ${message}` });
    });
  }
  if (at === null) {
    const message = 'The file needs a column channel_sku (what the channel calls the product) and a column sku.';
    throw new Refusal('invalid', 'missing-columns', message, { missing: ['channel_sku', 'sku'] });
  }
  if (issues.length > 0) {
    const message = `Nothing was changed: ${issues[0]!.message}.`;
    throw new Refusal('invalid', 'bad-rows', message, { rows: issues.length }, issues.slice(0, ISSUES_MAX));
  }
  return [...pairs].map(([channelSku, sku]) => ({ channelSku, sku }));
}

function faultOf(channelSku: string, sku: string, notOurs: string): string | null {
  if (channelSku === '') return 'channel_sku is empty';
  if (channelSku.length > CHANNEL_SKU_MAX) return `channel_sku has more than ${CHANNEL_SKU_MAX} characters`;
  if (!YES.has(notOurs) && !NO.has(notOurs)) return `not_ours is "${notOurs.slice(0, 20)}", not yes or no`;
  if (sku !== '' && YES.has(notOurs)) return 'it has a sku, and yes under not_ours; only one of them can be';
  if (sku.length > SKU_MAX) return `sku has more than ${SKU_MAX} characters`;
  return /^-?\d(?:[.,]\d+)?E\+\d{2,}$/i.test(channelSku)
    ? `a spreadsheet has rounded the number ${channelSku}; format the column as text and fill it in again`
    : null;
}
