import type { OrderRow } from '../../core/intake/rows.js';
import { assert } from '../../core/units.js';
import { TODO, type MergePlan } from './merge.js';
import type { Ids } from './targets.js';
import { list, type BulkWriter, type FlatRows } from './writer.js';

const KEY = ['productId', 'day', 'channelId'] as const;
const COLUMNS = [...KEY, 'units', 'revenue', 'unitsReturned', 'discount', 'isDerived'] as const;

/** Product-day-channels touched by changed order lines; and sums to be added to days that have some already. */
const AFFECTED = 'import_affected';
const ADDED = 'import_added';

/** Sums held at once; beyond it they are written and begun anew. */
const SUMS_MAX = 400_000;
const DAYS = 65_536;
const CHANNELS = 1_024;
const PRODUCTS_MAX = Math.floor(Number.MAX_SAFE_INTEGER / DAYS / CHANNELS);

/** What the lines of one product, day and channel come to, in SQL; the same rules as in `DailySums`. */
function sums(line: string): string {
  const isSale = `${line}.status IN ('sold', 'returned')`;
  const given =
    `COALESCE(${line}.sellerDiscount, CASE WHEN ${line}.listPrice > ${line}.unitPrice ` +
    `THEN (${line}.listPrice - ${line}.unitPrice) * ${line}.quantity END)`;
  return [
    `SUM(CASE WHEN ${isSale} THEN ${line}.quantity ELSE 0 END)`,
    `SUM(CASE WHEN ${isSale} THEN ${line}.quantity * ${line}.unitPrice ELSE 0 END)`,
    `SUM(CASE WHEN ${isSale} THEN ${line}.returnedQuantity ELSE 0 END)`,
    `SUM(CASE WHEN ${isSale} THEN ${given} END)`,
  ].join(', ');
}

/** Makes the temporary tables. Call it before the transaction. */
export async function makeDerived(writer: BulkWriter): Promise<void> {
  await writer.temporary(AFFECTED, 'daily_sale', KEY, KEY);
  await writer.temporary(ADDED, 'daily_sale', COLUMNS, KEY);
}

/** Before a merge of order lines: notes every day that they touch, where they stood and where they will stand. */
export async function noteAffected(writer: BulkWriter, plan: MergePlan): Promise<void> {
  if (plan.wasEmpty || plan.inserted + plan.updated === 0) return;
  const ignore = writer.isSqlite ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
  await writer.run(`${ignore} INTO ${AFFECTED} (${list(KEY)}) SELECT DISTINCT ${list(KEY, 's')} FROM ${TODO} s`);
  if (plan.updated === 0) return;
  await writer.run(
    `${ignore} INTO ${AFFECTED} (${list(KEY)}) SELECT DISTINCT ${list(KEY, 't')} FROM ${TODO} s ` +
      `JOIN order_line t ON t.orderId = s.orderId AND t.lineId = s.lineId`,
  );
}

/** After the merge: derives the sales of these days anew from all their order lines. */
export async function deriveAffected(writer: BulkWriter, plan: MergePlan): Promise<void> {
  if (plan.inserted + plan.updated === 0) return;
  const insert = `INSERT INTO daily_sale (${list(COLUMNS)})`;
  if (plan.wasEmpty) {
    const set = COLUMNS.slice(KEY.length).map((column): [string, string] => [column, writer.incoming(column)]);
    await writer.run(
      `${insert} SELECT ${list(KEY, 's')}, ${sums('s')}, 1 FROM ${plan.source} s WHERE 1=1 GROUP BY ${list(KEY, 's')} ` +
        writer.onTaken('daily_sale', KEY, set),
    );
    return;
  }
  await writer.run(writer.deleteMatching('daily_sale', AFFECTED, KEY));
  const on = KEY.map((column) => `o.\`${column}\` = a.\`${column}\``).join(' AND ');
  // CROSS JOIN: the few affected days first, then their lines by index.
  await writer.run(
    `${insert} SELECT ${list(KEY, 'a')}, ${sums('o')}, 1 FROM ${AFFECTED} a ` +
      `${writer.isSqlite ? 'CROSS JOIN order_line o' : 'STRAIGHT_JOIN order_line o FORCE INDEX (ix_order_line_product_day)'} ` +
      `ON ${on} GROUP BY ${list(KEY, 'a')}`,
  );
}

