import { HEADER_ROWS_MAX, type Cell } from '../../intake/header.js';
import { headerKey } from '../../intake/mapping.js';
import { Refusal } from '../../refusal.js';
import type { SheetRow } from './patch.js';

/** What an acknowledgement file says of an entry. */
export interface Said {
  entryId: number;
  status: 'applied' | 'rejected' | 'skipped';
  message: string | null;
}

/** An entry in the file that is acknowledged, with what a channel may call it. */
export interface Named {
  entryId: number;
  sku: string;
  externalId: string | null;
  externalVariantId: string | null;
  channelSkus: readonly string[];
}

const TITLES = {
  entry: ['entry'],
  variant: ['et_title_variation_id', 'Kode Variasi', 'Variation ID', 'sku_id', 'SKU ID', 'channel_variant_id'],
  sku: ['sku', 'et_title_variation_sku', 'seller_sku', 'Variant SKU', 'SKU Penjual'],
  item: ['et_title_product_id', 'Kode Produk', 'Product ID', 'channel_id'],
  status: ['status', 'Hasil', 'Result'],
  message: ['et_title_reason', 'message', 'reason', 'Alasan', 'Alasan Gagal', 'Failed Reason', 'Error', 'Keterangan'],
};
type Column = keyof typeof TITLES;
type Positions = Partial<Record<Column, number>>;

const STATUSES: Record<Said['status'], readonly string[]> = {
  applied: ['applied', 'ok', 'success', 'succeeded', 'berhasil', 'sukses', 'terpasang', 'tampil'],
  rejected: ['rejected', 'failed', 'error', 'gagal', 'ditolak'],
  skipped: ['skipped', 'dilewati'],
};
const MESSAGE_MAX = 1_000;

/** How well a row would do as the header: 1,000 and more is fully. */
export function acknowledgementScore(cells: readonly Cell[]): number {
  const positions = positionsOf(cells);
  return Object.keys(positions).length + (isComplete(positions) ? 1_000 : 0);
}

/**
 * Reads our own generic file with `status` and `message` filled in, or the result file of a marketplace, where a reason says
 * that a row was refused and none that it was taken. Rows of other products say nothing.
 * @throws Refusal `not-that-file`, `bad-status`, `nothing-matched`
 */
export function readAcknowledgement(rows: readonly SheetRow[], entries: readonly Named[]): Said[] {
  const at = rows.slice(0, HEADER_ROWS_MAX).findIndex(({ cells }) => isComplete(positionsOf(cells)));
  if (at < 0) {
    const message =
      'This file says nothing of prices: it needs a column that names the product (entry, sku or an id of the channel) and one with the result (status, message or a reason).';
    throw new Refusal('invalid', 'not-that-file', message);
  }
  const positions = positionsOf(rows[at]!.cells);
  const find = finderOf(entries);
  const said = new Map<number, Said>();
  for (const { line, cells } of rows.slice(at + 1)) {
    const text = (column: Column): string => textOf(cells[positions[column] ?? -1]);
    const entryId = find(text);
    const result = entryId === undefined ? null : resultOf(text('status'), text('message'), positions, line);
    if (entryId !== undefined && result !== null) said.set(entryId, { entryId, ...result });
  }
  if (said.size > 0) return [...said.values()];
  const message = 'No row of this file names a price of ours with its result. Is it the result of this price file?';
  throw new Refusal('invalid', 'nothing-matched', message);
}

/** Null: the row says nothing yet. */
function resultOf(
  status: string,
  reason: string,
  positions: Positions,
  line: number,
): Pick<Said, 'status' | 'message'> | null {
  const message = reason === '' ? null : reason.slice(0, MESSAGE_MAX);
  if (status !== '') {
    const found = Object.entries(STATUSES).find(([, words]) => words.includes(status.toLowerCase()));
    if (found !== undefined) return { status: found[0] as Said['status'], message };
    const words = Object.keys(STATUSES).join(', ');
    const problem = `Line ${line}: "${status.slice(0, 40)}" is no result. Write ${words}, or leave it empty.`;
    throw new Refusal('invalid', 'bad-status', problem, { line });
  }
  if (message !== null) return { status: 'rejected', message };
  return positions.status === undefined ? { status: 'applied', message: null } : null;
}

function finderOf(entries: readonly Named[]): (text: (column: Column) => string) => number | undefined {
  const ids = new Set(entries.map(({ entryId }) => entryId));
  const indexBy = (keys: (entry: Named) => readonly (string | null)[]): Map<string, number> =>
    new Map(
      entries.flatMap((entry) => keys(entry).flatMap((key) => (key === null ? [] : [[key, entry.entryId] as const]))),
    );
  const byVariant = indexBy(({ externalVariantId, channelSkus }) => [externalVariantId, ...channelSkus]);
  const bySku = indexBy(({ sku, channelSkus }) => [sku, ...channelSkus]);
  const byItem = indexBy(({ externalId, externalVariantId }) => [externalVariantId === null ? externalId : null]);
  return (text) => {
    const entry = Number(text('entry') || NaN);
    if (ids.has(entry)) return entry;
    return byVariant.get(text('variant')) ?? bySku.get(text('sku').replace(/^'/, '')) ?? byItem.get(text('item'));
  };
}

function positionsOf(cells: readonly Cell[]): Positions {
  const keys = cells.map((cell) => headerKey(textOf(cell)));
  const positions: Positions = {};
  for (const [column, titles] of Object.entries(TITLES) as [Column, string[]][]) {
    const at = titles.map((title) => keys.indexOf(headerKey(title))).find((each) => each >= 0);
    if (at !== undefined) positions[column] = at;
  }
  return positions;
}

const isComplete = (positions: Positions): boolean =>
  (['entry', 'variant', 'sku', 'item'] as const).some((column) => positions[column] !== undefined) &&
  (['status', 'message'] as const).some((column) => positions[column] !== undefined);

const textOf = (cell: Cell | undefined): string => String(cell ?? '').trim();
