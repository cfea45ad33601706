import type { ImportKind, WaitingRow } from '../../core/intake/records.js';
import type { InventoryRow, ListingRow, OrderRow, SkuOnChannel } from '../../core/intake/rows.js';
import { isEarlier } from './later-states.js';
import type { Stamp } from './targets.js';
import { list, type BulkWriter, type FlatRows } from './writer.js';

/** The rows of this import that wait, until the transaction takes them over. */
const STAGE = 'import_waiting';
const KEY = ['kind', 'rowKey'] as const satisfies (keyof WaitingRow)[];
const COLUMNS = [
  ...KEY,
  ...(['channelId', 'channelSku', 'sku', 'externalId', 'name', 'day', 'units', 'money', 'body'] as const),
  ...(['importId', 'seenAt'] as const),
] as const satisfies (keyof WaitingRow)[];

const KEYS_PER_QUERY = 500;
const NAME_MAX = 500;
/** Most characters of what a channel calls a product. */
export const CHANNEL_SKU_MAX = 200;

type AnyRow = OrderRow | ListingRow | InventoryRow;
/** A row that may wait. */
export type WaitingCandidate = AnyRow & { channelSku: SkuOnChannel };

/** What a row waits for; null when it names nothing that could be waited for. */
export function channelSkuOf({ sku, channelSku: { id } }: WaitingCandidate): string | null {
  const name = sku === '' ? id : sku;
  return name === null || name === '' || name.length > CHANNEL_SKU_MAX ? null : name;
}

/**
 * Keeps the rows of an import that wait for their product or are put aside, and forgets those that waited when the same row comes again
 * with a product: the later import holds. Nothing is changed before `write`, which belongs into the transaction.
 */
export class WaitingRows {
  private isNews = false;
  private hasOld = false;
  private readonly settled: string[] = [];

  constructor(
    private readonly writer: BulkWriter,
    private readonly kind: ImportKind,
    private readonly stamp: Stamp,
  ) {}

  /** Call it before the transaction. */
  async open(): Promise<void> {
    await this.writer.temporary(STAGE, 'waiting_row', COLUMNS, KEY);
    const sql = 'SELECT 1 FROM waiting_row WHERE kind = ? LIMIT 1';
    this.hasOld = (await this.writer.lookUp(sql, [this.kind])).length > 0;
  }

  /** Rows without a product, each with the number of its channel. */
  async keep(rows: readonly { row: WaitingCandidate; channelId: number }[]): Promise<void> {
    if (rows.length === 0) return;
    this.isNews = true;
    const told = this.kind === 'orders' && this.hasOld ? await this.told(rows) : new Map<string, OrderRow>();
    const flat: FlatRows = rows.flatMap(({ row, channelId }) => {
      const before = told.get(rowKeyOf(this.kind, row)!);
      return before !== undefined && isOlder(row as OrderRow, before) ? [] : this.valuesOf(row, channelId);
    });
    if (flat.length > 0) await this.writer.load(STAGE, COLUMNS, flat, 'replace');
  }

  /** The order lines that wait already, by their keys. */
  private async told(rows: readonly { row: WaitingCandidate }[]): Promise<Map<string, OrderRow>> {
    const keys = rows.map(({ row }) => rowKeyOf(this.kind, row)!);
    const found = new Map<string, OrderRow>();
    for (let at = 0; at < keys.length; at += KEYS_PER_QUERY) {
      const part = keys.slice(at, at + KEYS_PER_QUERY);
      const sql = `SELECT rowKey, body FROM waiting_row WHERE kind = ? AND rowKey IN (${part.map(() => '?').join(',')})`;
      for (const [key, body] of await this.writer.lookUp(sql, [this.kind, ...part])) {
        found.set(String(key), JSON.parse(String(body)) as OrderRow);
      }
    }
    return found;
  }

  /** Rows that have their product: what waits under the same key has been overtaken. */
  async settle(rows: readonly { line: number }[]): Promise<void> {
    if (!this.hasOld) return;
    const keys = (rows as AnyRow[]).flatMap((row) => rowKeyOf(this.kind, row) ?? []);
    for (let at = 0; at < keys.length; at += KEYS_PER_QUERY) {
      const part = keys.slice(at, at + KEYS_PER_QUERY);
      const sql = `SELECT rowKey FROM waiting_row WHERE kind = ? AND rowKey IN (${part.map(() => '?').join(',')})`;
      for (const [key] of await this.writer.lookUp(sql, [this.kind, ...part])) this.settled.push(String(key));
    }
  }

  async write(): Promise<void> {
    const { writer } = this;
    if (this.isNews) {
      const set = COLUMNS.slice(KEY.length).map((column): [string, string] => [column, writer.incoming(column)]);
      // WHERE 1: without it SQLite takes ON CONFLICT for the ON of a join.
      await writer.run(
        `INSERT INTO waiting_row (${list(COLUMNS)}) SELECT ${list(COLUMNS)} FROM ${STAGE} WHERE 1=1 ` +
          writer.onTaken('waiting_row', KEY, set),
      );
    }
    for (let at = 0; at < this.settled.length; at += KEYS_PER_QUERY) {
      const part = this.settled.slice(at, at + KEYS_PER_QUERY);
      const sql = `DELETE FROM waiting_row WHERE kind = ? AND rowKey IN (${part.map(() => '?').join(',')})`;
      await writer.run(sql, [this.kind, ...part]);
    }
  }

  private valuesOf(row: WaitingCandidate, channelId: number): FlatRows {
    const { id, name } = row.channelSku;
    const isSold = 'status' in row && (row.status === 'sold' || row.status === 'returned');
    return [
      this.kind,
      rowKeyOf(this.kind, row)!,
      channelId,
      channelSkuOf(row)!,
      row.sku,
      id,
      name?.slice(0, NAME_MAX) ?? null,
      'day' in row ? row.day : null,
      isSold ? row.quantity : 0,
      isSold ? row.quantity * row.unitPrice : 0,
      JSON.stringify(row),
      this.stamp.importId,
      this.stamp.now,
    ];
  }
}

/** Whether a line is of an export that is older than what waits, as `isEarlier` has it of what has landed. */
function isOlder({ phase, returnedQuantity }: OrderRow, before: OrderRow): boolean {
  const known = { status: before.status, returned: before.returnedQuantity };
  return before.status !== 'pending' && isEarlier(phase, returnedQuantity, known);
}

/** Under which a row waits; null for one that could not have waited. */
function rowKeyOf(kind: ImportKind, row: AnyRow): string | null {
  if (kind === 'orders') {
    const { orderId, lineId, channel } = row as OrderRow;
    return `${orderId}|${lineId}|${channel}`;
  }
  const { channelSku } = row;
  if (channelSku === undefined) return null;
  const name = channelSkuOf(row as WaitingCandidate);
  if (name === null) return null;
  if (kind === 'listings') return `${channelSku.channel}|${name}`;
  const { day, location } = row as InventoryRow;
  return `${channelSku.channel}|${day}|${name}|${location}`;
}
