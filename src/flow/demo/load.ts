import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shop } from '../../core/access.js';
import type { ImportJob } from '../../core/intake/records.js';
import type { Policy } from '../../core/pricing/policy.js';
import { Refusal } from '../../core/refusal.js';
import type { Day, Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { SYSTEM } from '../../db/stores/audit.js';
import { currentPolicy, readChannels, readShop } from '../../db/stores/settings.js';
import { CalendarWindowTable, ProductTable, SettingTable } from '../../db/tables/shop.js';
import { ingest, recoverImports } from '../ingest.js';
import { changeChannel, changeShop, putPolicy } from '../shop.js';
import { convertOnlineRetail, ONLINE_RETAIL_SHOP, type OnlineRetailReport } from './online-retail/convert.js';
import type { DemoTruths } from './truths.js';
import { writeDemoShop, type DemoFile } from './write.js';

/** A stage of loading, its share from 0 to 1. */
export type DemoProgress = (stage: string, share: number) => void;

/** What a database remembers of the demo in it, as setting `demo`. */
export interface DemoState {
  kind: 'shop' | 'online-retail';
  /** Last day of its history. */
  asOf: Day;
  isLoaded: boolean;
  /** A few SKUs that are worth a look; empty for real data. */
  planted: Record<string, string[]>;
  report: OnlineRetailReport | null;
}

const SETTING = 'demo';
const PLANTED_SHOWN = 3;

/** The demo that a database holds, whole or half-loaded; null when it holds none. */
export async function readDemo(db: Database): Promise<DemoState | null> {
  const row = await db.manager.findOneBy(SettingTable, { name: SETTING });
  return row === null ? null : (row.value as DemoState);
}

/**
 * Says that this database is a demo's from now on; a database that holds one of this kind already is left as it is.
 * @throws Refusal `shop-in-use` when products of somebody's own are in it, `other-demo`
 */
export async function claimForDemo(db: Database, kind: DemoState['kind'], asOf: Day): Promise<DemoState> {
  const before = await readDemo(db);
  const elsewhere = `Give it a database of its own, such as DATABASE_URL=sqlite:./data/${kind}-demo.sqlite`;
  if (before !== null && before.kind !== kind) {
    throw new Refusal('conflict', 'other-demo', `This database holds the demo "${before.kind}". ${elsewhere}`);
  }
  if (before !== null) return before;
  const state: DemoState = { kind, asOf, isLoaded: false, planted: {}, report: null };
  await db.transaction(async (manager) => {
    if (await manager.exists(ProductTable)) {
      const message = `This database holds a shop of your own; the demo is not mixed into it. ${elsewhere}`;
      throw new Refusal('conflict', 'shop-in-use', message);
    }
    const shop = await readShop(manager);
    await manager.save(SettingTable, { name: 'shop', value: { ...shop, isDemo: true } });
    await manager.save(SettingTable, { name: SETTING, value: state });
  });
  return state;
}

/**
 * Loads the demo shop through the front door: its files are written to a folder of their own and imported in order. After a
 * kill it is called again and goes over the same files once more; rows that are there already change nothing.
 */
export async function loadDemoShop(db: Database, state: DemoState, onProgress: DemoProgress): Promise<DemoState> {
  await nameShop(db, { name: 'Toko Demo Larisin' });
  return inFolder(async (folder) => {
    onProgress('drawing the shop', 0);
    const { files, truths } = await writeDemoShop(folder, state.asOf);
    await importAll(db, files, onProgress);
    return finish(db, { ...state, planted: plantedIn(truths) });
  });
}

/**
 * Loads the Online Retail data set: a shop in pounds (price endings follow the currency), on channels of its own.
 */
export async function loadOnlineRetail(
  db: Database,
  state: DemoState,
  inputPath: string,
  onProgress: DemoProgress,
  now: Instant,
): Promise<DemoState> {
  const { currency, scale, zone } = ONLINE_RETAIL_SHOP;
  await nameShop(db, { name: 'Online Retail', currency, scale, timeZone: zone, locale: 'en' });
  const { version, body } = await currentPolicy(db.manager);
  if (body.campaigns.length > 0) {
    const note = 'No Indonesian campaigns and pay days.';
    await putPolicy(db, { expectedVersion: version, policy: withoutCampaigns(body), note }, SYSTEM, now);
    await db.manager.deleteAll(CalendarWindowTable); // no Ramadan either
    // Of the channels that every new shop knows this one has none.
    for (const { code } of await readChannels(db.manager)) {
      await changeChannel(db, code, { isActive: false }, 'channel.change', SYSTEM, now);
    }
  }
  return inFolder(async (folder) => {
    const { files, report, asOf } = await convertOnlineRetail(inputPath, folder, (share) =>
      onProgress('converting', share),
    );
    await importAll(db, files, onProgress);
    return finish(db, { ...state, asOf, report });
  });
}

/** The twin dates of Indonesian marketplaces mean nothing to a shop in Britain. */
const withoutCampaigns = (policy: Policy): Policy => ({ ...policy, campaigns: [] });

async function nameShop(db: Database, wanted: Partial<Shop>): Promise<void> {
  const shop = await readShop(db.manager);
  const isSame = Object.entries(wanted).every(([key, value]) => shop[key as keyof Shop] === value);
  if (!isSame) await changeShop(db, wanted, SYSTEM, Date.now());
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'larisin-demo-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importAll(db: Database, files: DemoFile[], onProgress: DemoProgress): Promise<void> {
  await recoverImports(db, Date.now());
  for (const { kind, path } of files) {
    const stage = `importing ${kind.replace('_', ' ')}`;
    onProgress(stage, 0);
    const options = { kind, createdBy: SYSTEM.actor, createChannels: true };
    const job: ImportJob = await ingest(db, { path }, options, ({ bytesRead, bytesTotal }) =>
      onProgress(stage, bytesTotal > 0 ? bytesRead / bytesTotal : 0),
    );
    if (job.state !== 'done') throw new Error(`the demo's own ${kind} were refused: ${job.error?.message}`);
    onProgress(stage, 1);
  }
}

async function finish(db: Database, state: DemoState): Promise<DemoState> {
  const done = { ...state, isLoaded: true };
  await db.manager.save(SettingTable, { name: SETTING, value: done });
  return done;
}

function plantedIn(truths: DemoTruths): DemoState['planted'] {
  const few = (skus: string[]): string[] => skus.slice(0, PLANTED_SHOWN);
  const { seller, partner } = truths.pairs[0] ?? { seller: '', partner: '' };
  return {
    'dead stock': few(truths.stale.dead),
    'fresh restock over old units': few(truths.stale['fresh-over-old']),
    'bought together': [seller, partner],
    'negative stock': few(truths.negativeStock),
    'unknown cost': few(truths.unknownCost),
  };
}
