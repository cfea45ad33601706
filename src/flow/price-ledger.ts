import { formatInstant } from '../contract/http.js';
import type { PriceLedger, PriceLedgerQuery } from '../contract/price-ledger.js';
import { lowestPriceBefore } from '../core/ledger/lowest-price.js';
import { DAY_MS, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { pricedChannels } from '../db/stores/ledger.js';
import { readChannels, readShop } from '../db/stores/settings.js';
import { readListing } from './entries.js';
import { findProduct } from './product.js';
import { findChannel } from './shop.js';

/**
 * What buyers paid for a product on each channel, up to now, and what a cut that begins now would be held against.
 * @throws Refusal `unknown-product`, `unknown-channel`
 */
export async function priceLedger(
  db: Database,
  sku: string,
  { channel, days }: PriceLedgerQuery,
  now: Instant,
): Promise<PriceLedger> {
  const product = await findProduct(db, sku);
  const { timeZone, priceLaw } = await readShop(db.manager);
  const priced = new Set(await pricedChannels(db.manager, product.id));
  const channels =
    channel === undefined
      ? (await readChannels(db.manager)).filter(({ id }) => priced.has(id))
      : [await findChannel(db, channel)];
  const text = (at: Instant): string => formatInstant(at, timeZone);
  const shown: PriceLedger['channels'] = [];
  for (const { id, code } of channels) {
    const { ledger } = await readListing(db.manager, { productId: product.id, channelId: id }, now);
    const past = ledger.filter(({ from }) => from <= now);
    const cut = { startsAt: now, price: past.at(-1)?.price ?? 0 };
    const { lowest, seriesFrom, recordFrom } = lowestPriceBefore(ledger, cut, priceLaw.days);
    shown.push({
      channel: code,
      intervals: past
        .filter(({ to }) => (to ?? now) > now - days * DAY_MS)
        .map(({ from, to, price, base, cause, entryId }) => ({
          ...{ from: text(from), to: to === null || to > now ? null : text(to) },
          ...{ price, basePrice: base, cause, entryId },
        })),
      ifCutNow: { lowest, seriesFrom: text(seriesFrom), recordFrom: recordFrom === null ? null : text(recordFrom) },
    });
  }
  return { sku: product.sku, law: priceLaw, channels: shown };
}
