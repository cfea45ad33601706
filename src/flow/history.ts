import type { AckStatus } from '../core/ledger/runs.js';
import { emptyHistory, type ProductHistory } from '../core/history.js';
import type { Product } from '../core/intake/records.js';
import { RIVAL_DAYS } from '../core/pricing/rivals.js';
import type { Day } from '../core/units.js';
import { fromJson } from '../db/database.js';
import type { Cell, Reader, Row } from '../db/reader.js';

/** Products are read, aged and judged so many at a time: memory stays flat however large the shop is. */
const BLOCK_PRODUCTS = 100;

/** What only the stock ledger needs; the rest stays empty and unread. */
export type HistoryDepth = 'stock' | 'whole';

const PRODUCT_COLUMNS =
  'id, sku, name, category, brand, tags, cost, price, firstStockedOn, staleAfterDays, status, isStub, createdAt, updatedAt';

/**
 * Reads every product's history up to and with the day `asOf`, in blocks, product by product in one pass over the keys.
 * @param only ids to read; left out: all active products, in id order
 * @param firstAsOf where the same history is to be looked at as of earlier days too, the first of these
 */
export async function* readHistory(
  reader: Reader,
  asOf: Day,
  depth: HistoryDepth,
  only?: number[],
  firstAsOf: Day = asOf,
): AsyncGenerator<ProductHistory[]> {
  const ids =
    only ?? (await reader.all(`SELECT id FROM product WHERE status = 'active' ORDER BY id`)).map((r) => num(r[0]));
  const block = (at: number) => readBlock(reader, asOf, depth, ids.slice(at, at + BLOCK_PRODUCTS), firstAsOf);
  if (ids.length === 0) return;
  // The next block is asked for before this one is worked on: the server reads while we calculate.
  let next = block(0);
  for (let at = 0; at < ids.length; at += BLOCK_PRODUCTS) {
    const current = await next;
    if (at + BLOCK_PRODUCTS < ids.length) {
      next = block(at + BLOCK_PRODUCTS);
      next.catch(() => undefined); // told when it is awaited, not before
    }
    yield current;
  }
}

