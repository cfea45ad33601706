import { LessThan } from 'typeorm';
import type { Backtest, BacktestHead, BacktestHit } from '../../core/backtest.js';
import { Refusal } from '../../core/refusal.js';
import type { Database } from '../database.js';
import { BacktestTable } from '../tables/engine.js';

/** @throws Refusal `no-such-backtest` */
export async function findBacktest(db: Database, id: number): Promise<Backtest> {
  const row = await db.manager.findOneBy(BacktestTable, { id });
  if (row === null) throw new Refusal('notFound', 'no-such-backtest', `There is no back-test ${id}.`);
  return row;
}

/** Newest first; `before` an id pages on. */
export async function listBacktests(
  db: Database,
  filter: { version?: number | undefined },
  limit: number,
  before?: number,
): Promise<BacktestHead[]> {
  return db.manager.find(BacktestTable, {
    select: {
      ...{ id: true, ruleSetVersion: true, revision: true, againstVersion: true, days: true, state: true, done: true },
      ...{ error: true, createdBy: true, createdAt: true, startedAt: true, finishedAt: true },
    },
    where: {
      ...(filter.version === undefined ? {} : { ruleSetVersion: filter.version }),
      ...(before === undefined ? {} : { id: LessThan(before) }),
    },
    order: { id: 'DESC' },
    take: limit,
  });
}

/** The key of the last row of the page before. */
export interface AfterHit {
  productId: number;
  channelId: number;
  day: number;
}

/** What a back-test would have suggested, product by product, day by day; narrowed to one SKU where it is given. */
export async function hitsOf(
  db: Database,
  id: number,
  filter: { sku?: string | undefined },
  limit: number,
  after?: AfterHit,
): Promise<BacktestHit[]> {
  const where = ['backtestId = ?'];
  const parameters: unknown[] = [id];
  if (filter.sku !== undefined) {
    where.push('sku = ?');
    parameters.push(filter.sku);
  }
  if (after !== undefined) {
    const { productId, channelId, day } = after;
    where.push('(productId > ? OR (productId = ? AND (channelId > ? OR (channelId = ? AND day > ?))))');
    parameters.push(productId, productId, channelId, channelId, day);
  }
  const rows = await db.query<BacktestHit>(
    `SELECT * FROM backtest_hit WHERE ${where.join(' AND ')} ORDER BY productId, channelId, day LIMIT ?`,
    [...parameters, limit],
  );
  const money = (value: unknown): number => Number(value);
  return rows.map((row) => ({
    ...row,
    price: money(row.price),
    listPrice: money(row.listPrice),
    gain: row.gain === null ? null : money(row.gain),
    discountGiven: money(row.discountGiven),
    staleValue: money(row.staleValue),
  }));
}
