// How long does the import of 541,909 order lines take, everything included (reading, checking, resolving codes, order
// lines, daily sales, all in one transaction), against the barest way to get the same lines into the same table?
//   MariaDB: mysql2's LOAD DATA LOCAL of the file.       Goal: at most 2 times.
//   SQLite:  prepared 100-row inserts of parsed values.  Goal: at most 3 times.
// Run `npm run build` first, then
//   node bench/ingest.mjs [orders.csv]      (a file of kind orders, scale 2; without one, lines are made up)
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { openDatabase } from '../dist/src/db/database.js';
import { migrate } from '../dist/src/db/migrate.js';
import { ingest } from '../dist/src/flow/ingest.js';
import { openSource } from '../dist/src/flow/import-source.js';
import { startMariadb } from '../test/mariadb.mjs';

const LINES = 541_909;
const ROUNDS = 3;
const CONTEXT = { scale: 2, zone: 'Europe/London', today: 30_000 };
const SHOP = { name: 'B', currency: 'GBP', scale: 2, timeZone: 'Europe/London', locale: 'en', isDemo: false };

if (process.argv[2] === '--import') {
  await importInThisProcess(process.argv[3], process.argv[4]);
} else {
  await compare(process.argv[2]);
}

/** Alone in a process, so that its peak of memory is its own. */
async function importInThisProcess(url, file) {
  const db = await openDatabase(url);
  const started = performance.now();
  const options = { kind: 'orders', createdBy: 'bench', createProducts: true, createChannels: true };
  const job = await ingest(db, { path: file }, options);
  const seconds = (performance.now() - started) / 1000;
  await db.close();
  if (job.state !== 'done') throw new Error(JSON.stringify(job.error));
  console.log(JSON.stringify({ seconds, totals: job.totals, peakMb: process.resourceUsage().maxRSS / 1024 }));
}

async function compare(given) {
  const folder = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
  const file = given ?? join(folder, 'orders.csv');
  if (given === undefined) writeFileSync(file, madeUp());
  const mariadb = await startMariadb();
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      console.log(`round ${round}`);
      await onMariadb(mariadb.url, file, `bench_${round}`);
      await onSqlite(join(folder, `bench-${round}.sqlite`), file);
    }
  } finally {
    await mariadb.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onMariadb(server, file, name) {
  const admin = await createConnection({ uri: server, flags: ['+LOCAL_FILES'] });
  await admin.query(`CREATE DATABASE ${name}`);
  await fresh(`${server}/${name}`);
  await admin.query(`CREATE DATABASE ${name}_bare`);
  await admin.query(`USE ${name}_bare`);
  await admin.query(`CREATE TABLE order_line LIKE ${name}.order_line`);
  const bare = await timed(() =>
    admin.query({
      sql: `LOAD DATA LOCAL INFILE 'x' INTO TABLE order_line CHARACTER SET utf8mb4
        FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' LINES TERMINATED BY '\\n' IGNORE 1 LINES
        (orderId, @at, @channel, @sku, quantity, @price, lineId, status)
        SET orderedAt = unix_timestamp(@at) * 1000, day = to_days(@at) - 719528, productId = crc32(@sku) % 4000,
          channelId = length(@channel), unitPrice = @price * 100, returnedQuantity = 0, importId = 1`,
      infileStreamFactory: () => createReadStream(file, { highWaterMark: 1024 * 1024 }),
    }),
  );
  tell('MariaDB', 'bare LOAD DATA', bare, importApart(`${server}/${name}`, file));
  tell('MariaDB', '(the same file again)', bare, importApart(`${server}/${name}`, file));
  await admin.query(`DROP DATABASE ${name}_bare`);
  await admin.query(`DROP DATABASE ${name}`);
  await admin.end();
}

async function onSqlite(path, file) {
  await fresh(`sqlite:${path}`);
  await fresh(`sqlite:${path}.bare`);
  const rows = await parsed(file);
  const db = new Sqlite(`${path}.bare`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -65536');
  const bare = await timed(() => {
    const one = `(${Array(13).fill('?').join(',')})`;
    const insert = `INSERT INTO order_line (orderId, lineId, productId, channelId, orderedAt, day, quantity,
      unitPrice, listPrice, sellerDiscount, status, returnedQuantity, importId) VALUES`;
    const many = db.prepare(`${insert} ${Array(100).fill(one).join(',')}`);
    const single = db.prepare(`${insert} ${one}`);
    db.exec('BEGIN');
    let at = 0;
    for (; at + 100 <= rows.length; at += 100) many.run(rows.slice(at, at + 100).flat());
    for (; at < rows.length; at++) single.run(rows[at]);
    db.exec('COMMIT');
  });
  db.close();
  tell('SQLite', 'bare prepared insert', bare, importApart(`sqlite:${path}`, file));
  tell('SQLite', '(the same file again)', bare, importApart(`sqlite:${path}`, file));
}

async function fresh(url) {
  const db = await openDatabase(url);
  await migrate(db);
  await db.query('INSERT INTO setting (name, value) VALUES (?, ?)', ['shop', JSON.stringify(SHOP)]);
  await db.close();
}

function importApart(url, file) {
  const child = spawnSync(process.execPath, [import.meta.filename, '--import', url, file], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
}

async function timed(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function tell(database, what, bare, { seconds, totals, peakMb }) {
  const { inserted, unchanged, repeated } = totals;
  console.log(
    `  ${database.padEnd(8)} ${what.padEnd(22)} bare ${bare.toFixed(2)} s, import ${seconds.toFixed(2)} s: ` +
      `ratio ${(seconds / bare).toFixed(2)}, peak ${peakMb.toFixed(0)} MB ` +
      `(${inserted} inserted, ${unchanged} unchanged, ${repeated} repeated)`,
  );
}

/** The lines as values for the table, outside of what is timed. */
async function parsed(file) {
  const skus = new Map();
  const rows = [];
  for await (const { rows: batch } of openSource(null, 'orders', { path: file }, CONTEXT).batches()) {
    for (const row of batch) {
      if (!skus.has(row.sku)) skus.set(row.sku, skus.size + 1);
      rows.push([
        ...[row.orderId, row.lineId, skus.get(row.sku), row.channel.length, row.orderedAt, row.day, row.quantity],
        ...[row.unitPrice, row.listPrice, row.sellerDiscount, row.status, row.returnedQuantity, 1],
      ]);
    }
  }
  return rows;
}

/** Order lines in the shape of a year's trade: 4,000 products, four channels, 20 lines an order, in order of time. */
function madeUp() {
  let seed = 42;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const lines = ['order_id,ordered_at,channel,sku,quantity,unit_price,line_id,status'];
  const channels = ['website', 'store', 'shopee', 'lazada'];
  for (let n = 0; n < LINES; n++) {
    const order = Math.floor(n / 20);
    const at = new Date(Date.UTC(2025, 0, 1) + order * 1_160_000).toISOString();
    const sku = `${10_000 + Math.floor(random() ** 3 * 4_000)}A`;
    const price = (0.5 + random() * 20).toFixed(2);
    const status = random() < 0.02 ? 'returned' : 'sold';
    lines.push(
      `${536_365 + order},${at.slice(0, 10)} ${at.slice(11, 19)},${channels[order % 4]},${sku},${1 + Math.floor(random() * 12)},${price},${n + 1},${status}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
