// A whole run (read, age, demand, rules, prices, suggestions written) against the bare read of the same rows, in one go.
//   npm run build && node bench/run.mjs [products=20000] [channels=4] [days=365] [mariadb://user:password@host:port/database]
// Without an address: SQLite in a temporary folder. Sales are sparse (a listing sells on about one day in six), as in a
// real shop: about 6 million rows at the default size; about one product in six is overstocked.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillShop } from './shop.mjs';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`src/${file}.js`, dist));
const { openDatabase } = await load('db/database');
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

/** In a process of its own, as in the service's worker, so that its memory is its own. */
async function runInChild(day) {
  const env = { ...process.env, BENCH_RUN_URL: url, BENCH_RUN_DAY: String(day) };
  const child = fork(import.meta.filename, process.argv.slice(2), { env });
  const [result] = await once(child, 'message');
  return result;
}

if (process.env.BENCH_RUN_URL) {
  const db = await openDatabase(process.env.BENCH_RUN_URL);
  const day = Number(process.env.BENCH_RUN_DAY);
  const { id } = await requestRun(db, { asOf: day, cause: 'cli', createdBy: 'bench', today: asOf + 1 }, Date.now());
  const stages = {};
  const started = performance.now();
  const totals = await analyse(db, id, (stage) => (stages[stage] ??= (performance.now() - started) / 1000));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  process.send?.({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    totals,
    stages,
    megabytes: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
  });
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
  await fillShop({ url, products, channels, days, asOf });
  await bareRead(); // warms the cache of the machine for both
  const before = await bareRead();
  const first = await runInChild(asOf - 1); // the very first run also reckons stale stock back
  const { seconds, cpuSeconds, megabytes, totals, stages } = await runInChild(asOf);
  const after = await bareRead();
  const bare = (before.seconds + after.seconds) / 2;
  console.log({ rows: before.rows, totals, stagesBeganAtS: stages });
  console.log(`the very first run ${first.seconds.toFixed(2)} s, peak ${first.megabytes} MB`);
  console.log(
    `bare read ${bare.toFixed(2)} s, run ${seconds.toFixed(2)} s, ratio ${(seconds / bare).toFixed(2)}, processor time ${cpuSeconds.toFixed(2)} s, peak ${megabytes} MB`,
  );
} finally {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
}
