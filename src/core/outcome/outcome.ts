import type { EntryKind } from '../feed/entry.js';
import { FULL_BP, type BasisPoints, type Money } from '../units.js';
import type { ControlKind } from './controls.js';
import type { Measured } from './uplift.js';

/**
 * What can be said of an offer. `measured`: with an interval. `no-sales-before`: units are measured, a rate is not, since nothing times
 * anything is nothing. The others say why nothing is measured.
 */
export const OUTCOME_STATES = [
  'measured',
  'no-sales-before',
  'too-early',
  'too-short',
  'too-little-before',
  'sold-out',
  'returns-only',
  'one-sale',
  'no-controls',
] as const;
export type OutcomeState = (typeof OUTCOME_STATES)[number];

/** What an offer brought, against what would have been sold without it. */
export interface Outcome {
  state: OutcomeState;
  kind: EntryKind;
  /** Days with stock, and units sold on them, before the offer and during it. */
  before: { days: number; units: number };
  after: { days: number; units: number };
  controls: { from: ControlKind; listings: number; units: number } | null;
  /** Units that would have been sold without it; null unless measured. */
  expectedUnits: number | null;
  /** 0.4 = 40 % more than without it; null unless `measured`. */
  uplift: Measured | null;
  unitsGained: Measured | null;
  /** Money; profit counts what stays unsold at its salvage value, as forecasts do. Null unless measured, or cost unknown. */
  revenueGained: Measured | null;
  profitGained: Measured | null;
  /** log(1 + uplift) / log(price / price before): per cent more units per per cent of price. Null for vouchers and bundles. */
  elasticity: number | null;
}

/** The price that an offer is measured at. */
export interface OfferPrice {
  kind: EntryKind;
  price: Money;
  /** Price on the days before. */
  usual: Money;
}

/** Whether the 90 % interval leaves no effect out. */
export type Effect = 'more' | 'fewer' | 'none-seen';

export function effectOf(uplift: Measured): Effect {
  if (uplift.low > 0) return 'more';
  return uplift.high < 0 ? 'fewer' : 'none-seen';
}

/** A share in whole basis points: 0.4 = 4,000. */
export const bpOfShare = (share: number): BasisPoints => Math.round(share * FULL_BP);
