import { chunks, type Adapter, type Listed } from './adapter.js';
import type { Feed } from './feed.js';
import type { CurrentPrice } from './feed-types.js';

/** Items that the feed takes in one report. */
export const REPORTED_MAX = 1_000;

/**
 * Tells the feed what the channel shows of everything that it sells, so that also a price that is not ours to begin with is
 * compared. A product is named by the channel's ids, and where the feed does not know these, by its SKU.
 * @param isLeftOut of a SKU: its price is about to be asked for by itself
 * @returns how many products the feed knows
 * @throws Unreachable, SettingsError
 */
export async function scan(
  { adapter, feed, now }: { adapter: Adapter; feed: Feed; now: () => number },
  scale: number,
  isLeftOut: (sku: string) => boolean,
): Promise<number> {
  let known = 0;
  for await (const page of adapter.list(scale)) {
    const at = new Date(now()).toISOString();
    const wanted = page.filter(({ sku, price }) => price !== null && (sku === null || !isLeftOut(sku)));
    for (const part of chunks(wanted, REPORTED_MAX)) {
      const { accepted, items } = await feed.report(part.map((one) => byIds(one, at)));
      const rest = part.flatMap((one, i) => (items[i]!.ok || one.sku === null ? [] : bySku(one.sku, one, at)));
      const more = rest.length === 0 ? { accepted: 0 } : await feed.report(rest);
      known += accepted + more.accepted;
    }
  }
  return known;
}

function byIds({ externalId, externalVariantId, price }: Listed, at: string): CurrentPrice {
  return { externalId, ...(externalVariantId === null ? {} : { externalVariantId }), price: price!, at };
}

const bySku = (sku: string, { price }: Listed, at: string): CurrentPrice => ({ sku, price: price!, at });