async function readBlock(
  reader: Reader,
  asOf: Day,
  depth: HistoryDepth,
  ids: number[],
  firstAsOf: Day,
): Promise<ProductHistory[]> {
  // Ids of a block are neighbours: one range of the key for many, a list only where few are picked out of many.
  const first = ids[0]!;
  const last = ids[ids.length - 1]!;
  const isDense = last - first < ids.length * 4;
  const where = isDense ? 'productId BETWEEN ? AND ?' : `productId IN (${ids.map(() => '?').join(',')})`;
  const range: Cell[] = isDense ? [first, last] : ids;
  const block = new Map<number, ProductHistory>();
  const products = await reader.all(
    `SELECT ${PRODUCT_COLUMNS} FROM product WHERE ${where.replace('productId', 'id')} ORDER BY id`,
    range,
  );
  const wanted = new Set(ids);
  for (const row of products) if (wanted.has(num(row[0]))) block.set(num(row[0]), emptyHistory(productOf(row)));

  const read = async (sql: string, add: (history: ProductHistory, row: Row) => void, more: Cell[] = [asOf]) => {
    for (const row of await reader.all(sql.replace('$', where), [...range, ...more])) {
      const history = block.get(num(row[0]));
      if (history !== undefined) add(history, row);
    }
  };
  await readSales(
    reader,
    `SELECT productId, day, channelId, units, revenue, unitsReturned FROM daily_sale WHERE ${where} AND day <= ? ORDER BY productId, day, channelId`,
    [...range, asOf],
    block,
  );
  await read(
    'SELECT productId, day, quantity, unitCost FROM receipt WHERE $ AND day <= ? ORDER BY productId, day, reference',
    (h, r) => h.receipts.push({ day: num(r[1]), quantity: num(r[2]), unitCost: maybe(r[3]) }),
  );
  await read(
    'SELECT productId, day, location, onHand FROM stock_count WHERE $ AND day <= ? ORDER BY productId, day, location',
    (h, r) => h.counts.push({ day: num(r[1]), location: String(r[2]), onHand: num(r[3]) }),
  );
  if (depth === 'stock') return [...block.values()];

  await read(
    'SELECT productId, channelId, price, externalId, minPrice, maxPrice FROM listing WHERE $ ORDER BY productId, channelId',
    (h, r) =>
      h.listings.push({
        channelId: num(r[1]),
        price: maybe(r[2]),
        externalId: textOf(r[3]),
        minPrice: maybe(r[4]),
        maxPrice: maybe(r[5]),
      }),
    [],
  );
  await read(
    'SELECT productId, channelId, since, price FROM base_price WHERE $ ORDER BY productId, since, channelId',
    (h, r) => h.basePrices.push({ channelId: num(r[1]), since: num(r[2]), price: num(r[3]) }),
    [],
  );
  await read(
    'SELECT productId, since, cost FROM product_cost WHERE $ ORDER BY productId, since',
    (h, r) => h.costs.push({ since: num(r[1]), cost: num(r[2]) }),
    [],
  );
  await read(
    'SELECT productId, channelId, kind, state, price, startsAt, endsAt, decidedAt, id FROM price_entry WHERE $ ORDER BY productId, startsAt, id',
    (h, r) =>
      h.entries.push({
        channelId: num(r[1]),
        kind: String(r[2]),
        state: String(r[3]),
        price: num(r[4]),
        startsAt: num(r[5]),
        endsAt: maybe(r[6]),
        decidedAt: num(r[7]),
        id: num(r[8]),
      }),
    [],
  );
  await read(
    `SELECT e.productId, a.entryId, a.status, a.revision, a.appliedPrice, a.at FROM price_entry e JOIN ack a ON a.entryId = e.id
     WHERE ${where.replace('productId', 'e.productId')} AND e.kind IN ('discount', 'base') ORDER BY a.id`,
    (h, r) =>
      h.acks.push({
        entryId: num(r[1]),
        status: String(r[2]) as AckStatus,
        revision: num(r[3]),
        appliedPrice: maybe(r[4]),
        at: num(r[5]),
      }),
    [],
  );
  await read(
    'SELECT productId, channelId, since, until, price FROM price_sighting WHERE $ ORDER BY productId, channelId, since',
    (h, r) => h.sightings.push({ channelId: num(r[1]), since: num(r[2]), until: num(r[3]), price: num(r[4]) }),
    [],
  );
  await read(
    'SELECT productId, channelId, competitor, day, price FROM competitor_price WHERE $ AND day <= ? AND day > ? ORDER BY productId, channelId, competitor, day',
    (h, r) => h.competitors.push({ channelId: num(r[1]), competitor: String(r[2]), day: num(r[3]), price: num(r[4]) }),
    [asOf, firstAsOf - RIVAL_DAYS],
  );
  await read(
    `SELECT s.productId, s.channelId, d.at, s.discountBp FROM suggestion s JOIN decision d ON d.suggestionId = s.id
     WHERE ${where.replace('productId', 's.productId')} AND d.action IN ('approve', 'adjust', 'second-approve', 'reject')
     ORDER BY s.productId, d.at, d.id`,
    (h, r) => h.decisions.push({ channelId: num(r[1]), at: num(r[2]), discountBp: num(r[3]) }),
    [],
  );
  return [...block.values()];
}

async function readSales(
  reader: Reader,
  sql: string,
  parameters: Cell[],
  block: Map<number, ProductHistory>,
): Promise<void> {
  let id = -1;
  let sales: ProductHistory['sales'] | undefined;
  for (const row of await reader.all(sql, parameters)) {
    if (row[0] !== id) {
      id = row[0] as number;
      sales = block.get(id)?.sales;
    }
    if (sales === undefined) continue;
    sales.day.push(row[1] as number);
    sales.channelId.push(row[2] as number);
    sales.units.push(row[3] as number);
    sales.revenue.push(row[4] === null ? NaN : Number(row[4]));
    sales.unitsReturned.push(row[5] as number);
  }
}

const num = (cell: Cell | undefined): number => Number(cell);
const maybe = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));
const textOf = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : String(cell));

function productOf(row: Row): Product {
  return {
    id: num(row[0]),
    sku: String(row[1]),
    name: String(row[2]),
    category: textOf(row[3]),
    brand: textOf(row[4]),
    tags: fromJson<string[]>(row[5]),
    cost: maybe(row[6]),
    price: maybe(row[7]),
    firstStockedOn: maybe(row[8]),
    staleAfterDays: maybe(row[9]),
    status: row[10] === 'active' ? 'active' : 'inactive',
    isStub: Boolean(row[11]),
    createdAt: num(row[12]),
    updatedAt: num(row[13]),
  };
}
