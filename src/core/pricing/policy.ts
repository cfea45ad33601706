import type { BasisPoints, Money } from '../units.js';

/** Limits that may be narrowed per channel and per category; the narrowest named one is used. */
export interface Limits {
  /** Profit after fees and cost, as a share of the price, below which nothing is suggested. 0 = never below cost + fees. */
  marginFloorBp: BasisPoints;
  maxDiscountBp: BasisPoints;
  /** Largest change of the effective price in one step. */
  maxStepBp: BasisPoints;
  coolDownDays: number;
  /** Two different people must approve a cut above this. */
  secondApprovalAboveBp: BasisPoints;
  belowCostAllowed: boolean;
  /** With unknown cost, no suggestion cuts deeper than this. */
  unknownCostMaxDiscountBp: BasisPoints;
}

/** Prices of this band end so: the nearest below, on a multiple of `step` plus `ending`. */
export interface PriceEnding {
  /** Prices below this belong to the band; null: all the rest. */
  below: Money | null;
  /** Allowed endings modulo `step`: [500, 900] with step 1000; [0] with step 100 = whole hundreds. */
  step: Money;
  endings: Money[];
}

export interface CampaignLock {
  name: string;
  /** First and last day, `YYYY-MM-DD`, inclusive. */
  from: string;
  to: string;
  channels?: string[];
  categories?: string[];
}

/** Everything a run obeys besides the rules; versioned like them. Shipped as rules/policy.json. */
export interface Policy {
  staleAfterDays: number;
  staleAfterDaysByCategory: Record<string, number>;
  /** A product is flagged when it has stale units, at least this share of its stock, at least this value. */
  flagMinShareBp: BasisPoints;
  flagMinValue: Money;
  /** Upper edges of the age buckets; the last bucket is open. */
  bucketEdgesDays: number[];
  limits: Limits;
  limitsByChannel: Record<string, Partial<Limits>>;
  limitsByCategory: Record<string, Partial<Limits>>;
  /** What the shop's own limits are on the days of a boost in the calendar; those not named stay. */
  limitsInBoost: Partial<Limits>;
  maxSuggestionsPerDay: number;
  /** Rules that would change the suggestions of a larger share of all listings are published only once that is confirmed. */
  confirmChangesAboveBp: BasisPoints;
  priceEndings: PriceEnding[];
  /** Dearest / cheapest variant, milli (3000 = three times); null: off. Variants are products with one listing externalId. */
  variantRatioMilliMax: number | null;
  campaignLocks: CampaignLock[];
  suggestionLifetimeHours: number;
  /** How long an approved price runs when nobody says otherwise. */
  discountDays: number;
  /** 0 = not VAT-registered; else consumer prices include it. */
  vatBp: BasisPoints;
  /** Money tied up per unit-day, of cost, in basis points a year. */
  holdingCostBpPerYear: BasisPoints;
  /** What a unit is worth at the end of the horizon, of cost. */
  salvageBp: BasisPoints;
  /** Days over which "if approved" and "if nothing is done" are compared. */
  horizonDays: number;
  elasticityPrior: { mean: number; sd: number };
  velocityHalfLifeDays: number;
  voucherRedemptionBp: BasisPoints;
  /** Where a rule may choose: with a competitor within this gap a voucher goes before a public discount; 0 = never. */
  voucherRivalWithinBp: BasisPoints;
  /** Where a rule may choose: cuts of up to this are a voucher's; 0 = none. */
  voucherUpToCutBp: BasisPoints;
  /** Share of eligible products kept without a suggestion, by a stable hash of the SKU; 0 = off. */
  holdOutBp: BasisPoints;
  paydays: { fromDayOfMonth: number; toDayOfMonth: number };
  /** Named campaign days, `MM-DD` (twin dates) or `YYYY-MM-DD`. */
  campaigns: { name: string; on: string }[];
  /** Average units of an order, over which a per-order fee is spread, when the channel's own is not known; milli. */
  unitsPerOrderMilli: number;
}

/** Settings that came later, for policies that were written down before. */
export const POLICY_ADDED: Pick<
  Policy,
  'limitsInBoost' | 'confirmChangesAboveBp' | 'voucherRivalWithinBp' | 'voucherUpToCutBp'
> = {
  limitsInBoost: {},
  confirmChangesAboveBp: 2000,
  voucherRivalWithinBp: 300,
  voucherUpToCutBp: 500,
};
