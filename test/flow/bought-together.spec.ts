import { beforeAll, describe, expect, it } from 'vitest';
import { logLikelihood } from '../../src/core/demand/pairs.js';
import type { Database } from '../../src/db/database.js';
import { boughtTogether } from '../../src/flow/bought-together.js';
import { ingest } from '../../src/flow/ingest.js';
import { listPairs } from '../../src/flow/pairs.js';
import { DATABASES, freshDatabase } from '../database.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { day, TEST_CONFIG } from '../shop.js';

interface Row {
  channel: string;
  order_id: string;
  line_id: string;
  ordered_at: string;
  sku: string;
  status: string;
}

const ALWAYS = { from: null, to: null };
const LAST_DAYS = { from: day('2026-03-03'), to: day('2026-03-04') };
const EVERYTHING = { countMin: 1, skip: 0, limit: 1_000 };

/** The same numbers for the same seed. Source: Lehmer, a = 48,271, m = 2^31 - 1 (Park and Miller 1988). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

describe.each(DATABASES)('what is bought together on %s', (kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await freshDatabase(kind);
    await ensureInstallation(db, TEST_CONFIG, 0);
  });

  const load = async (rows: Row[]): Promise<void> => {
    const given = rows.map((row) => ({ ...row, quantity: 1, unit_price: 1_000 }));
    const job = await ingest(db, { rows: given }, { kind: 'orders', createdBy: 'test', createProducts: true });
    expect(job.error).toBeNull();
  };

  it('is what a recount of the lines as they stand says, after imports, re-imports, cancellations and returns', async () => {
    const random = numbers(7);
    const lines = new Map<string, Row>();
    const draw = (): Row => ({
      channel: ['shopee', 'store'][random(2)]!,
      order_id: ['A', 'Z\u00e9', 'b-', '\u{1f600}'][random(4)]! + random(12),
      line_id: String(random(4)),
      ordered_at: `2026-03-0${1 + random(4)}`,
      sku: `S${random(5)}`,
      status: ['sold', 'sold', 'sold', 'returned', 'cancelled', 'pending'][random(6)]!,
    });
    for (let round = 0; round < 6; round++) {
      const keyOf = ({ channel, order_id, line_id }: Row) => `${channel} ${order_id} ${line_id}`;
      const batch = new Map(Array.from({ length: 40 }, draw).map((row) => [keyOf(row), row]));
      await load([...batch.values()]);
      for (const [key, row] of batch) lines.set(key, row);
      for (const window of [ALWAYS, LAST_DAYS]) {
        const expected = recount([...lines.values()], window);
        for (const sku of ['S0', 'S3']) {
          const found = await boughtTogether(db, sku, { window, ...EVERYTHING }, 4);
          expect(found).toMatchObject({ baskets: expected.baskets, own: expected.own.get(sku) ?? 0, oversized: 0 });
          const counts = found.partners.map((each) => [each.sku, each.count, each.llr]);
          expect(counts.sort()).toEqual(expected.partnersOf(sku));
        }
        const list = await listPairs(db, window, 1, Infinity);
        const pairs = [...list.pairs].map(({ a, b, count }) => `${a} ${b} ${count}`);
        expect(pairs.sort()).toEqual(expected.pairs);
        expect(list).toMatchObject({ baskets: expected.baskets, total: expected.pairs.length });
      }
    }
  });

  it('comes in pages, the strongest first, and knows no other product', async () => {
    const all = await boughtTogether(db, 'S0', { window: ALWAYS, ...EVERYTHING });
    expect(all.total).toBe(all.partners.length);
    const second = await boughtTogether(db, 'S0', { window: ALWAYS, countMin: 1, skip: 1, limit: 2 });
    expect(second.partners).toEqual(all.partners.slice(1, 3));
    const evidence = all.partners.map(({ lift, llr }) => (lift >= 1 ? llr : -llr));
    expect(evidence).toEqual(evidence.toSorted((one, other) => other - one));
    const least = all.partners.map(({ count }) => count).sort((one, other) => other - one)[0]!;
    const often = await boughtTogether(db, 'S0', { window: ALWAYS, ...EVERYTHING, countMin: least });
    expect(often.partners.every(({ count }) => count === least)).toBe(true);
    await expect(boughtTogether(db, 'S00', { window: ALWAYS, ...EVERYTHING })).rejects.toThrow('no product');
  });

  it('takes a support below 1 as a share of all orders', async () => {
    const { baskets } = await listPairs(db, ALWAYS, 1, 1);
    const { countMin } = await listPairs(db, ALWAYS, 7 / baskets, 1);
    expect(countMin).toBe(7);
    expect(await listPairs(db, ALWAYS, 1e-9, 1)).toMatchObject({ countMin: 1 });
  });
});

/** By hand: a set of products for each order of each channel, every pair of each set. */
function recount(rows: Row[], { from, to }: { from: number | null; to: number | null }) {
  const baskets = new Map<string, Set<string>>();
  for (const { channel, order_id, sku, status, ordered_at } of rows) {
    const on = day(ordered_at);
    if (!['sold', 'returned'].includes(status) || on < (from ?? 0) || on > (to ?? Infinity)) continue;
    const key = `${channel} ${order_id}`;
    baskets.set(key, (baskets.get(key) ?? new Set()).add(sku));
  }
  const own = new Map<string, number>();
  const both = new Map<string, number>();
  for (const basket of baskets.values()) {
    const skus = [...basket].sort();
    skus.forEach((a, i) => {
      own.set(a, (own.get(a) ?? 0) + 1);
      for (const b of skus.slice(i + 1)) both.set(`${a} ${b}`, (both.get(`${a} ${b}`) ?? 0) + 1);
    });
  }
  const llr = (a: string, b: string, count: number): number => {
    const [withA, withB] = [own.get(a)!, own.get(b)!];
    return logLikelihood(count, withA - count, withB - count, baskets.size - withA - withB + count);
  };
  return {
    baskets: baskets.size,
    own,
    pairs: [...both].map(([pair, count]) => `${pair} ${count}`).sort(),
    partnersOf: (sku: string) =>
      [...both]
        .filter(([pair]) => pair.split(' ').includes(sku))
        .map(([pair, count]): [string, number, number] => {
          const partner = pair.split(' ').find((each) => each !== sku)!;
          return [partner, count, llr(sku, partner, count)];
        })
        .sort(),
  };
}
