import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SalesLog } from '../../../src/core/demand/sales-log.js';

describe('the log of sales', () => {
  const DAYS = 180;
  const listing = fc.record({
    inStock: fc.uint8Array({ min: 0, max: 1, minLength: DAYS, maxLength: DAYS }),
    sales: fc.uniqueArray(fc.tuple(fc.nat(DAYS - 1), fc.oneof(fc.nat(5), fc.nat(8_000_000))), {
      selector: ([day]) => day,
    }),
  });

  it('gives back what was put in, days without a sale apart', () => {
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 20 }), (listings) => {
        const log = new SalesLog(DAYS);
        const places = listings.map(({ inStock, sales }) => {
          sales.sort(([one], [other]) => one - other);
          const series = { day: sales.map(([day]) => 500 + day), units: sales.map(([, units]) => units) };
          return { stock: log.putStock(inStock), sales: log.putSales(series, 500, 0, sales.length) };
        });
        const stock = new Uint8Array(DAYS);
        const series = { day: [], units: [] };
        listings.forEach(({ inStock, sales }, i) => {
          log.readStock(places[i]!.stock, stock);
          expect(stock).toEqual(inStock);
          log.readSales(places[i]!.sales, series);
          const sold = sales.filter(([, units]) => units > 0);
          expect(series).toEqual({ day: sold.map(([day]) => day), units: sold.map(([, units]) => units) });
        });
      }),
    );
  });

  it('takes days before a short record of stock as out of stock', () => {
    const log = new SalesLog(5);
    const stock = new Uint8Array(5);
    log.readStock(log.putStock(Uint8Array.of(1, 0, 1)), stock);
    expect([...stock]).toEqual([0, 0, 1, 0, 1]);
    log.readStock(log.putStock(Uint8Array.of(1, 1, 0, 1, 1, 0, 1)), stock);
    expect([...stock]).toEqual([0, 1, 1, 0, 1]);
  });
});
