import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Job } from '../../examples/sync-worker/src/job.js';
import type { Snapshot } from '../../src/contract/feed.js';
import { ZoneClock } from '../../src/core/intake/zone.js';
import type { Day } from '../../src/core/units.js';
import type { Database } from '../../src/db/database.js';
import { SuggestionTable } from '../../src/db/tables/engine.js';
import { BasePriceTable, ChannelTable, ListingTable, ProductTable, ReceiptTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { decide } from '../../src/flow/decide.js';
import { listDrifts } from '../../src/flow/drift.js';
import { endDueEntries, readListing } from '../../src/flow/entries.js';
import { feedStatus } from '../../src/flow/feed.js';
import { ingest } from '../../src/flow/ingest.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { snapshotPage } from '../../src/flow/snapshot.js';
import { freshDatabase } from '../database.js';
import { asked, SITI } from '../flow/decide-shop.js';
import { day, product, TEST_CONFIG } from '../shop.js';
import type { Fault } from '../sync/channel.js';
import { Killed } from '../sync/mortal.js';
import { randomFrom } from '../sync/played.js';
import { shopeeExport, tiktokExport, wooExport, type Bought } from './exports.js';
import { flowFeed } from './flow-feed.js';
import { openFront, type ShopFront } from './shop-front.js';

export const BASE = 100_000;
export const CHANNELS = ['shopee', 'tiktok-shop', 'website'] as const;
export type Code = (typeof CHANNELS)[number];
/** Three that hardly sell any more, and three that do. */
export const SKUS = ['P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6'];
const UNITS_A_DAY = [0.1, 0.15, 0.2, 1.5, 2, 2.5];
const FAULTS: Fault[] = ['lost-before', 'lost-after', 'busy', 'broken'];
const HOUR = 3_600_000;
/** Each export holds so many days: it overlaps with those before. */
const EXPORT_DAYS = 4;
/** An approved price runs so many days. */
const OFFER_DAYS = 5;

const zone = new ZoneClock('Asia/Jakarta');
const save: Record<Code, (path: string, orders: Bought[]) => void> = {
  shopee: shopeeExport,
  'tiktok-shop': tiktokExport,
  website: wooExport,
};

/** What a channel showed of a product when its job had done all that there was to do, and what the feed says of it then. */
export interface Seen {
  at: number;
  code: Code;
  sku: string;
  price: number;
  /** Of the entry that should be live; null: none. */
  wanted: number | null;
  delivery: string | null;
  /** What the shop believes to be the plain price. */
  base: number;
  /** Listed as drift, with this price. */
  drift: number | null;
}

/** A shop of six products on three channels, day by day, on a clock that only the test moves. */
export class ShopLife {
  now = 0;
  readonly orders: (Bought & { code: Code })[] = [];
  readonly seen: Seen[] = [];
  private readonly random = randomFrom(7);
  private bad = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'larisin-month-'));
  private readonly fronts = new Map<Code, ShopFront>();

  private constructor(readonly db: Database) {}

  static async open(kind: 'sqlite' | 'mariadb', begin: Day): Promise<ShopLife> {
    const life = new ShopLife(await freshDatabase(kind));
    life.now = zone.instantOf(begin - 40, 0);
    const { db } = life;
    await ensureInstallation(db, TEST_CONFIG, life.now);
    for (const [i, sku] of SKUS.entries()) {
      const about = { category: 'kaos', cost: 40_000, price: BASE };
      const { id } = await db.manager.save(ProductTable, product(sku, about));
      await db.manager.insert(BasePriceTable, { productId: id, channelId: 0, since: life.now, price: BASE });
      const received = { reference: '', quantity: 300, unitCost: 40_000 };
      await db.manager.insert(ReceiptTable, { productId: id, day: begin - 75 - 10 * i, ...received });
    }
    for (const code of CHANNELS) await life.openFront(code);
    return life;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  front(code: Code): ShopFront {
    return this.fronts.get(code)!;
  }

  /**
   * 24 hours: what was sold yesterday comes in, the engine runs, the owner approves, the jobs work in spite of all that goes
   * wrong. `away`: channels whose job does not run that day.
   */
  async liveThrough(date: Day, away: Code[] = []): Promise<void> {
    this.at(date, 5);
    for (const code of CHANNELS) await this.importOrders(code, date - EXPORT_DAYS, date - 1);
    await this.run(date - 1);
    this.at(date, 6);
    await this.approve(date);
    for (const hour of [6.5, 18, 23.5]) {
      this.at(date, hour);
      if (hour === 18) this.sell(date);
      await endDueEntries(this.db, this.now);
      for (const code of CHANNELS) if (!away.includes(code)) await this.sync(code);
    }
  }

  /** Lets everything that runs come to its end. */
  async endAll(): Promise<void> {
    await endDueEntries(this.db, this.now);
    for (const code of CHANNELS) await this.sync(code);
  }

  /** Sells a day on each channel at the prices that it shows now. */
  sell(date: Day): void {
    for (const code of CHANNELS) {
      SKUS.forEach((sku, i) => {
        const paid = this.front(code).price(sku);
        const units = Math.floor(UNITS_A_DAY[i]! * (BASE / paid) ** 2 + this.random());
        const order = this.orders.length + 1_000;
        if (units > 0) this.orders.push({ code, order, day: date, sku, units, list: BASE, paid: Math.min(paid, BASE) });
      });
    }
  }

  async importOrders(code: Code, from: Day, to: Day): Promise<void> {
    const orders = this.orders.filter((one) => one.code === code && one.day >= from && one.day <= to);
    if (orders.length === 0) return;
    const path = join(this.folder, `${code}-${to}`);
    save[code](path, orders);
    const job = await ingest(this.db, { path }, { kind: 'orders', createdBy: 'test' }, undefined, () => this.now);
    if (job.state !== 'done' || job.totals.rejected > 0) throw new Error(`${code}: ${JSON.stringify(job)}`);
  }

  private async run(asOf: Day): Promise<void> {
    const today = zone.dayOf(this.now);
    const { id } = await requestRun(this.db, { asOf, cause: 'schedule', createdBy: 'test', today }, this.now);
    await analyse(this.db, id, undefined, () => this.now);
  }

  private async approve(date: Day): Promise<void> {
    const open = await this.db.manager.findBy(SuggestionTable, { state: 'pending' });
    for (const { id, kind } of open) {
      if (kind !== 'discount' && kind !== 'restore') continue;
      const endsAt = zone.instantOf(date + OFFER_DAYS, 0);
      const adjustment = { price: null, startsAt: null, endsAt };
      const change = kind === 'discount' ? { action: 'adjust' as const, adjustment } : {};
      await decide(this.db, SITI, [asked(id, { ...change, reason: 'sepi' })], this.now);
    }
  }

  /** A pass with trouble, or several, and then one without; after it, channel, feed and ledger say the same. */
  async sync(code: Code): Promise<void> {
    this.bad = this.random() < 0.5 ? 0.4 : 0;
    const front = this.front(code);
    for (let passes = Math.floor(this.random() * 3); passes > 0; passes--) {
      await this.pass(front, code, this.random() < 0.6 ? Math.floor(this.random() * 40) : Infinity);
    }
    this.bad = 0;
    await this.pass(front, code, Infinity);
    this.now += 60_000;
    const running = await this.running(code);
    const drifts = new Map(
      (await listDrifts(this.db, code, { limit: 50 }, this.now)).items.map((one) => [one.sku, one]),
    );
    const bases = await this.db.query<{ sku: string; base: number }>(
      `SELECT p.sku, COALESCE(l.price, p.price) AS base FROM product p JOIN listing l ON l.productId = p.id
         JOIN channel c ON c.id = l.channelId WHERE c.code = ?`,
      [code],
    );
    const delivered = (await feedStatus(this.db, code, { limit: 50 }, this.now)).items;
    for (const sku of SKUS) {
      const entry = running.get(sku);
      const delivery = delivered.find(({ id }) => id === entry?.id)?.delivery ?? null;
      const [wanted, drift] = [entry?.price ?? null, drifts.get(sku)?.theirs ?? null];
      const base = bases.find((row) => row.sku === sku)!.base;
      this.seen.push({ at: this.now, code, sku, price: front.price(sku), wanted, delivery, base, drift });
    }
  }

  private async pass(front: ShopFront, code: Code, stepsToLive: number): Promise<void> {
    const { mortal, adapter } = front;
    const world = { now: () => this.now, sleep: async (ms: number) => void (this.now += ms) };
    try {
      if (front.job === null || stepsToLive !== Infinity || mortal.end !== Infinity) {
        mortal.revive(stepsToLive);
        const feed = mortal.wrap(flowFeed(this.db, code, world.now), ['prices', 'changes', 'acknowledge', 'report']);
        front.job = new Job({ feed, adapter, disk: mortal.disk, world, settleMs: 1_000 });
      }
      await front.job.pass();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      front.job = null;
    }
  }

  /** What the feed says that should be live now, by SKU. */
  async running(code: Code): Promise<Map<string, { id: number; price: number }>> {
    const page = await snapshotPage(this.db, code, { limit: 500 }, this.now);
    const { entries } = JSON.parse(page.body.toString()) as Extract<Snapshot, { status: 'ok' }>;
    const live = entries.filter(({ state, kind }) => state === 'live' && (kind === 'discount' || kind === 'base'));
    return new Map(live.map((entry) => [entry.sku, entry]));
  }

  /** The ledger of a listing, with everything that is known by now. */
  async ledger(code: Code, sku: string) {
    const [channel, found] = [
      await this.db.manager.findOneByOrFail(ChannelTable, { code }),
      await this.db.manager.findOneByOrFail(ProductTable, { sku }),
    ];
    return (await readListing(this.db.manager, { productId: found.id, channelId: channel.id }, this.now)).ledger;
  }

  at(date: Day, hour: number): void {
    this.now = Math.max(this.now, zone.instantOf(date, 0) + hour * HOUR);
  }

  private async openFront(code: Code): Promise<void> {
    const front = openFront(code, SKUS, BASE, {
      now: () => this.now,
      sleep: async (ms) => void (this.now += ms),
      faultOf: () => (this.random() < this.bad ? FAULTS[Math.floor(this.random() * FAULTS.length)]! : null),
    });
    this.fronts.set(code, front);
    const channel = await this.db.manager.findOneByOrFail(ChannelTable, { code });
    for (const sku of SKUS) {
      const { id } = await this.db.manager.findOneByOrFail(ProductTable, { sku });
      const bare = { price: null, minPrice: null, maxPrice: null, updatedAt: 0, externalVariantId: null };
      const externalId = front.ids.get(sku)!;
      await this.db.manager.insert(ListingTable, { productId: id, channelId: channel.id, externalId, ...bare });
    }
  }
}

export const monthBegins = day('2026-11-01');
