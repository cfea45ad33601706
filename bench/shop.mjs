// A large shop for benchmarks: sparse sales (a listing sells on about one day in six), as in a real shop; about one product
// in six is overstocked. The same numbers give the same shop.
import { Readable } from 'node:stream';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const { sqliteFile, mysqlAddress } = await import(new URL('src/db/database.js', dist));

/**
 * Fills an empty, migrated database.
 * @param {{ url: string, products: number, channels: number, days: number, asOf: number }} shop
 */
export async function fillShop({ url, products, channels, days, asOf }) {
  let seed = 12_345;
  const random = () => {
    // mulberry32, Tommy Ettinger, public domain
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  /** Chance of a sale per day and channel; a sale is of two units on average. */
  const rateOf = (product) => 0.05 + 0.5 * (((product * 7_919) % 1_000) / 1_000) ** 2;

  const priceOf = (product) => 50_000 + (product % 50) * 1000;
  const saleRow = (product, day, channel, units) => [
    product,
    day,
    channel,
    units,
    units * priceOf(product),
    0,
    null,
    0,
  ];

  function* salesRows() {
    for (let product = 1; product <= products; product++) {
      const rate = rateOf(product);
      for (let day = asOf - days + 1; day <= asOf; day++) {
        for (let channel = 1; channel <= channels; channel++) {
          if (random() < rate) yield saleRow(product, day, channel, 1 + Math.floor(3 * random()));
        }
      }
    }
  }
  /** Lots for 30 days of expected sales, every 30 days; one product in six is bought half again too much. */
  function* receiptRows() {
    for (let product = 1; product <= products; product++) {
      const lot = Math.ceil(rateOf(product) * 2 * channels * 30 * (product % 6 === 0 ? 1.5 : 1));
      for (let day = asOf - days; day <= asOf; day += 30) yield [product, day, '', lot, 30_000];
    }
  }
  function* productRows() {
    for (let id = 1; id <= products; id++) {
      yield [
        id,
        `SKU-${id}`,
        `Product ${id}`,
        `category-${id % 30}`,
        null,
        '[]',
        30_000,
        priceOf(id),
        null,
        null,
        'active',
        0,
        0,
        0,
      ];
    }
  }
  function* listingRows() {
    for (let id = 1; id <= products; id++)
      for (let c = 1; c <= channels; c++) yield [id, c, null, null, null, null, null, 0];
  }
  const TABLES = [
    ['product', 14, productRows],
    ['listing', 8, listingRows],
    ['receipt', 5, receiptRows],
    ['daily_sale', 8, salesRows],
  ];

  const file = sqliteFile(url);
  if (file !== null) {
    const db = new Sqlite(file);
    db.pragma('synchronous = OFF');
    for (const [table, width, rows] of TABLES) {
      const insert = db.prepare(`INSERT INTO ${table} VALUES (${Array(width).fill('?').join(',')})`);
      db.transaction(() => {
        for (const row of rows()) insert.run(row);
      })();
    }
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    return;
  }
  const connection = createConnection({ ...mysqlAddress(url), flags: ['+LOCAL_FILES'] });
  for (const [table, , rows] of TABLES) {
    const text = function* () {
      let chunk = '';
      for (const row of rows()) {
        chunk += row.map((cell) => (cell === null ? '\\N' : cell)).join('\t') + '\n';
        if (chunk.length > 1 << 16) {
          yield chunk;
          chunk = '';
        }
      }
      yield chunk;
    };
    await connection.promise().query({
      sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table}`,
      infileStreamFactory: () => Readable.from(text(), { objectMode: false }),
    });
  }
  connection.destroy();
}
