import { setTimeout as sleep } from 'node:timers/promises';
import { verify } from 'argon2';
import type { Config } from '../config.js';
import { Refusal } from '../core/refusal.js';
import type { Run } from '../core/run.js';
import { OPEN_STATES } from '../core/approval/step.js';
import { formatDay, type Money } from '../core/units.js';
import { listRuns } from '../db/stores/runs.js';
import { readShop } from '../db/stores/settings.js';
import { listSuggestions, totalSuggestions, type ListedSuggestion } from '../db/stores/suggestions.js';
import { UserTable } from '../db/tables/shop.js';
import { tidyName } from '../flow/access.js';
import { claimForDemo, loadDemoShop, loadOnlineRetail, readDemo, type DemoState } from '../flow/demo/load.js';
import type { DemoOptions } from './commands/demo.js';
import { demoLogin, type DemoLogin } from './demo-login.js';
import { note, out, printRows } from './output.js';
import { createStages } from './progress.js';
import { runNow } from './run-now.js';
import { moneyOf, placeOf, withShop, type OpenShop } from './shop.js';

const SUGGESTIONS_SHOWN = 10;
/** A killed process's lease on the run lasts a minute. */
const LEASE_WAIT_MS_MAX = 90_000;

/** Loads the demo where it is not there yet, analyses it, tells what to look at, and serves. */
export async function runDemo(config: Config, options: DemoOptions): Promise<void> {
  const login = await demoLogin(config);
  const loaded = await withShop(
    async (open) => ({ ...(await load(open, options)), isLogin: await opensWith(open, login.password) }),
    { ...config, OWNER_PASSWORD: login.password },
  );
  if (!options.serve) {
    tellLoaded(loaded);
    out(`\nServe it with: npx larisin demo\n`);
    return;
  }
  const { serveUntilStopped } = await import('./serving.js');
  // The data set ends in 2011: a daily run as of yesterday would only say that everything is old.
  const dailyRunAt = loaded.state.kind === 'online-retail' ? 'off' : config.DAILY_RUN_AT;
  await serveUntilStopped({ ...config, DAILY_RUN_AT: dailyRunAt }, ({ url }) => {
    tellLogin(config, login, loaded.isLogin);
    tellLoaded(loaded);
    out(`\nThe API, to read and to try: ${url}/docs\n`);
  });
}

interface Loaded {
  state: DemoState;
  lines: string[];
  first: ListedSuggestion[];
  money(amount: Money): string;
}

async function load(open: OpenShop, options: DemoOptions): Promise<Loaded> {
  const { db, today, now } = open;
  const startedAt = performance.now();
  // Without a file whichever demo is there is served again.
  const kind = options.onlineRetail === undefined ? ((await readDemo(db))?.kind ?? 'shop') : 'online-retail';
  let state = await claimForDemo(db, kind, options.asOf ?? today - 1);
  const isNew = !state.isLoaded;
  if (isNew) {
    const stages = createStages();
    const loading =
      kind === 'shop'
        ? loadDemoShop(db, state, stages.tell)
        : loadOnlineRetail(db, state, retailFile(options), stages.tell, now);
    state = await loading.finally(stages.end);
  } else {
    note(
      `The demo is loaded already (its history ends on ${formatDay(state.asOf)}); delete the database to load it anew.`,
    );
  }
  const run = await ensureRun(open, state);
  const named = { ...open, money: moneyOf(await readShop(db.manager)) }; // loading may have changed the currency
  const seconds = (performance.now() - startedAt) / 1000;
  const lines = await whatToLookAt(named, state, run);
  if (state.report !== null) lines.unshift(...retailLines(state, isNew ? seconds : null));
  const order = { by: 'gain', direction: 'desc' } as const;
  const first =
    state.kind === 'shop' ? [] : await listSuggestions(db, { states: OPEN_STATES }, order, SUGGESTIONS_SHOWN);
  return { state, lines, first, money: named.money };
}

function retailFile({ onlineRetail }: DemoOptions): string {
  if (onlineRetail !== undefined) return onlineRetail;
  const message = 'Online Retail was not loaded to its end: name the file again with --online-retail <file>.';
  throw new Refusal('invalid', 'demo-incomplete', message);
}

