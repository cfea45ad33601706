import { describe, expect, it } from 'vitest';
import type { ProductHistory } from '../../src/core/history.js';
import { ProductTable, DailySaleTable } from '../../src/db/tables/shop.js';
import { openReader } from '../../src/db/reader.js';
import { readHistory } from '../../src/flow/history.js';
import { DATABASES, freshDatabase } from '../database.js';
import { product } from '../shop.js';

describe.each(DATABASES)('a history read from %s', (kind) => {
  it('has the sales of each product by day and channel, up to the day that is asked for', async () => {
    const db = await freshDatabase(kind);
    const [one, two, three] = await db.manager.save(ProductTable, [product('A'), product('B'), product('C')]);
    const sale = (productId: number, day: number, channelId: number, revenue: number | null, unitsReturned = 0) => ({
      ...{ productId, day, channelId, units: day - 98, revenue, unitsReturned, discount: null, isDerived: false },
    });
    await db.manager.insert(DailySaleTable, [
      sale(one!.id, 101, 1, 9_007_199_254_740_991), // the largest whole number that counts exactly
      sale(one!.id, 100, 12, null),
      sale(one!.id, 100, 2, 0, 3),
      sale(one!.id, 101, 3, 10, 2),
      sale(one!.id, 102, 1, 500), // after the day
      sale(three!.id, 99, 1, -200),
    ]);
    const reader = await openReader(db.url);
    const read = async (only?: number[]) => {
      const histories: ProductHistory[] = [];
      for await (const block of readHistory(reader, 101, 'stock', only)) histories.push(...block);
      return histories;
    };
    const [first, second, third] = await read();
    const picked = await read([three!.id]);
    await reader.close();
    expect(first!.sales).toEqual({
      day: [100, 100, 101, 101],
      channelId: [2, 12, 1, 3],
      units: [2, 2, 3, 3],
      revenue: [0, NaN, 9_007_199_254_740_991, 10],
      unitsReturned: [3, 0, 0, 2],
    });
    const none = { day: [], channelId: [], units: [], revenue: [], unitsReturned: [] };
    expect(second).toMatchObject({ product: { id: two!.id }, sales: none });
    expect(third!.sales).toMatchObject({ day: [99], units: [1], revenue: [-200] });
    expect(picked.map((each) => each.sales)).toEqual([third!.sales]);
  });
});
