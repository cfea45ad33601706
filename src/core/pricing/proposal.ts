import type { BasisPoints, Money } from '../units.js';

/** A number with its 80 % interval: one time in ten the truth is below `low`, one time in ten above `high`. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
}

/** What is expected over `horizonDays`, at one price. Revenue and profit are whole minor units. */
export interface Forecast {
  price: Money;
  horizonDays: number;
  units: Estimate;
  revenue: Estimate;
  /** After fees, cost, holding cost and the salvage value of what is left; null when cost is unknown. */
  profit: Estimate | null;
  /** Days until the stock on hand is sold; null = not within 999 days. */
  daysToClear: number | null;
}

/** One limit that changed, stopped or escalated a proposal, told in both languages with its numbers. */
export interface GuardrailTrace {
  /** e.g. `margin-floor`, `max-discount`, `max-step`, `cool-down`, `price-ending`. */
  name: string;
  /** `changed`: the price was moved; `stopped`: nothing is suggested; `needs-second-approval`. */
  effect: 'changed' | 'stopped' | 'needs-second-approval';
  from: Money | null;
  to: Money | null;
  sentence: { id: string; en: string };
}

/** What a kind carries besides the price. */
export interface Offer {
  voucher?: {
    percentBp: BasisPoints | null;
    amount: Money | null;
    minSpend: Money | null;
    maxDiscount: Money | null;
    quota: number | null;
  };
  bundle?: {
    partnerSku: string;
    partnerPrice: Money;
    discountBp: BasisPoints;
    bundlePrice: Money;
    listSum: Money;
  };
  alert?: { message: { id: string; en: string } };
}

/** The kinds that propose a price. */
export type OfferKind = 'discount' | 'voucher' | 'bundle' | 'restore';

/** A price before a human has seen it. `price` is what a buyer pays (bundle: for the pair). */
export interface Proposal {
  kind: OfferKind;
  price: Money;
  /** The price it is compared with: the base price (bundle: both base prices together). */
  listPrice: Money;
  discountBp: BasisPoints;
  offer: Offer;
}
