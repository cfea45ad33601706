import type { Suggestion } from '../core/approval/suggestion.js';
import { OPEN_STATES } from '../core/approval/step.js';
import type { OfferKind } from '../core/pricing/proposal.js';
import { numberFact, numberInput, textFact } from '../core/sheet.js';
import { stockAhead, type ListingRow, type StockAhead } from '../core/stock-ahead.js';
import type { Day, Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { rowsInRun, type ProductRows } from './run-facts.js';
import { readSettings } from './settings.js';

/** Why there is nothing to forecast. `changed`: the last run saw another price, or the listing no more. */
export type NoForecast = 'alert' | 'decided' | 'changed';

/** How the stock is expected to go down from the close of the last run's day on. */
export interface ForecastOfSuggestion {
  asOf: Day | null;
  onHand: number | null;
  ahead: StockAhead | null;
  reason: NoForecast | null;
}

/** The stock of the days to come with a suggestion and without, as the last run believes demand to be. */
export async function forecastSuggestion(
  db: Database,
  suggestion: Suggestion,
  now: Instant,
): Promise<ForecastOfSuggestion> {
  const none = (reason: NoForecast): ForecastOfSuggestion => ({ asOf: null, onHand: null, ahead: null, reason });
  const { kind, price, listPrice, discountBp, offer } = suggestion;
  if (kind === 'alert' || price === null || listPrice === null) return none('alert');
  if (!OPEN_STATES.includes(suggestion.state)) return none('decided');
  const run = await latestGoodRun(db.manager);
  const rows = run === null ? null : await rowsInRun(db, run, suggestion.productId);
  const at = rows === null ? null : listingOn(rows, suggestion.channelId);
  if (run === null || at === null || !isSame(at, suggestion, kind)) return none('changed');
  const settings = await readSettings(db, run.asOf, now);
  const proposal = { kind, price, listPrice, discountBp, offer };
  const ahead = stockAhead(at, proposal, settings, settings.policy.horizonDays);
  if (ahead === null) return none('changed');
  return { asOf: run.asOf, onHand: numberFact(at.sheet, at.row, 'stock.onHand'), ahead, reason: null };
}

function listingOn(rows: ProductRows, channelId: number): ListingRow | null {
  for (let row = rows.first; row < rows.first + rows.count; row++) {
    if (numberInput(rows.sheet, row, 'channelId') === channelId) return { ...rows, row };
  }
  return null;
}

/** Whether the run saw what the suggestion speaks of: its price, and the partner of a bundle. */
function isSame({ sheet, row }: ListingRow, { currentPrice, offer }: Suggestion, kind: OfferKind): boolean {
  if (numberFact(sheet, row, 'channel.price') !== currentPrice) return false;
  if (kind !== 'bundle') return true;
  return (
    textFact(sheet, row, 'pair.bestSku') === offer.bundle?.partnerSku &&
    numberInput(sheet, row, 'partnerPrice') !== null
  );
}
