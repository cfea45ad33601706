import type { Day, Instant, Money } from './units.js';
import type { AgeingDetail, BucketView } from './ageing/detail.js';

export type RunState = 'queued' | 'running' | 'done' | 'failed';
export type RunCause = 'schedule' | 'api' | 'cli' | 'catch-up' | 'demo';

export interface RunTotals {
  products: number;
  /** Product x channel rows evaluated. */
  listings: number;
  flagged: number;
  staleUnits: number;
  staleValue: Money;
  /** Suggestions newly pending, left as they were, and superseded. */
  suggested: number;
  unchanged: number;
  superseded: number;
  /** Left out by `maxSuggestionsPerDay`. */
  overLimit: number;
}

/** One analysis of one as-of day with one rule-set version and one policy version. */
export interface Run {
  id: number;
  asOf: Day;
  state: RunState;
  cause: RunCause;
  ruleSetVersion: number | null;
  policyVersion: number | null;
  stage: string;
  /** Products done and in all, for the progress bar. */
  done: number;
  total: number;
  totals: RunTotals | null;
  error: string | null;
  createdBy: string;
  createdAt: Instant;
  startedAt: Instant | null;
  finishedAt: Instant | null;
  /** Newest day of the sales that it read; null: there was none, or it has not read them. */
  lastSaleOn: Day | null;
  /** The same of receipts and counts. */
  lastStockOn: Day | null;
}

/** What a run found of one product; the rows of the last good run are what screens and `stale` show. */
export interface ProductState {
  runId: number;
  productId: number;
  onHand: number;
  staleUnits: number;
  staleValue: Money;
  isFlagged: boolean;
  ageDaysOldest: number | null;
  /** Unit-weighted, rounded to one decimal, in tenths of a day. */
  ageDeciDaysAverage: number | null;
  ageIsAtLeast: boolean;
  daysSinceLastSale: number | null;
  daysSinceLastReceipt: number | null;
  units30: number;
  detail: AgeingDetail;
}

/** What a run found of stale stock in one category; kept when the states of its products are not any more. */
export interface StaleTotal {
  runId: number;
  /** The run's own day, or one before it that it reckoned back to. */
  asOf: Day;
  /** Empty: products without a category. */
  category: string;
  /** With stale units, flagged or not. */
  products: number;
  flagged: number;
  /** Of `products`: those with units whose cost nobody knows, and which the money therefore leaves out. */
  withoutCost: number;
  staleUnits: number;
  staleValue: Money;
  /** All units on hand by age, fresh ones too. */
  buckets: BucketView[];
}

/** A product that a run flagged and the one before did not, or the other way round. */
export interface FlagChange {
  runId: number;
  productId: number;
  isFlagged: boolean;
  staleUnits: number;
  staleValue: Money;
  staleUnitsBefore: number;
  staleValueBefore: Money;
}

/** A lease in the database: one holder at a time across processes; `fence` grows with every new holder. */
export interface Lease {
  name: string;
  holder: string;
  fence: number;
  expiresAt: Instant;
}
