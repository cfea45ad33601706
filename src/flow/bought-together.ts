import { setImmediate as breathe } from 'node:timers/promises';
import { BasketBook, createPageWriter, DAYS, PAGE_ORDERS, type BasketWindow } from '../core/demand/basket-book.js';
import { evidenceOf } from '../core/demand/pair-list.js';
import { figuresOf, type PairFigures } from '../core/demand/pairs.js';
import type { Database } from '../db/database.js';
import { openReader, type Reader } from '../db/reader.js';
import { IS_BOUGHT, readNumbers } from './baskets.js';
import { findProduct } from './product.js';

/** A partner of the product A that was asked for; the partner is B. */
export interface Partner extends PairFigures {
  sku: string;
  name: string;
}

export interface BoughtTogether {
  sku: string;
  name: string;
  /** Orders of the window; those with the product; those left out for having too many products. */
  baskets: number;
  own: number;
  oversized: number;
  /** Partners with enough support, and a page of them: most evidence first, those that avoid each other last. */
  total: number;
  partners: Partner[];
}

/**
 * What a product is bought together with, exact as of the last import. The shop's baskets are kept in memory (about five
 * bytes a line); the first question reads them all, later ones only what imports have changed since.
 * @param ask `countMin`: least orders with both; `skip`: partners of the pages before
 * @param pageOrders how finely the baskets are kept; the answers are the same
 * @throws Refusal `unknown-product`
 */
export async function boughtTogether(
  db: Database,
  sku: string,
  ask: { window: BasketWindow; countMin: number; skip: number; limit: number },
  pageOrders = PAGE_ORDERS,
): Promise<BoughtTogether> {
  const { id, name } = await findProduct(db, sku);
  const { counts, ...about } = await withBook(db, pageOrders, (book) => book.partnersOf(id, ask.window));
  const found = counts
    .filter(({ both }) => both >= ask.countMin)
    .map((count) => ({ partnerId: count.partnerId, figures: figuresOf(count) }))
    .map((each) => ({ ...each, evidence: evidenceOf(each.figures) }))
    .sort((one, other) => other.evidence - one.evidence || one.partnerId - other.partnerId);
  const page = found.slice(ask.skip, ask.skip + ask.limit);
  const named = await namesOf(
    db,
    page.map(({ partnerId }) => partnerId),
  );
  const partners = page.map(({ partnerId, figures }) => ({ ...named.get(partnerId)!, ...figures }));
  return { sku, name, ...about, total: found.length, partners };
}

async function namesOf(db: Database, ids: number[]): Promise<Map<number, { sku: string; name: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: number; sku: string; name: string }>(
    `SELECT id, sku, name FROM product WHERE id IN (${ids.map(() => '?').join(', ')})`,
    ids,
  );
  return new Map(rows.map(({ id, sku, name }) => [id, { sku, name }]));
}

interface Kept {
  book: BasketBook;
  /** Imports of orders that are in it; null: nothing is. */
  imports: Set<number> | null;
  /** The last use: one at a time, so that nobody counts in a book that is half renewed. */
  turn: Promise<unknown>;
}
const kept = new WeakMap<Database, Kept>();

/** The shop's baskets as they stand now. */
async function withBook<T>(db: Database, pageOrders: number, use: (book: BasketBook) => T): Promise<T> {
  let mine = kept.get(db);
  if (mine === undefined) kept.set(db, (mine = { book: new BasketBook(), imports: null, turn: Promise.resolve() }));
  const own = mine;
  const used = own.turn.then(async () => {
    await refresh(db, own, pageOrders);
    return use(own.book);
  });
  own.turn = used.catch(() => undefined);
  return used;
}

const DONE_IMPORTS = `SELECT id FROM import_job WHERE kind = 'orders' AND state = 'done'`;

async function refresh(db: Database, mine: Kept, pageOrders: number): Promise<void> {
  const { book, imports } = mine;
  const done = await db.query<{ id: number }>(DONE_IMPORTS);
  if (imports !== null && done.every(({ id }) => imports.has(id))) return;
  const reader = await openReader(db.url);
  try {
    // Asked again: rows and imports are of one snapshot.
    const all = (await reader.all(DONE_IMPORTS)).map(([id]) => id as number);
    const fresh = all.filter((id) => imports?.has(id) !== true);
    const pages = imports === null ? [''] : await changedPages(reader, book, fresh);
    for (const first of pages) await rewrite(reader, book, first, pageOrders);
    mine.imports = new Set(all);
  } finally {
    await reader.close();
  }
}

const ASKED_AT_ONCE = 500;

async function changedPages(reader: Reader, book: BasketBook, imports: number[]): Promise<string[]> {
  const changed = new Set<string>();
  for (let from = 0; from < imports.length; from += ASKED_AT_ONCE) {
    const some = imports.slice(from, from + ASKED_AT_ONCE);
    const marks = some.map(() => '?').join(', ');
    const orders = reader.batches(`SELECT DISTINCT orderId FROM order_line WHERE importId IN (${marks})`, some);
    for await (const batch of orders) for (const [id] of batch) changed.add(id as string);
  }
  return book.pagesOf(changed, isBefore);
}

/** As both databases sort ids: by their bytes in UTF-8. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}

/** Reads the orders of a page anew. */
async function rewrite(reader: Reader, book: BasketBook, first: string, pageOrders: number): Promise<void> {
  const end = book.endOf(first);
  const writer = createPageWriter(first, pageOrders);
  const orders = reader.batches(
    `SELECT orderId, GROUP_CONCAT(productId * ${DAYS} + day) FROM order_line
     WHERE ${IS_BOUGHT} AND orderId >= ?${end === null ? '' : ' AND orderId < ?'}
     GROUP BY orderId, channelId ORDER BY orderId, channelId`,
    end === null ? [first] : [first, end],
    5_000,
  );
  const lines: number[] = [];
  for await (const batch of orders) {
    for (const [id, text] of batch) {
      readNumbers(text as string, lines);
      writer.add(id as string, lines);
    }
    await breathe();
  }
  book.replace(writer.end());
}
