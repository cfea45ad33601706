import type { AckStatus } from '../core/ledger/runs.js';
import { rowOrder } from '../core/ageing/order.js';
import { DAYS } from '../core/demand/basket-book.js';
import { emptyHistory, type ProductHistory } from '../core/history.js';
import type { Product } from '../core/intake/records.js';
import { RIVAL_DAYS } from '../core/pricing/rivals.js';
import type { Day } from '../core/units.js';
import { fromJson } from '../db/database.js';
import { unpackNumbers } from '../db/packed.js';
import type { Cell, Reader, Row } from '../db/reader.js';

/** Products are read, aged and judged so many at a time: memory stays flat however large the shop is. */
const BLOCK_PRODUCTS = 200;
const BLOCKS_AHEAD = 2;

/** What only the stock ledger needs; the rest stays empty and unread. */
export type HistoryDepth = 'stock' | 'whole';

const PRODUCT_COLUMNS =
  'id, sku, name, category, brand, tags, cost, price, firstStockedOn, staleAfterDays, status, isStub, createdAt, updatedAt';

/**
 * Products that were read together. Each is unpacked as it is come to: what a whole block unpacked would take outlives the
 * quick part of garbage collection.
 */
export interface HistoryBlock extends Iterable<ProductHistory> {
  readonly length: number;
}

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
): AsyncGenerator<HistoryBlock> {
  const ids =
    only ?? (await reader.all(`SELECT id FROM product WHERE status = 'active' ORDER BY id`)).map((r) => num(r[0]));
  // The next blocks are asked for before this one is worked on: the server reads while we calculate.
  const asked: Promise<HistoryBlock>[] = [];
  for (let at = 0, next = 0; at < ids.length; at += BLOCK_PRODUCTS) {
    for (; asked.length <= BLOCKS_AHEAD && next < ids.length; next += BLOCK_PRODUCTS) {
      const block = readBlock(reader, asOf, depth, ids.slice(next, next + BLOCK_PRODUCTS), firstAsOf);
      block.catch(() => undefined); // told when it is awaited, not before
      asked.push(block);
    }
    yield await asked.shift()!;
  }
}

async function readBlock(
  reader: Reader,
  asOf: Day,
  depth: HistoryDepth,
  ids: number[],
  firstAsOf: Day,
): Promise<HistoryBlock> {
  // Ids of a block are neighbours: one range of the key for many, a list only where few are picked out of many.
  const first = ids[0]!;
  const last = ids[ids.length - 1]!;
  const isDense = last - first < ids.length * 4;
  const within = isDense ? ' BETWEEN ? AND ?' : ` IN (${ids.map(() => '?').join(',')})`;
  const range: Cell[] = isDense ? [first, last] : ids;
  const parts = depth === 'stock' ? STOCK_PARTS : [...STOCK_PARTS, ...PRICE_PARTS];
  const ask = ({ sql, besides }: Question) =>
    reader.all(sql.replace('$', `productId${within}`), [...range, ...(besides?.(asOf, firstAsOf) ?? [])]);
  // All of it is asked for at once, sales first: a server reads them while we work on the block before.
  const [sales, products, ...rest] = await Promise.all([
    ask(SALES),
    reader.all(`SELECT ${PRODUCT_COLUMNS} FROM product WHERE id${within} ORDER BY id`, range),
    ...parts.map(ask),
  ]);
  const histories = new Map<number, ProductHistory>();
  const wanted = new Set(ids);
  for (const row of products) if (wanted.has(num(row[0]))) histories.set(num(row[0]), emptyHistory(productOf(row)));
  for (const [i, { add }] of parts.entries()) {
    for (const row of rest[i]!) {
      const history = histories.get(num(row[0]));
      if (history !== undefined) add(history, row);
    }
  }
  const salesOf = new Map(sales.map((row) => [num(row[0]), row]));
  return {
    length: histories.size,
    *[Symbol.iterator]() {
      for (const [id, history] of histories) {
        const packedSales = salesOf.get(id);
        yield packedSales === undefined ? history : { ...history, sales: unpackSales(packedSales) };
      }
    },
  };
}

interface Question {
  /** Rows that begin with the product's id; `$` where the ids are narrowed down. */
  sql: string;
  /** What is asked besides the ids; left out: nothing. */
  besides?: (asOf: Day, firstAsOf: Day) => Cell[];
}

/** The rows of one table. */
interface Part extends Question {
  add(history: ProductHistory, row: Row): void;
}

const upTo = (asOf: Day): Cell[] => [asOf];

/**
 * Sales are nearly all that there is to read: packed into one row a product they cost a fifth of a row each. Few rows have
 * returns, so that these stand apart.
 */
const SALES: Question = {
  sql: `SELECT productId, COUNT(*), GROUP_CONCAT(channelId * ${DAYS} + day), GROUP_CONCAT(units), GROUP_CONCAT(COALESCE(revenue, '')),
    SUM(unitsReturned <> 0), GROUP_CONCAT(CASE WHEN unitsReturned <> 0 THEN channelId * ${DAYS} + day END),
    GROUP_CONCAT(CASE WHEN unitsReturned <> 0 THEN unitsReturned END)
    FROM daily_sale WHERE $ AND day <= ? GROUP BY productId ORDER BY productId`,
  besides: upTo,
};

