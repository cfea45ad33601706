import type { OrderRow } from '../../core/intake/rows.js';
import { assert } from '../../core/units.js';
import { TODO, type MergePlan } from './merge.js';
import { NumberIndex } from './number-index.js';
import type { RowIds } from './targets.js';
import { list, type BulkWriter } from './writer.js';

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
      `JOIN order_line t ON t.orderId = s.orderId AND t.channelId = s.channelId AND t.lineId = s.lineId`,
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

/** Rows of the sums that are written at once. */
const PART_ROWS = 20_000;

/**
 * Sums new order lines by product, day and channel while they are loaded, and adds the sums to daily sales. Right only
 * for lines that were not there before (the direct way), because it adds.
 */
export class DailySums {
  /** Where the sums of a key stand in the columns below. */
  private readonly places = new NumberIndex();
  private units = new Float64Array(1_024);
  private revenue = new Float64Array(1_024);
  private unitsReturned = new Float64Array(1_024);
  /** NaN: no line said anything of a discount. */
  private discount = new Float64Array(1_024);

  constructor(private readonly writer: BulkWriter) {}

  async add(rows: readonly OrderRow[], ids: RowIds): Promise<void> {
    for (let at = 0; at < rows.length; at++) this.addRow(rows[at]!, ids.products[at]!, ids.channels[at]!);
    if (this.places.size > SUMS_MAX) await this.flush();
  }

  private addRow(row: OrderRow, product: number, channel: number): void {
    assert(product < PRODUCTS_MAX && channel < CHANNELS, 'ids small enough for one key');
    const before = this.places.size;
    const place = this.places.add((product * DAYS + row.day) * CHANNELS + channel);
    if (place === before) {
      if (place === this.units.length) this.grow();
      this.units[place] = this.revenue[place] = this.unitsReturned[place] = 0;
      this.discount[place] = NaN;
    }
    if (row.status !== 'sold' && row.status !== 'returned') return;
    this.units[place]! += row.quantity;
    this.revenue[place]! += row.quantity * row.unitPrice;
    this.unitsReturned[place]! += row.returnedQuantity;
    const given =
      row.sellerDiscount ??
      (row.listPrice !== null && row.listPrice > row.unitPrice ? (row.listPrice - row.unitPrice) * row.quantity : null);
    if (given !== null) this.discount[place] = (this.discount[place]! || 0) + given;
  }

  private grow(): void {
    const larger = (old: Float64Array<ArrayBuffer>) => {
      const copy = new Float64Array(old.length * 2);
      copy.set(old);
      return copy;
    };
    this.units = larger(this.units);
    this.revenue = larger(this.revenue);
    this.unitsReturned = larger(this.unitsReturned);
    this.discount = larger(this.discount);
  }

  /** Writes the sums so far. */
  async flush(): Promise<void> {
    if (this.places.size === 0) return;
    const keys = this.places.sortedKeys(); // the order of the table's key
    // Mostly these days are new. Where one is not, all of this flush goes through a table that can be added up.
    await this.writer.savepoint('daily');
    if ((await this.send('daily_sale', keys)) > 0) {
      await this.writer.rollback('daily');
      await this.writer.run(`DELETE FROM ${ADDED}`);
      await this.send(ADDED, keys);
      await this.addUp();
    }
    this.places.clear();
  }

  /** Loads the sums into a table, the next part being made while one is under way; answers how many keys were taken. */
  private async send(table: string, keys: Float64Array): Promise<number> {
    let underWay: Promise<number> = Promise.resolve(0);
    for (let from = 0; from < keys.length; from += PART_ROWS) {
      const rows = this.writer.sink(COLUMNS.length);
      for (const key of keys.subarray(from, from + PART_ROWS)) {
        const place = this.places.find(key);
        const rest = Math.floor(key / CHANNELS);
        const discount = this.discount[place]!;
        rows.put(Math.floor(rest / DAYS));
        rows.put(rest % DAYS);
        rows.put(key % CHANNELS);
        rows.put(this.units[place]!);
        rows.put(this.revenue[place]!);
        rows.put(this.unitsReturned[place]!);
        rows.put(Number.isNaN(discount) ? null : discount);
        rows.put(1);
      }
      const taken = await underWay;
      if (taken > 0) return taken;
      underWay = this.writer.load(table, COLUMNS, rows, 'keep');
      underWay.catch(() => undefined); // told when it is awaited
    }
    return underWay;
  }

  private async addUp(): Promise<void> {
    const { writer } = this;
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
