import type { AgeingDetail } from './ageing/detail.js';
import { replay } from './ageing/ledger.js';
import { movementsOf } from './ageing/movements.js';
import { reportOn } from './ageing/report.js';
import type { ProductHistory } from './history.js';
import type { Policy } from './pricing/policy.js';
import type { StaleTotal } from './run.js';
import type { Day, Money } from './units.js';

/** What is counted of a product: a report or a run's state. */
export interface AgedStock {
  isFlagged: boolean;
  staleUnits: number;
  staleValue: Money;
  buckets: AgeingDetail['buckets'];
  marks: AgeingDetail['marks'];
}

export interface StaleSums {
  /** @param category null: none */
  add(category: string | null, stock: AgedStock): void;
  /** By the categories' names. */
  totals(): StaleTotal[];
}

/** Begins to add stale stock of one day up by category; the same products in any order give the same sums. */
export function createStaleSums(runId: number, asOf: Day): StaleSums {
  const categories = new Map<string, StaleTotal>();
  return {
    add(category, stock) {
      const name = category ?? '';
      const sums = categories.get(name) ?? empty(runId, asOf, name, stock);
      categories.set(name, sums);
      addTo(sums, stock);
    },
    totals: () => [...categories.values()].sort((a, b) => (a.category < b.category ? -1 : 1)),
  };
}

/** Stale stock of days before a run, reckoned from the movements known today. */
export interface PastSums {
  add(history: ProductHistory): void;
  totals(): StaleTotal[];
}

/** Begins to reckon back to these days. Prices of the past do not matter here: costs are those of receipts, else of today. */
export function createPastSums(runId: number, days: readonly Day[], policy: Policy): PastSums {
  const all = days.map((day) => ({ day, sums: createStaleSums(runId, day) }));
  return {
    add(history) {
      const { product } = history;
      const movements = movementsOf(history, product.firstStockedOn);
      for (const { day, sums } of all) sums.add(product.category, reportOn(replay(movements, day), product, policy));
    },
    totals: () => all.flatMap(({ sums }) => sums.totals()),
  };
}

/** The buckets are the policy's, the same for every product of a run. */
function empty(runId: number, asOf: Day, category: string, { buckets }: AgedStock): StaleTotal {
  return {
    runId,
    asOf,
    category,
    products: 0,
    flagged: 0,
    withoutCost: 0,
    staleUnits: 0,
    staleValue: 0,
    buckets: buckets.map(({ from, to }) => ({ from, to, units: 0, value: 0 })),
  };
}

function addTo(sums: StaleTotal, { isFlagged, staleUnits, staleValue, buckets, marks }: AgedStock): void {
  sums.flagged += isFlagged ? 1 : 0;
  sums.staleUnits += staleUnits;
  sums.staleValue += staleValue;
  if (staleUnits > 0) {
    sums.products += 1;
    if (marks.includes('unknown-cost')) sums.withoutCost += 1;
  }
  for (const [i, { units, value }] of buckets.entries()) {
    const bucket = sums.buckets[i]!;
    bucket.units += units;
    bucket.value += value;
  }
}
