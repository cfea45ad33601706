import type { ProductHistory } from './history.js';
import type { ProductState, Run, RunTotals, StaleTotal } from './run.js';
import { createStaleSums } from './stale-sums.js';
import type { Day } from './units.js';

type NewestDays = Pick<Run, 'lastSaleOn' | 'lastStockOn'>;

/** What a run counts of its products while they pass by. */
export interface Tally {
  /** `listings` and `overLimit` are for the rules to fill in. */
  totals: Pick<RunTotals, 'products' | 'listings' | 'flagged' | 'staleUnits' | 'staleValue' | 'overLimit'>;
  newest: NewestDays;
  add(history: ProductHistory, state: ProductState): void;
  /** Stale stock by category, by name. */
  byCategory(): StaleTotal[];
}

/** Begins to count; the same products in any order give the same sums. */
export function createTally(runId: number, asOf: Day): Tally {
  const totals: Tally['totals'] = {
    products: 0,
    listings: 0,
    flagged: 0,
    staleUnits: 0,
    staleValue: 0,
    overLimit: 0,
  };
  const newest: NewestDays = { lastSaleOn: null, lastStockOn: null };
  const sums = createStaleSums(runId, asOf);
  return {
    totals,
    newest,
    add(history, state) {
      totals.products += 1;
      totals.flagged += state.isFlagged ? 1 : 0;
      totals.staleUnits += state.staleUnits;
      totals.staleValue += state.staleValue;
      noteDay(newest, 'lastSaleOn', history.sales.day.at(-1));
      noteDay(newest, 'lastStockOn', history.receipts.at(-1)?.day);
      noteDay(newest, 'lastStockOn', history.counts.at(-1)?.day);
      const { isFlagged, staleUnits, staleValue, detail } = state;
      sums.add(history.product.category, {
        isFlagged,
        staleUnits,
        staleValue,
        buckets: detail.buckets,
        marks: detail.marks,
      });
    },
    byCategory: () => sums.totals(),
  };
}

function noteDay(newest: NewestDays, name: keyof NewestDays, day: Day | undefined): void {
  const last = newest[name];
  if (day !== undefined && (last === null || day > last)) newest[name] = day;
}
