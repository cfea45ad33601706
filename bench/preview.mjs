// How long does a preview take, against the bare judging of the same listings by one set of rules?
//   npm run build && node bench/preview.mjs [products=20000] [channels=4] [days=120] [mariadb://user:password@host:port/database]
// Without an address: SQLite in a temporary folder. A run is made first; then a draft that changes every rule of old stock is
// previewed against the shipped rules: once from the database (what the first asker waits for), then from memory. So is a policy in
// which one limit is another, as the settings ask for while somebody types.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fillShop } from './shop.mjs';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`src/${file}.js`, dist));
const { openDatabase } = await load('db/database');
const { migrate } = await load('db/migrate');
const { publishedRules } = await load('db/stores/settings');
const { readSheets } = await load('db/stores/sheets');
const { ensureInstallation } = await load('flow/setup');
const { readSettings } = await load('flow/settings');
const { requestRun, analyse } = await load('flow/analyse');
const { previewRules } = await load('flow/rules/preview');
const { previewPolicy } = await load('flow/policy-preview');
const { readConfig } = await load('config');
const { suggest } = await load('core/pipeline');
const { parseDay } = await load('core/units');

const [products, channels, days] = [20_000, 4, 120].map((value, i) => Number(process.argv[2 + i] ?? value));
const asOf = parseDay('2026-10-31');
const dir = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
const url = process.argv[5] ?? `sqlite:${join(dir, 'bench.sqlite')}`;

const timed = async (work) => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
};

const db = await openDatabase(url);
try {
  await migrate(db);
  await ensureInstallation(db, readConfig({ OWNER_PASSWORD: 'bench bench bench' }), Date.now());
  await fillShop({ url, products, channels, days, asOf });
  const { id } = await requestRun(db, { asOf, cause: 'cli', createdBy: 'bench', today: asOf + 1 }, Date.now());
  await analyse(db, id);
  const { body } = await publishedRules(db.manager);
  const draft = JSON.parse(JSON.stringify(body));
  for (const { event, examples } of draft.rules) {
    if (event.type !== 'discount' || event.params.percent === undefined) continue;
    event.params.percent += 5;
    for (const { expect } of examples) delete expect?.params;
  }
  const settings = await readSettings(db, asOf, Date.now());
  const sheets = [];
  for await (const sheet of readSheets(db, id)) sheets.push(sheet);
  const reference = [];
  const first = await timed(() => previewRules(db, { ruleSet: draft }, Date.now()));
  const warm = [];
  const policies = [];
  const policy = { ...settings.policy, limits: { ...settings.policy.limits, maxDiscountBp: 2000 } };
  for (let round = 0; round < 5; round++) {
    reference.push(await timed(async () => suggest(sheets, settings)));
    warm.push(await timed(() => previewRules(db, { ruleSet: draft }, Date.now())));
    policies.push(await timed(() => previewPolicy(db, policy, Date.now())));
  }
  const median = (rounds, key) => rounds.map((each) => each[key]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)];
  const { listings, changes } = first.result;
  console.log({ listings, changes, rows: first.result.rows.length });
  const line = (name, seconds, cpu) =>
    console.log(`${name.padEnd(44)} ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of processor time`);
  line('judging by one set (reference, median of 5)', median(reference, 'seconds'), median(reference, 'cpuSeconds'));
  line('preview, first, from the database', first.seconds, first.cpuSeconds);
  line('preview, from memory (median of 5)', median(warm, 'seconds'), median(warm, 'cpuSeconds'));
  line('preview of a policy, from memory (median of 5)', median(policies, 'seconds'), median(policies, 'cpuSeconds'));
  console.log(`ratio ${(median(warm, 'cpuSeconds') / median(reference, 'cpuSeconds')).toFixed(2)}`);
} finally {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
}