/** The demo's run, made when it is missing: because it is new, or because an earlier start was killed before it. */
async function ensureRun({ db, today, by }: OpenShop, state: DemoState): Promise<Run> {
  const done = (await listRuns(db.manager, 1_000)).find((run) => run.state === 'done' && run.asOf >= state.asOf);
  if (done !== undefined) return done;
  const stages = createStages();
  const until = performance.now() + LEASE_WAIT_MS_MAX;
  const request = { asOf: state.asOf, today, cause: 'demo' as const, createdBy: by.actor };
  for (;;) {
    try {
      return await runNow(db, request, (stage, made, total) =>
        stages.tell(`analysing: ${stage}`, made / Math.max(1, total)),
      );
    } catch (error) {
      const isWaiting = error instanceof Refusal && error.code === 'run-in-progress' && performance.now() < until;
      if (!isWaiting) throw error;
      stages.tell('waiting for the run of a process that was ended', 0);
      await sleep(2_000);
    } finally {
      stages.end();
    }
  }
}

async function whatToLookAt({ db, money, config }: OpenShop, state: DemoState, run: Run): Promise<string[]> {
  const totals = run.totals!;
  const { count, gain } = await totalSuggestions(db, { states: OPEN_STATES });
  const asOf = formatDay(run.asOf);
  const planted = Object.entries(state.planted).map(([what, skus]) => `${what} ${skus.join(', ')}`);
  return [
    '',
    `What to look at (as of ${asOf}; the database is ${placeOf(config)}):`,
    `  ${totals.flagged} of ${totals.products} products sit for too long: ${totals.staleUnits} units, ${money(totals.staleValue)}   npx larisin stale --as-of ${asOf}`,
    `  ${count} suggestions wait for a decision, expected gain ${money(gain)}   npx larisin suggestions`,
    ...(planted.length === 0 ? [] : [`  planted in the shop: ${planted.join('; ')}   npx larisin product <sku>`]),
    `  docs/${state.kind === 'shop' ? 'demo' : 'online-retail'}.md  what is in the data, and what is not`,
  ];
}

function retailLines({ report }: DemoState, seconds: number | null): string[] {
  const { rowsIn, sales, returns, refused, products, invoices } = report!;
  const counts = Object.entries(refused).filter(([, count]) => count > 0);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return [
    '',
    `Rows in ${rowsIn}: ${sales} sales and ${returns} returns accepted, ${total} refused`,
    ...counts.map(([reason, count]) => `  ${String(count).padStart(7)}  ${reason}`),
    `${products} products, ${invoices} invoices`,
    ...(seconds === null
      ? []
      : [`Loaded and analysed in ${seconds.toFixed(1)} s with at most ${megabytes} MB of memory`]),
  ];
}

function tellLoaded({ lines, first, money }: Loaded): void {
  for (const line of lines) out(`${line}\n`);
  if (first.length === 0) return;
  const orMoney = (amount: number | null): string => (amount === null ? '-' : money(amount));
  out('\nFirst suggestions\n');
  printRows('table', first, [
    { key: 'id', title: 'id', value: ({ id }) => id },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'name', title: 'name', value: ({ productName }) => productName },
    { key: 'channel', title: 'channel', value: ({ channelCode }) => channelCode },
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'currentPrice', title: 'price now', value: (s) => s.currentPrice, text: (s) => orMoney(s.currentPrice) },
    { key: 'price', title: 'suggested', value: (s) => s.price, text: (s) => orMoney(s.price) },
    { key: 'gain', title: 'gain', value: (s) => s.gain, text: (s) => orMoney(s.gain) },
    { key: 'rule', title: 'rule', value: ({ ruleName }) => ruleName },
  ]);
}

/** False where the owner was there before the demo, or has changed the password. */
async function opensWith({ db, config }: OpenShop, password: string): Promise<boolean> {
  const owner = await db.manager.findOneBy(UserTable, { name: tidyName(config.OWNER_NAME) });
  return owner !== null && (await verify(owner.passwordHash, password));
}

function tellLogin(config: Config, { password, file }: DemoLogin, isLogin: boolean): void {
  const secret = file === null ? 'of OWNER_PASSWORD' : `${password}   (kept in ${file})`;
  if (isLogin) out(`Log in as ${config.OWNER_NAME} with the password ${secret}\n`);
  else
    out(`Log in as the owner of this database; a lost password is set anew with: npx larisin user password <name>\n`);
}
