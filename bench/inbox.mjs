// How long do a page of the inbox and its totals take where very many suggestions wait?
//   npm run build && node bench/inbox.mjs [suggestions=100000] [mariadb://user:password@host:port/database]
// Without an address: SQLite in a temporary folder. An address must be of an empty database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fillInbox } from './inbox-shop.mjs';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`src/${file}.js`, dist));
const { openDatabase } = await load('db/database');
const store = await load('db/stores/suggestions');
const { decideSelection } = await load('flow/decide');

const count = Number(process.argv[2] ?? 100_000);
const dir = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
const url = process.argv[3] ?? `sqlite:${join(dir, 'bench.sqlite')}`;
const ROUNDS = 15;

const db = await openDatabase(url);
try {
  await fillInbox(db, { count, password: 'bench bench bench' });
  const open = { states: ['pending'] };
  const stake = { by: 'atStake', direction: 'desc' };
  const deep = (await store.listSuggestions(db, open, stake, 5_000)).at(-1);
  const filters = {
    'no filter': open,
    'a channel and a category': { ...open, channels: ['shopee'], categories: ['Kopi'] },
    'three months and older, with a mark': { ...open, minAgeDays: 90, marks: ['short-history', 'elasticity-is-prior'] },
    'a word of the name': { ...open, search: 'gayo' },
    'words that nothing has': { ...open, search: 'tidak ada' },
  };
  for (const [name, filter] of Object.entries(filters)) {
    const page = await median(() => store.listSuggestions(db, filter, stake, 50));
    const totals = await median(() => store.totalSuggestions(db, filter));
    report(name, { page, totals });
  }
  report('a page far down', {
    page: await median(() => store.listSuggestions(db, open, stake, 50, { value: deep.atStake, id: deep.id })),
  });
  report('by gain', { page: await median(() => store.listSuggestions(db, open, { ...stake, by: 'gain' }, 50)) });
  report('what is over', { query: await median(() => store.dueSuggestions(db, Date.now())) });
  const owner = { actor: 'user:owner', ip: null, role: 'owner', userId: 1 };
  let from = null;
  let done = 0;
  const started = performance.now();
  const selection = { filter: { rules: undefined }, expectedCount: count, limit: 500 };
  do {
    const part = await decideSelection(
      db,
      owner,
      { ...selection, from },
      { action: 'reject', reason: null },
      Date.now(),
    );
    done += part.results.filter(({ refusal }) => refusal === null).length;
    from = part.next;
  } while (from !== null && done < 10_000);
  report(`${done} rejected in parts of 500`, { each: { wall: (performance.now() - started) / done } });
} finally {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
}

/** Milliseconds on the clock, and of this process's processor time, which with SQLite is all there is. */
async function median(work) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    await work();
    const { user, system } = process.cpuUsage(cpu);
    rounds.push({ wall: performance.now() - started, cpu: (user + system) / 1000 });
  }
  const middle = (kind) => rounds.map((each) => each[kind]).sort((x, y) => x - y)[Math.floor(ROUNDS / 2)];
  return { wall: middle('wall'), cpu: middle('cpu') };
}

function report(name, figures) {
  const told = Object.entries(figures).map(
    ([what, { wall, cpu }]) =>
      `${what} ${wall.toFixed(1)} ms${cpu === undefined ? '' : ` (processor ${cpu.toFixed(1)})`}`,
  );
  console.log(`${name.padEnd(40)} ${told.join(', ')}`);
}
