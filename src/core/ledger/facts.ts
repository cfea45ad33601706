import { wasShown, type ProductHistory } from '../history.js';
import { DAY_MS, type Money } from '../units.js';
import type { BasePriceFact, LedgerFacts } from './intervals.js';

type BaseRow = Omit<BasePriceFact, 'importId'> & { channelId: number; importId?: number | null };

/**
 * The base prices that held for a listing, from those on record of the product (channel 0) and of its channels, in the order of
 * time: the product's until the listing got its own. Where that came within a day of the first record of all, the shop was
 * being set up, file by file, and the listing's own price counts from the beginning.
 * @param own the listing's own price today; null: it has the product's
 */
export function basesFor(rows: BaseRow[], channelId: number, own: Money | null): BasePriceFact[] {
  const products: BasePriceFact[] = [];
  const owns: BasePriceFact[] = [];
  for (const { channelId: channel, since, price, importId = null } of rows) {
    if (channel === 0) products.push({ since, price, importId });
    else if (channel === channelId) owns.push({ since, price, importId });
  }
  const [first] = owns;
  if (own === null || first === undefined) return products;
  const begin = products[0]?.since ?? Infinity;
  if (begin >= first.since) return owns;
  if (first.since - begin < DAY_MS) return [{ ...first, since: begin }, ...owns.slice(1)];
  return [...products.filter(({ since }) => since < first.since), ...owns];
}

/** What is on record of the price of one listing of a product. */
export function ledgerFacts(
  history: Pick<ProductHistory, 'listings' | 'basePrices' | 'entries' | 'acks' | 'sightings'>,
  channelId: number,
): LedgerFacts {
  const own = history.listings.find((listing) => listing.channelId === channelId)?.price ?? null;
  return {
    bases: basesFor(history.basePrices, channelId, own),
    orders: history.entries
      .filter((entry) => entry.channelId === channelId && isPublic(entry.kind) && wasShown(entry))
      .map(({ id, kind, state, price, startsAt, endsAt }) => ({
        ...{ id, kind: kind as 'discount' | 'base', price, startsAt, endsAt },
        isTakenBack: state === 'withdrawn',
        words: history.acks.filter(({ entryId }) => entryId === id),
      })),
    sightings: history.sightings.filter((seen) => seen.channelId === channelId),
  };
}

const isPublic = (kind: string): boolean => kind === 'discount' || kind === 'base';
