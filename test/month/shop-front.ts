import type { Adapter } from '../../examples/sync-worker/src/adapter.js';
import type { Job } from '../../examples/sync-worker/src/job.js';
import type { Request } from '../../examples/sync-worker/src/send.js';
import { wooCommerce } from '../../examples/sync-worker/src/woocommerce.js';
import { wayTo, type Change, type Fault } from '../sync/channel.js';
import { Mortal } from '../sync/mortal.js';
import { PromoShop } from '../sync/promo-shop.js';
import { WooShop } from '../sync/woo-shop.js';

/** A stand-in of one channel, and the process of its sync job, which may be killed. */
export interface ShopFront {
  adapter: Adapter;
  price(sku: string): number;
  edit(sku: string, price: number): void;
  changes: Change[];
  /** The channel refuses changes of these. */
  refused: Set<string>;
  /** The channel's own ids by SKU. */
  ids: Map<string, string>;
  mortal: Mortal;
  job: Job | null;
}

interface Surroundings {
  now(): number;
  sleep(ms: number): Promise<void>;
  faultOf(): Fault;
}

/** The website is a WooCommerce shop, the others are marketplaces. */
export function openFront(code: string, skus: string[], price: number, around: Surroundings): ShopFront {
  const mortal = new Mortal();
  if (code === 'website') {
    const woo = new WooShop(() => around.now());
    const way = wayTo(woo, () => around.faultOf());
    const send = async (request: Request) => {
      mortal.step();
      const reply = await way(request);
      mortal.step();
      return reply;
    };
    const ids = new Map(skus.map((sku) => [sku, String(woo.add(sku, price))]));
    const adapter = wooCommerce({ url: 'https://toko.test', key: 'ck_test', secret: 'cs_test' }, { ...around, send });
    return front(woo, adapter, ids, mortal);
  }
  const promo = new PromoShop(
    () => around.now(),
    () => around.faultOf(),
  );
  for (const sku of skus) promo.add(sku, price);
  return front(promo, mortal.wrap<Adapter>(promo, ['write']), new Map(skus.map((sku) => [sku, sku])), mortal);
}

function front(shop: WooShop | PromoShop, adapter: Adapter, ids: Map<string, string>, mortal: Mortal): ShopFront {
  return {
    adapter,
    price: (sku) => shop.price(sku),
    edit: (sku, price) => shop.edit(sku, price),
    changes: shop.changes,
    refused: shop.refused,
    ids,
    mortal,
    job: null,
  };
}
