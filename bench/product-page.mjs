// How long does a server take for the parts of one product's page in a large shop, and for a page of the list?
//   npm run build && node bench/product-page.mjs [products=20000] [channels=4] [days=365] [mariadb://user:password@host:port/database]
// Without an address: SQLite in a temporary folder. A run is made first. Each part is asked for on 40 products spread over the
// shop, after one that is not counted; the reference is the same product worked out beside the whole shop.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fillShop } from './shop.mjs';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`src/${file}.js`, dist));
const { openDatabase } = await load('db/database');
const { migrate } = await load('db/migrate');
const { ensureInstallation } = await load('flow/setup');
const { requestRun, analyse } = await load('flow/analyse');
const { ageProduct, describeProduct } = await load('flow/product');
const { describeInRun } = await load('flow/run-facts');
const { pastOfProduct } = await load('flow/product-history');
const { planOfProduct } = await load('flow/product-plan');
const { listProducts } = await load('db/stores/products');
const { latestGoodRun } = await load('db/stores/runs');
const { readConfig } = await load('config');
const { parseDay } = await load('core/units');

const [products, channels, days] = [20_000, 4, 365].map((value, i) => Number(process.argv[2 + i] ?? value));
const asOf = parseDay('2026-10-31');
const dir = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
const url = process.argv[5] ?? `sqlite:${join(dir, 'bench.sqlite')}`;

const db = await openDatabase(url);
try {
  await migrate(db);
  await ensureInstallation(db, readConfig({ OWNER_PASSWORD: 'bench bench bench' }), Date.now());
  await fillShop({ url, products, channels, days, asOf });
  const { id } = await requestRun(db, { asOf, cause: 'cli', createdBy: 'bench', today: asOf + 1 }, Date.now());
  await analyse(db, id);
  const run = await latestGoodRun(db.manager);
  const shop = await listProducts(db, id, {}, { by: 'sku', direction: 'asc' }, products);
  const asked = Array.from({ length: 41 }, (_, i) => shop[Math.floor(((i + 0.5) * shop.length) / 41)]);

  const measure = async (name, work) => {
    const times = [];
    for (const product of asked) {
      const started = performance.now();
      await work(product);
      times.push(performance.now() - started);
    }
    const sorted = times.slice(1).sort((a, b) => a - b);
    console.log(`${name.padEnd(44)} median ${sorted[20].toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms`);
  };
  await measure('stock and layers', ({ sku }) => ageProduct(db, sku, asOf, asOf + 1));
  await measure('facts and demand, of the run', (product) => describeInRun(db, run, product.id));
  await measure('history of 180 days', ({ sku }) => pastOfProduct(db, sku, { to: asOf }, asOf + 1));
  await measure('markdown plan of 8 weeks', ({ sku }) =>
    planOfProduct(db, sku, { weeks: 8, salvage: null, monotone: true }, Date.now()).catch((error) => {
      if (error.code !== 'no-plan') throw error;
    }),
  );
  const page = (filter, by, direction) => listProducts(db, id, filter, { by, direction }, 51);
  await measure('list by stale value', () => page({}, 'staleValue', 'desc'));
  await measure('list, a search of two words', ({ sku, name }) =>
    page({ search: `${sku.slice(-3)} ${name.slice(0, 3)}` }, 'staleValue', 'desc'),
  );
  const started = performance.now();
  await describeProduct(db, asked[20].sku, asOf, asOf + 1, Date.now());
  console.log(`${'beside the whole shop (reference)'.padEnd(44)} ${(performance.now() - started).toFixed(0)} ms`);
} finally {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
}
