// A whole run (read, age, demand, rules, prices, suggestions written) against the bare read of the same rows, in one go.
//   npm run build && node bench/run.mjs [products=20000] [channels=4] [days=365] [mariadb://user:password@host:port/database]
// Without an address: SQLite in a temporary folder. Sales are sparse (a listing sells on about one day in six), as in a
// real shop: about 6 million rows at the default size; about one product in six is overstocked.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`src/${file}.js`, dist));
const { openDatabase, sqliteFile, mysqlAddress } = await load('db/database');
const { migrate } = await load('db/migrate');
const { openReader } = await load('db/reader');
const { ensureInstallation } = await load('flow/setup');
const { requestRun, analyse } = await load('flow/analyse');
const { readConfig } = await load('config');
const { parseDay } = await load('core/units');

const [products, channels, days] = [20_000, 4, 365].map((value, i) => Number(process.argv[2 + i] ?? value));
const given = process.argv[5];
const asOf = parseDay('2026-10-31');
const dir = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
const url = given ?? `sqlite:${join(dir, 'bench.sqlite')}`;

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

function* salesRows() {
  for (let product = 1; product <= products; product++) {
    const rate = rateOf(product);
    for (let day = asOf - days + 1; day <= asOf; day++) {
      for (let channel = 1; channel <= channels; channel++) {
        if (random() < rate) yield [product, day, channel, 1 + Math.floor(3 * random()), 50_000, 0, null, 0];
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
      50_000 + (id % 50) * 1000,
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

async function fill() {
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

/** In a process of its own, as in the service's worker, so that its memory is its own. */
async function runInChild() {
  const child = fork(import.meta.filename, process.argv.slice(2), { env: { ...process.env, BENCH_RUN_URL: url } });
  const [result] = await once(child, 'message');
  return result;
}

if (process.env.BENCH_RUN_URL) {
  const db = await openDatabase(process.env.BENCH_RUN_URL);
  const { id } = await requestRun(db, { asOf, cause: 'cli', createdBy: 'bench', today: asOf + 1 }, Date.now());
  const stages = {};
  const started = performance.now();
  const totals = await analyse(db, id, (stage) => (stages[stage] ??= (performance.now() - started) / 1000));
  const seconds = (performance.now() - started) / 1000;
  process.send?.({ seconds, totals, stages, megabytes: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6) });
  await db.close();
  process.exit(0);
}

async function bareRead() {
  const reader = await openReader(url);
  const started = performance.now();
  let rows = 0;
  let units = 0;
  const sql =
    'SELECT productId, day, channelId, units, revenue, unitsReturned FROM daily_sale ORDER BY productId, day, channelId';
  for await (const batch of reader.batches(sql)) {
    rows += batch.length;
    for (const row of batch) units += row[3];
  }
  await reader.close();
  return { seconds: (performance.now() - started) / 1000, rows, units };
}

const db = await openDatabase(url);
try {
  await migrate(db);
  await ensureInstallation(db, readConfig({ OWNER_PASSWORD: 'bench bench bench' }), Date.now());
  console.log(
    `filling ${given ? 'MariaDB' : 'SQLite'}: ${products} products x ${channels} channels x ${days} days ...`,
  );
  await fill();
  await bareRead(); // warms the cache of the machine for both
  const before = await bareRead();
  const { seconds, megabytes, totals, stages } = await runInChild();
  const after = await bareRead();
  const bare = (before.seconds + after.seconds) / 2;
  console.log({ rows: before.rows, totals, stagesBeganAtS: stages });
  console.log(
    `bare read ${bare.toFixed(2)} s, run ${seconds.toFixed(2)} s, ratio ${(seconds / bare).toFixed(2)}, peak ${megabytes} MB`,
  );
} finally {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
}
