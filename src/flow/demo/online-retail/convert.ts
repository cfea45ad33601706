import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { quoteCsvCell } from '../../../core/intake/escape.js';
import { headerScore } from '../../../core/intake/header.js';
import { ZoneClock } from '../../../core/intake/zone.js';
import { Refusal } from '../../../core/refusal.js';
import { assert, DAY_MS, formatDay, type Day, type Money } from '../../../core/units.js';
import { openTableFile } from '../../../outside/files/open.js';
import type { DemoFile } from '../write.js';
import { derivedCost, deriveLots, packSize } from './lots.js';
import { emptySales, matchReturns, type Cancellation, type SaleLines } from './returns.js';
import {
  channelOfCountry,
  placeColumns,
  readRetailRow,
  REFUSED_REASONS,
  type RefusedReason,
  type RetailRow,
} from './rows.js';

/** The shop that the data set comes from. */
export const ONLINE_RETAIL_SHOP = { currency: 'GBP', scale: 2, zone: 'Europe/London' } as const;

/** rowsIn = sales + returns + every refused row. */
export interface OnlineRetailReport {
  rowsIn: number;
  sales: number;
  /** Cancellations that were booked as returns on their sale. */
  returns: number;
  refused: Record<RefusedReason, number>;
  invoices: number;
  products: number;
  /** Sale lines per channel. */
  channels: Record<string, number>;
  unitsSold: number;
  unitsReturned: number;
  /** Derived: lots, the units in them, and the units left at the close of the last day. */
  lots: number;
  unitsReceived: number;
  unitsLeft: number;
  firstDay: string;
  lastDay: string;
}

export interface OnlineRetail {
  /** In the order in which they are to be imported, with channels created (`createChannels`). */
  files: DemoFile[];
  /** Rows that were not taken, with line and reason. */
  refusedPath: string;
  asOf: Day;
  report: OnlineRetailReport;
}

interface RetailProduct {
  sku: string;
  /** How often each description stands at a sale, and each price (pence). */
  names: Map<string, number>;
  prices: Map<Money, number>;
}

interface Refused {
  line: number;
  reason: RefusedReason;
  cells: string;
}

/**
 * Turns the UCI Online Retail data set (CSV, CSV packed with gzip, or the XLSX workbook) into import files: products,
 * listings, receipts, inventory, orders. Sales and returns are real; receipts, costs and counts are DERIVED by the recipe
 * of lots.ts. No customer number is written. Holds one number per field and sale line in memory (about 50 MB in all).
 *
 * @param onProgress share of the file read, 0 to 1
 * @throws Refusal `missing-columns`, `no-sales`, and those of `openTableFile`
 */
export async function convertOnlineRetail(
  inputPath: string,
  outDir: string,
  onProgress: (share: number) => void = () => {},
): Promise<OnlineRetail> {
  const retail = new Collector();
  const file = await openTableFile(inputPath, (cells) => headerScore('orders', cells));
  let positions: number[] | null = null;
  for await (const { cells, lines } of file.rows()) {
    for (let i = 0; i < cells.length; i++) {
      if (positions === null) positions = placeColumns(cells[i]!);
      else retail.add(readRetailRow(cells[i]!, positions), lines[i]!, cells[i]!, positions);
    }
    onProgress(file.bytesRead() / file.bytesTotal);
  }
  retail.matchReturns();
  const { sales } = retail;
  if (sales.product.length === 0) throw new Refusal('invalid', 'no-sales', 'The file holds no sale that can be used.');
  return write(retail, outDir);
}

/** Takes the rows one by one. */
class Collector {
  readonly sales = emptySales();
  readonly products: RetailProduct[] = [];
  readonly invoices: string[] = [];
  readonly channels: string[] = [];
  readonly refused: Refused[] = [];
  rowsIn = 0;
  returns = 0;
  private readonly cancellations: (Omit<Cancellation, 'product'> & { sku: string; cells: string })[] = [];
  private readonly productOf = new Map<string, number>();
  private readonly invoiceOf = new Map<string, { index: number; lines: number }>();

  add(
    row: RetailRow | RefusedReason,
    line: number,
    cells: readonly (string | number)[],
    positions: readonly number[],
  ): void {
    this.rowsIn++;
    const lineId = this.numberInInvoice(
      String(cells[positions[0]!] ?? '')
        .trim()
        .toUpperCase(),
    );
    if (typeof row === 'string') this.refuse(line, row, withoutCustomer(cells, positions));
    else if (row.isCancellation) this.addCancellation(row, line, withoutCustomer(cells, positions));
    else this.addSale(row, lineId);
  }

  /** Called once all rows are in: a file need not be in order of time. */
  matchReturns(): void {
    // Product -1, never sold, matches nothing.
    const cancellations = this.cancellations.map(({ sku, ...rest }) => ({
      ...rest,
      product: this.productOf.get(sku) ?? -1,
    }));
    const unmatched = new Set(matchReturns(this.sales, cancellations).map(({ line }) => line));
    for (const { line, cells } of cancellations) {
      if (unmatched.has(line)) this.refuse(line, 'cancellation-without-sale', cells);
      else this.returns++;
    }
    this.refused.sort((a, b) => a.line - b.line);
  }

