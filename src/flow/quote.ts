import type { Adjustment } from '../core/approval/terms.js';
import { quoteOf, requestFor, type Quote } from '../core/approval/quote.js';
import type { Suggestion } from '../core/approval/suggestion.js';
import { contextsBy, isPrice } from '../core/offer-context.js';
import type { OfferContext } from '../core/pricing/offer.js';
import { Refusal } from '../core/refusal.js';
import { numberInput } from '../core/sheet.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { decisionsOf, findSuggestion } from '../db/stores/suggestions.js';
import { decisionContext, readDecisionSettings } from './decision-context.js';
import type { Approver } from './decision-item.js';
import { readListing, type Listing } from './entries.js';
import { rowsInRun } from './run-facts.js';
import { readSettings } from './settings.js';

/**
 * What a price for a suggestion would bring, which limits it crosses, and what a decision for it would come to. Writes
 * nothing and locks nothing.
 * @param adjustment null: as proposed
 * @throws Refusal `unknown-suggestion`
 */
export async function quote(
  db: Database,
  by: Pick<Approver, 'actor' | 'userId'>,
  id: number,
  adjustment: Adjustment | null,
  now: Instant,
): Promise<{ suggestion: Suggestion; quote: Quote }> {
  const suggestion = await findSuggestion(db, id);
  if (suggestion === null) throw new Refusal('notFound', 'unknown-suggestion', `There is no suggestion ${id}.`);
  const settings = await readDecisionSettings(db.manager);
  const listing = suggestion.kind === 'alert' ? null : await readListing(db.manager, suggestion, now);
  const history = suggestion.state === 'half-approved' ? await decisionsOf(db.manager, id) : [];
  const asked = requestFor(adjustment, suggestion);
  const context = decisionContext(by, suggestion, listing, history, settings, asked, now);
  const { limits } = context;
  const offer = listing === null ? null : await offerContext(db, suggestion, listing, now);
  return { suggestion, quote: quoteOf({ suggestion, adjustment, context, limits, offer }) };
}

/** What the last run believes of the listing, at the prices of now; null: it did not look at it, or no price is known. */
async function offerContext(
  db: Database,
  { productId, channelId }: Suggestion,
  listing: Listing,
  now: Instant,
): Promise<OfferContext | null> {
  const run = await latestGoodRun(db.manager);
  const rows = run === null ? null : await rowsInRun(db, run, productId);
  if (run === null || rows === null) return null;
  const { sheet, first, count } = rows;
  const place = Array.from({ length: count }, (_, i) => numberInput(sheet, first + i, 'channelId')).indexOf(channelId);
  const contexts = contextsBy(await readSettings(db, run.asOf, now))(sheet, first, count);
  const seen = contexts[place] ?? null;
  if (seen === null) return null;
  return {
    ...seen,
    listPrice: isPrice(listing.basePrice) ? listing.basePrice : seen.listPrice,
    currentPrice: isPrice(listing.currentPrice) ? listing.currentPrice : seen.currentPrice,
    minPrice: listing.facts.minPrice,
    maxPrice: listing.facts.maxPrice,
  };
}