const STOCK_PARTS: readonly Part[] = [
  {
    sql: 'SELECT productId, day, quantity, unitCost FROM receipt WHERE $ AND day <= ? ORDER BY productId, day, reference',
    besides: upTo,
    add: (h, r) => h.receipts.push({ day: num(r[1]), quantity: num(r[2]), unitCost: maybe(r[3]) }),
  },
  {
    sql: 'SELECT productId, day, location, onHand FROM stock_count WHERE $ AND day <= ? ORDER BY productId, day, location',
    besides: upTo,
    add: (h, r) => h.counts.push({ day: num(r[1]), location: String(r[2]), onHand: num(r[3]) }),
  },
];

const PRICE_PARTS: readonly Part[] = [
  {
    sql: 'SELECT productId, channelId, price, externalId, minPrice, maxPrice FROM listing WHERE $ ORDER BY productId, channelId',
    add: (h, r) =>
      h.listings.push({
        channelId: num(r[1]),
        price: maybe(r[2]),
        externalId: textOf(r[3]),
        minPrice: maybe(r[4]),
        maxPrice: maybe(r[5]),
      }),
  },
  {
    sql: 'SELECT productId, channelId, since, price FROM base_price WHERE $ ORDER BY productId, since, channelId',
    add: (h, r) => h.basePrices.push({ channelId: num(r[1]), since: num(r[2]), price: num(r[3]) }),
  },
  {
    sql: 'SELECT productId, since, cost FROM product_cost WHERE $ ORDER BY productId, since',
    add: (h, r) => h.costs.push({ since: num(r[1]), cost: num(r[2]) }),
  },
  {
    sql: 'SELECT productId, channelId, kind, state, price, startsAt, endsAt, decidedAt, id FROM price_entry WHERE $ ORDER BY productId, startsAt, id',
    add: (h, r) =>
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
  },
  {
    sql: `SELECT e.productId, a.entryId, a.status, a.revision, a.appliedPrice, a.at FROM price_entry e JOIN ack a ON a.entryId = e.id
      WHERE e.$ AND e.kind IN ('discount', 'base') ORDER BY a.id`,
    add: (h, r) =>
      h.acks.push({
        entryId: num(r[1]),
        status: String(r[2]) as AckStatus,
        revision: num(r[3]),
        appliedPrice: maybe(r[4]),
        at: num(r[5]),
      }),
  },
  {
    sql: 'SELECT productId, channelId, since, until, price FROM price_sighting WHERE $ ORDER BY productId, channelId, since',
    add: (h, r) => h.sightings.push({ channelId: num(r[1]), since: num(r[2]), until: num(r[3]), price: num(r[4]) }),
  },
  {
    sql: `SELECT productId, channelId, competitor, day, price FROM competitor_price WHERE $ AND day <= ? AND day > ?
      ORDER BY productId, channelId, competitor, day`,
    besides: (asOf, firstAsOf) => [asOf, firstAsOf - RIVAL_DAYS],
    add: (h, r) =>
      h.competitors.push({ channelId: num(r[1]), competitor: String(r[2]), day: num(r[3]), price: num(r[4]) }),
  },
  {
    sql: `SELECT s.productId, s.channelId, d.at, s.discountBp FROM suggestion s JOIN decision d ON d.suggestionId = s.id
      WHERE s.$ AND d.action IN ('approve', 'adjust', 'second-approve', 'reject') ORDER BY s.productId, d.at, d.id`,
    add: (h, r) => h.decisions.push({ channelId: num(r[1]), at: num(r[2]), discountBp: num(r[3]) }),
  },
];

function unpackSales([, rows, places, units, revenue, returns, returnedAt, returned]: Row): ProductHistory['sales'] {
  const unpack = (cell: Cell | undefined, count: number) => unpackNumbers(String(cell), count);
  const at = unpack(places, num(rows));
  const unitsReturned = new Array<number>(at.length).fill(0);
  if (num(returns) > 0) {
    const counts = unpack(returned, num(returns));
    let row = 0;
    unpack(returnedAt, counts.length).forEach((place, i) => {
      while (at[row] !== place) row++;
      unitsReturned[row] = counts[i]!;
    });
  }
  return inOrder({
    day: at.map((place) => place % DAYS),
    channelId: at.map((place) => Math.floor(place / DAYS)),
    units: unpack(units, at.length),
    revenue: unpack(revenue, at.length),
    unitsReturned,
  });
}

/** By day and channel. A group is packed as it is read, in the order of the key, but a database is free to read it otherwise. */
function inOrder(sales: ProductHistory['sales']): ProductHistory['sales'] {
  const { day, channelId } = sales;
  const order = rowOrder(day.length, (one, other) => day[one]! - day[other]! || channelId[one]! - channelId[other]!);
  if (order === null) return sales;
  const sorted = (column: number[]) => order.map((row) => column[row]!);
  return {
    day: sorted(day),
    channelId: sorted(channelId),
    units: sorted(sales.units),
    revenue: sorted(sales.revenue),
    unitsReturned: sorted(sales.unitsReturned),
  };
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