  private refuse(line: number, reason: RefusedReason, cells: string): void {
    this.refused.push({ line, reason, cells });
  }

  private addCancellation(row: RetailRow, line: number, cells: string): void {
    const { customer, sku, quantity, day, timeMs } = row;
    if (customer === null) this.refuse(line, 'cancellation-without-customer', cells);
    else this.cancellations.push({ line, customer, sku, quantity, day, timeMs, cells });
  }

  private addSale(row: RetailRow, lineId: number): void {
    const { sales } = this;
    let product = this.productOf.get(row.sku);
    if (product === undefined) {
      product = this.products.length;
      this.productOf.set(row.sku, product);
      this.products.push({ sku: row.sku, names: new Map(), prices: new Map() });
    }
    const { names, prices } = this.products[product]!;
    if (row.description !== '') names.set(row.description, (names.get(row.description) ?? 0) + 1);
    prices.set(row.unitPrice, (prices.get(row.unitPrice) ?? 0) + 1);
    const code = channelOfCountry(row.country);
    if (!this.channels.includes(code)) this.channels.push(code);
    sales.invoice.push(this.invoiceOf.get(row.invoice)!.index);
    sales.lineId.push(lineId);
    sales.product.push(product);
    sales.channel.push(this.channels.indexOf(code));
    sales.quantity.push(row.quantity);
    sales.returned.push(0);
    sales.unitPrice.push(row.unitPrice);
    sales.day.push(row.day);
    sales.timeMs.push(row.timeMs);
    sales.customer.push(row.customer ?? 0);
  }

  private numberInInvoice(invoice: string): number {
    let known = this.invoiceOf.get(invoice);
    if (known === undefined) {
      known = { index: this.invoices.length, lines: 0 };
      this.invoices.push(invoice);
      this.invoiceOf.set(invoice, known);
    }
    return ++known.lines;
  }
}

/** The row as it stood, less the customer. */
function withoutCustomer(cells: readonly (string | number)[], positions: readonly number[]): string {
  return positions
    .filter((_, column) => column !== 6)
    .map((position) => quoteCsvCell(String(cells[position] ?? '')))
    .join(',');
}

async function write(retail: Collector, outDir: string): Promise<OnlineRetail> {
  const { sales } = retail;
  await mkdir(outDir, { recursive: true });
  const firstDay = sales.day.reduce((least, day) => Math.min(least, day));
  const asOf = sales.day.reduce((most, day) => Math.max(most, day));
  const stock = deriveStock(retail, firstDay, asOf);
  const save = async (name: string, header: string, rows: Iterable<string>) => {
    const path = join(outDir, `${name}.csv`);
    await pipeline(Readable.from(inChunks(header, rows)), createWriteStream(path));
    return path;
  };
  const files: DemoFile[] = [
    {
      kind: 'products',
      path: await save('products', 'sku,name,tags,cost,price,first_stocked_on', productRows(retail, stock)),
    },
    { kind: 'listings', path: await save('listings', 'channel,sku', listingRows(retail)) },
    {
      kind: 'receipts',
      path: await save('receipts', 'day,sku,quantity,unit_cost,reference', receiptRows(retail, stock)),
    },
    {
      kind: 'inventory',
      path: await save(
        'inventory',
        'day,sku,on_hand',
        retail.products.map(({ sku }, i) => `${formatDay(asOf)},${quoteCsvCell(sku)},${stock[i]!.left}`),
      ),
    },
    {
      kind: 'orders',
      path: await save(
        'orders',
        'order_id,ordered_at,channel,sku,quantity,unit_price,line_id,status,returned_quantity',
        orderRows(retail),
      ),
    },
  ];
  const refusedPath = await save(
    'refused',
    'line,reason,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,Country',
    retail.refused.map(({ line, reason, cells }) => `${line},${reason},${cells}`),
  );
  return { files, refusedPath, asOf, report: reportOf(retail, stock, firstDay, asOf) };
}

interface DerivedStock {
  price: Money;
  cost: Money;
  lots: { day: Day; quantity: number }[];
  left: number;
}

/** The recipe of lots.ts for every product, on its net units per day (returns count on the day of their sale). */
function deriveStock(
  { sales, products }: { sales: SaleLines; products: RetailProduct[] },
  firstDay: Day,
  lastDay: Day,
): DerivedStock[] {
  const days = lastDay - firstDay + 1;
  const units = new Int32Array(products.length * days);
  for (let i = 0; i < sales.product.length; i++) {
    units[sales.product[i]! * days + sales.day[i]! - firstDay]! += sales.quantity[i]! - sales.returned[i]!;
  }
  return products.map(({ prices }, product) => {
    const own = units.subarray(product * days, (product + 1) * days);
    const price = medianOf(prices);
    const lots = deriveLots(own, packSize(price)).map(({ offset, quantity }) => ({ day: firstDay + offset, quantity }));
    const received = lots.reduce((sum, lot) => sum + lot.quantity, 0);
    return { price, cost: derivedCost(price), lots, left: received - own.reduce((sum, sold) => sum + sold, 0) };
  });
}

