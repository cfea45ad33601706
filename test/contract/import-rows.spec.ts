import { describe, expect, it } from 'vitest';
import { IMPORT_BATCH, IMPORT_ROW } from '../../src/contract/import-rows.js';
import { jsonColumns, readJsonRows } from '../../src/core/intake/json-rows.js';
import { parseDay } from '../../src/core/units.js';

const context = { zone: 'Asia/Jakarta', today: parseDay('2026-03-31')! };
const order = {
  order_id: 'A1',
  ordered_at: '2026-03-01T10:00:00+07:00',
  channel: 'shopee',
  sku: 'K-1',
  quantity: 2,
  unit_price: 125_000,
};

describe('rows as JSON', () => {
  it('give the same typed rows as files', () => {
    const rows = [IMPORT_ROW.orders.parse(order)];
    expect(readJsonRows('orders', rows, context)).toMatchObject({
      rejects: [],
      rows: [
        {
          line: 1,
          orderId: 'A1',
          lineId: 'K-1|125000',
          orderedAt: Date.UTC(2026, 2, 1, 3),
          day: parseDay('2026-03-01'),
          channel: 'shopee',
          sku: 'K-1',
          quantity: 2,
          unitPrice: 125_000,
          listPrice: null,
          sellerDiscount: null,
          status: 'sold',
          returnedQuantity: 0,
        },
      ],
    });
  });

  it.each([
    ['an unknown field', { ...order, buyer: 'Budi' }],
    ['a number as text', { ...order, quantity: '2' }],
    ['a fraction of a unit', { ...order, quantity: 1.5 }],
    ['an amount that is not whole minor units', { ...order, unit_price: 2.55 }],
    ['a negative amount', { ...order, unit_price: -1 }],
    ['a missing field', { ...order, sku: undefined }],
    ['a day in another format', { ...order, ordered_at: '01/03/2026 10:00' }],
    ['an unknown status', { ...order, status: 'gone' }],
    ['a SKU of 65 characters', { ...order, sku: 'x'.repeat(65) }],
  ])('refuse %s', (_, row) => {
    expect(IMPORT_ROW.orders.safeParse(row).success).toBe(false);
  });

  it('refuse an empty batch and one of more than 10,000 rows', () => {
    const row = { day: '2026-03-01', sku: 'A', on_hand: 1 };
    const size = (rows: number) => IMPORT_BATCH.inventory.safeParse({ rows: Array(rows).fill(row) }).success;
    expect([size(0), size(1), size(10_000), size(10_001)]).toEqual([false, true, true, false]);
  });

  it('are rejected row by row for what only the values show', () => {
    const rows = [
      { day: '2026-02-30', sku: 'A', on_hand: 1 },
      { day: '2026-04-01', sku: 'A', on_hand: 1 },
      { day: '2026-03-01', sku: '  ', on_hand: 1 },
      { day: '2026-03-01', sku: 'A', on_hand: 1, location: 'Gudang 1' },
    ];
    const { rejects, rows: good } = readJsonRows('inventory', rows, context);
    expect(rejects.map((reject) => [reject.line, reject.column, reject.code])).toEqual([
      [1, 'day', 'no-such-day'],
      [2, 'day', 'future-day'],
      [3, 'sku', 'missing-value'],
    ]);
    expect(good).toMatchObject([{ line: 4, location: 'Gudang 1' }]);
    expect(jsonColumns('inventory', rows)).toEqual(['day', 'sku', 'on_hand', 'location']);
  });
});
