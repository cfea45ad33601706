// How long does it take to count which products are bought together in 1,000,000 baskets of 4 lines, and in how much memory?
// In memory against one pass that sums the same lines; from SQLite against reading the same lines without using them; then
// one product's partners, again after an import has changed a thousand orders. Popularity is skewed, as in a real shop.
// Run `npm run build` first, then
//   node bench/pairs.mjs [baskets] [products] [seed]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { rankPairs } from '../dist/src/core/demand/pair-list.js';
import { createPairCounter } from '../dist/src/core/demand/pairs.js';
import { openDatabase } from '../dist/src/db/database.js';
import { migrate } from '../dist/src/db/migrate.js';
import { openReader } from '../dist/src/db/reader.js';
import { boughtTogether } from '../dist/src/flow/bought-together.js';
import { listPairs } from '../dist/src/flow/pairs.js';

const [baskets = 1_000_000, products = 20_000, seed = 1] = process.argv.slice(2).map(Number);
const LINES = 4;
const ALWAYS = { from: null, to: null };

/** Processor time, which other work on the machine disturbs less than the clock. */
async function timed(name, work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  console.log(
    `${name.padEnd(62)} ${seconds.toFixed(2).padStart(7)} s  ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
  );
  return { seconds, result };
}

let state = seed;
/** Park and Miller 1988, a = 48,271. */
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const lines = Int32Array.from({ length: baskets * LINES }, () => 1 + Math.floor(products * random() ** 2.5));
const basketAt = (at) => lines.subarray(at * LINES, (at + 1) * LINES);
console.log(
  `${baskets} baskets of ${LINES} lines, ${products} products, seed ${seed}; seconds of processor time, memory after it`,
);

const sum = await timed('one pass that sums the lines (reference)', () => {
  const seen = new Float64Array(products + 1);
  for (let at = 0; at < baskets; at++) for (const id of basketAt(at)) seen[id] += 1;
  return seen;
});
const counted = await timed('count all pairs, rank those in 5 baskets or more, in memory', () => {
  const counter = createPairCounter();
  for (let at = 0; at < baskets; at++) counter.addBasket(basketAt(at));
  return rankPairs(counter, String, 5, 50).total;
});
console.log(`ratio ${(counted.seconds / sum.seconds).toFixed(1)}; ${counted.result} pairs`);

const folder = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
try {
  const url = `sqlite:${join(folder, 'pairs.sqlite')}`;
  const db = await openDatabase(url);
  await migrate(db);
  fill(join(folder, 'pairs.sqlite'));
  const reader = await openReader(url);
  const bare = await timed('read the lines from SQLite, one row each (reference)', async () => {
    let total = 0;
    for await (const batch of reader.batches(
      'SELECT orderId, productId FROM order_line ORDER BY orderId, channelId, lineId',
    )) {
      for (const row of batch) total += row[1];
    }
    return total;
  });
  await reader.close();
  const listed = await timed('larisin pairs --min-support 5', () => listPairs(db, ALWAYS, 5, 50));
  console.log(`ratio ${(listed.seconds / bare.seconds).toFixed(2)}; ${listed.result.total} pairs`);
  const ask = () => boughtTogether(db, 'SKU-100', { window: ALWAYS, countMin: 1, skip: 0, limit: 50 });
  await timed("a product's partners, the first time", ask);
  await timed('again', ask);
  await changeLast(db, 1_000);
  await timed('after an import has changed the last 1,000 orders', ask);
  await db.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

function idOf(at) {
  return `26${String(at).padStart(9, '0')}`;
}

function fill(file) {
  const db = new Sqlite(file);
  db.pragma('synchronous = OFF');
  const product = db.prepare(
    `INSERT INTO product (id, sku, name, tags, status, isStub, createdAt, updatedAt) VALUES (?, ?, ?, '[]', 'active', 0, 0, 0)`,
  );
  const line = db.prepare(
    `INSERT INTO order_line (orderId, lineId, productId, channelId, orderedAt, day, quantity, unitPrice, status, returnedQuantity, importId)
     VALUES (?, ?, ?, 1, 0, ?, 1, 1000, 'sold', 0, 1)`,
  );
  db.transaction(() => {
    for (let id = 1; id <= products; id++) product.run(id, `SKU-${id}`, `Product ${id}`);
    for (let at = 0; at < baskets; at++) {
      basketAt(at).forEach((id, i) => line.run(idOf(at), String(i), id, 20_000 + Math.floor((at * 365) / baskets)));
    }
  })();
  addImport(db, 1);
  db.close();
}

function addImport(db, id) {
  db.prepare(
    `INSERT INTO import_job (id, kind, fileName, state, isDryRun, isPartial, createProducts, createChannels, bytesRead, bytesTotal,
       totals, rejectedBy, notes, createdBy, createdAt)
     VALUES (?, 'orders', 'x', 'done', 0, 0, 0, 0, 0, 0, '{}', '{}', '[]', 'bench', 0)`,
  ).run(id);
}

async function changeLast(db, orders) {
  const file = new Sqlite(db.url.slice('sqlite:'.length));
  file
    .prepare(`UPDATE order_line SET status = 'cancelled', importId = 2 WHERE orderId >= ? AND lineId = '0'`)
    .run(idOf(baskets - orders));
  addImport(file, 2);
  file.close();
}
