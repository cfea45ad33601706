import { Unreachable, type World } from '../../examples/sync-worker/src/send.js';
import type { Adapter } from '../../examples/sync-worker/src/adapter.js';
import { Job, type JobOptions, type Pass } from '../../examples/sync-worker/src/job.js';
import { shopify } from '../../examples/sync-worker/src/shopify.js';
import { wooCommerce } from '../../examples/sync-worker/src/woocommerce.js';
import { wayTo, type Change, type Channel, type Fault } from './channel.js';
import { FeedModel, MINUTE } from './feed-model.js';
import { Killed, Mortal } from './mortal.js';
import { ShopifyShop } from './shopify-shop.js';
import { WooShop } from './woo-shop.js';

export const NINE = Date.UTC(2026, 10, 25, 2); // 09:00 in Jakarta
export type Kind = 'woocommerce' | 'shopify';
export const BASE = 100_000;

/** A feed, a channel and a job between them that may be killed, on a clock that only moves when somebody waits. */
export class Stage {
  now = NINE;
  readonly feed: FeedModel;
  readonly channel: Channel;
  readonly mortal = new Mortal();
  readonly refs = new Map<string, { externalId: string | null; externalVariantId: string | null }>();
  /** What goes wrong on the way to the channel, and whether the feed is away. */
  fault: () => Fault = () => null;
  isFeedAway: () => boolean = () => false;
  /** Looks after each pass at what it did. */
  afterPass: () => void = () => undefined;
  private job: Job | null = null;
  private readonly options: JobOptions;

  constructor(kind: Kind, skus: string[], options: Partial<JobOptions> = {}) {
    const clock = (): number => this.now;
    this.feed = new FeedModel(clock);
    const world: World = {
      now: clock,
      sleep: async (ms) => void (this.now += ms),
      send: async (request) => {
        this.mortal.step();
        const reply = await wayTo(this.channel, () => this.fault())(request);
        this.mortal.step();
        return reply;
      },
    };
    let adapter: Adapter;
    if (kind === 'woocommerce') {
      const shop = new WooShop(clock);
      skus.forEach((sku, i) => {
        // Every other one is a variation of a product.
        const parent = i % 2 === 0 ? 0 : 9_000;
        const id = String(shop.add(sku, BASE, parent));
        this.refs.set(sku, parent === 0 ? ref(id, null) : ref('9000', id));
      });
      this.channel = shop;
      adapter = wooCommerce({ url: 'https://toko.test/', key: 'ck_test', secret: 'cs_test' }, world);
    } else {
      const shop = new ShopifyShop(clock, 0);
      skus.forEach((sku, i) => this.refs.set(sku, ref(String(700 + (i >> 1)), shop.add(sku, BASE, 700 + (i >> 1)))));
      this.channel = shop;
      adapter = shopify({ shop: 'toko.myshopify.com', token: 'shpat_test', version: '2026-10' }, world);
    }
    for (const sku of skus) this.feed.base.set(sku, BASE);
    const feed = this.mortal.wrap(this.feed, ['prices', 'changes', 'acknowledge', 'report']);
    const away = new Proxy(feed, {
      get: (target, name, self) => {
        if (['prices', 'changes', 'acknowledge', 'report'].includes(String(name)) && this.isFeedAway()) {
          return () => Promise.reject(new Unreachable('no answer', 1_000));
        }
        return Reflect.get(target, name, self) as unknown;
      },
    });
    this.options = { feed: away, adapter, disk: this.mortal.disk, world, ...options };
  }

  approve(sku: string, price: number, startsIn: number, minutes: number): number {
    const from = this.now + startsIn * MINUTE;
    return this.feed.approve(sku, price, from, from + minutes * MINUTE, this.refs.get(sku));
  }

  /** One pass of the job; null: it was killed, and the next pass is that of a new process. */
  async pass(stepsToLive = Infinity): Promise<Pass | null> {
    try {
      if (this.job === null || stepsToLive !== Infinity) {
        this.mortal.revive(stepsToLive);
        this.job = new Job(this.options);
      }
      return await this.job.pass();
    } catch (error) {
      this.job = null;
      if (!(error instanceof Killed)) throw error;
      return null;
    } finally {
      this.afterPass();
    }
  }

  /** A new process on what is on disk, that nothing goes wrong with, until nothing is left to do. */
  async calm(): Promise<void> {
    [this.fault, this.isFeedAway] = [() => null, () => false];
    this.channel.refused.clear();
    for (let i = 0; i < 3; i++) {
      if (i > 0) this.now += 11 * MINUTE;
      this.feed.endDue();
      this.job = null;
      this.mortal.revive();
      await this.pass();
    }
  }

  get byJob(): Change[] {
    return this.channel.changes.filter(({ by }) => by === 'job');
  }
}

const ref = (externalId: string, externalVariantId: string | null) => ({ externalId, externalVariantId });

/** Uniform numbers from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