interface Sum {
  units: number;
  revenue: number;
  unitsReturned: number;
  discount: number | null;
}

/**
 * Sums new order lines by product, day and channel while they are loaded, and adds the sums to daily sales. Right only
 * for lines that were not there before (the direct way), because it adds.
 */
export class DailySums {
  private readonly sums = new Map<number, Sum>();

  constructor(
    private readonly writer: BulkWriter,
    private readonly ids: Ids,
  ) {}

  async add(rows: readonly OrderRow[]): Promise<void> {
    for (const row of rows) this.addRow(row);
    if (this.sums.size > SUMS_MAX) await this.flush();
  }

  private addRow(row: OrderRow): void {
    const product = this.ids.product(row.sku);
    const channel = this.ids.channel(row.channel);
    assert(product < PRODUCTS_MAX && channel < CHANNELS, 'ids small enough for one key');
    const key = (product * DAYS + row.day) * CHANNELS + channel;
    let sum = this.sums.get(key);
    if (sum === undefined) {
      sum = { units: 0, revenue: 0, unitsReturned: 0, discount: null };
      this.sums.set(key, sum);
    }
    if (row.status !== 'sold' && row.status !== 'returned') return;
    sum.units += row.quantity;
    sum.revenue += row.quantity * row.unitPrice;
    sum.unitsReturned += row.returnedQuantity;
    const given =
      row.sellerDiscount ??
      (row.listPrice !== null && row.listPrice > row.unitPrice ? (row.listPrice - row.unitPrice) * row.quantity : null);
    if (given !== null) sum.discount = (sum.discount ?? 0) + given;
  }

  /** Writes the sums so far. */
  async flush(): Promise<void> {
    if (this.sums.size === 0) return;
    const keys = Float64Array.from(this.sums.keys()).sort(); // the order of the table's key
    const parts: FlatRows[] = [];
    for (let from = 0; from < keys.length; from += 50_000) {
      const rows: FlatRows = [];
      for (const key of keys.subarray(from, from + 50_000)) {
        const { units, revenue, unitsReturned, discount } = this.sums.get(key)!;
        const day = Math.floor(key / CHANNELS) % DAYS;
        rows.push(Math.floor(key / CHANNELS / DAYS), day, key % CHANNELS, units, revenue, unitsReturned, discount, 1);
      }
      parts.push(rows);
    }
    this.sums.clear();
    // Mostly these days are new. Where one is not, all of this flush goes through a table that can be added up.
    await this.writer.savepoint('daily');
    for (const part of parts) {
      if ((await this.writer.load('daily_sale', COLUMNS, part, 'keep')) > 0) {
        await this.writer.rollback('daily');
        return this.addUp(parts);
      }
    }
  }

  private async addUp(parts: FlatRows[]): Promise<void> {
    const { writer } = this;
    await writer.run(`DELETE FROM ${ADDED}`);
    for (const part of parts) await writer.load(ADDED, COLUMNS, part, 'keep');
    // A day that was only reported gives way to what is derived; `isDerived` is asked before it is set.
    const old = (column: string) =>
      `CASE WHEN daily_sale.isDerived = 1 THEN COALESCE(daily_sale.${column}, 0) ELSE 0 END`;
    const oldDiscount = 'CASE WHEN daily_sale.isDerived = 1 THEN daily_sale.discount END';
    const discount = writer.incoming('discount');
    await writer.run(
      `INSERT INTO daily_sale (${list(COLUMNS)}) SELECT ${list(COLUMNS)} FROM ${ADDED} WHERE 1=1 ` +
        writer.onTaken('daily_sale', KEY, [
          ['units', `${old('units')} + ${writer.incoming('units')}`],
          ['revenue', `${old('revenue')} + ${writer.incoming('revenue')}`],
          ['unitsReturned', `${old('unitsReturned')} + ${writer.incoming('unitsReturned')}`],
          [
            'discount',
            `CASE WHEN ${discount} IS NULL THEN ${oldDiscount} ELSE COALESCE(${oldDiscount}, 0) + ${discount} END`,
          ],
          ['isDerived', '1'],
        ]),
    );
  }
}