/** The middle price of all sale lines; of two middle ones the lower. */
export function medianOf(counts: ReadonlyMap<Money, number>): Money {
  const sorted = [...counts].sort((a, b) => a[0] - b[0]);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let passed = 0;
  for (const [price, count] of sorted) {
    passed += count;
    if (passed >= half) return price;
  }
  throw new Error('the median of nothing');
}

function* productRows({ products }: Collector, stock: DerivedStock[]): Generator<string> {
  for (let i = 0; i < products.length; i++) {
    const { sku, names } = products[i]!;
    const { price, cost, lots } = stock[i]!;
    // The commonest description; of equals the first in the file.
    const name = [...names].reduce((best, next) => (next[1] > best[1] ? next : best), [sku, 0])[0];
    const firstStockedOn = lots[0] === undefined ? '' : formatDay(lots[0].day);
    yield [quoteCsvCell(sku), quoteCsvCell(name), 'derived-stock', pounds(cost), pounds(price), firstStockedOn].join(
      ',',
    );
  }
}

/** A product is listed where it was sold. */
function* listingRows({ sales, products, channels }: Collector): Generator<string> {
  const seen = new Uint8Array(products.length * channels.length);
  for (let i = 0; i < sales.product.length; i++) seen[sales.product[i]! * channels.length + sales.channel[i]!] = 1;
  for (let i = 0; i < seen.length; i++) {
    if (seen[i] === 1)
      yield `${channels[i % channels.length]},${quoteCsvCell(products[Math.floor(i / channels.length)]!.sku)}`;
  }
}

function* receiptRows({ products }: Collector, stock: DerivedStock[]): Generator<string> {
  for (let i = 0; i < products.length; i++) {
    const { lots, cost } = stock[i]!;
    for (let at = 0; at < lots.length; at++) {
      const { day, quantity } = lots[at]!;
      yield `${formatDay(day)},${quoteCsvCell(products[i]!.sku)},${quantity},${pounds(cost)},derived-${at + 1}`;
    }
  }
}

function* orderRows({ sales, products, invoices, channels }: Collector): Generator<string> {
  const clock = new ZoneClock(ONLINE_RETAIL_SHOP.zone);
  for (let i = 0; i < sales.product.length; i++) {
    const quantity = sales.quantity[i]!;
    const returned = sales.returned[i]!;
    yield (
      `${quoteCsvCell(invoices[sales.invoice[i]!]!)},${momentText(clock, sales.day[i]!, sales.timeMs[i]!)},` +
      `${channels[sales.channel[i]!]},${quoteCsvCell(products[sales.product[i]!]!.sku)},${quantity},` +
      `${pounds(sales.unitPrice[i]!)},${sales.lineId[i]},${returned === quantity ? 'returned' : 'sold'},${returned}`
    );
  }
}

/** ISO 8601 with London's offset. */
function momentText(clock: ZoneClock, day: Day, timeMs: number): string {
  const offsetHours = (day * DAY_MS + timeMs - clock.instantOf(day, timeMs)) / 3_600_000;
  const time = new Date(timeMs).toISOString().slice(11, 19);
  return `${formatDay(day)}T${time}${offsetHours === 1 ? '+01:00' : '+00:00'}`;
}

function pounds(pence: Money): string {
  return `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`;
}

/** Joins rows to pieces of some 100 kB: one write per row would be slow, one for all would be large. */
function* inChunks(header: string, rows: Iterable<string>): Generator<string> {
  let chunk = [header];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < 1_000) continue;
    yield `${chunk.join('\n')}\n`;
    chunk = [];
  }
  if (chunk.length > 0) yield `${chunk.join('\n')}\n`;
}

function reportOf(retail: Collector, stock: DerivedStock[], firstDay: Day, lastDay: Day): OnlineRetailReport {
  const { sales, rowsIn, returns } = retail;
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const refused = Object.fromEntries(Object.keys(REFUSED_REASONS).map((reason) => [reason, 0])) as Record<
    RefusedReason,
    number
  >;
  for (const { reason } of retail.refused) refused[reason]++;
  const lines = sales.product.length;
  assert(rowsIn === lines + returns + retail.refused.length, 'every row is either taken or refused');
  const channels: Record<string, number> = Object.fromEntries(retail.channels.map((code) => [code, 0]));
  for (const channel of sales.channel) channels[retail.channels[channel]!]!++;
  return {
    rowsIn,
    sales: lines,
    returns,
    refused,
    invoices: new Set(sales.invoice).size,
    products: retail.products.length,
    channels,
    unitsSold: total(sales.quantity),
    unitsReturned: total(sales.returned),
    lots: total(stock.map(({ lots }) => lots.length)),
    unitsReceived: total(stock.map(({ lots }) => total(lots.map((lot) => lot.quantity)))),
    unitsLeft: total(stock.map(({ left }) => left)),
    firstDay: formatDay(firstDay),
    lastDay: formatDay(lastDay),
  };
}
