import { createFactTable } from './rules/facts.js';
import type { FactTable } from './rules/rule.js';
import type { OfferKind } from './pricing/proposal.js';

/**
 * A block of listings (product x channel) with everything that a suggestion is made from: the facts that rules read, and
 * the inputs that prices need besides. A sheet stands by itself, so that a run can keep it and rules can be judged on it
 * again without reading the shop's history. The listings of one product are neighbours in one sheet.
 */
export interface Sheet {
  facts: FactTable;
  inputs: Inputs;
}

/** What prices need and rules do not read. NaN = null in every column of numbers. */
export interface Inputs {
  numbers: Record<NumberInput, Float64Array>;
  texts: Record<TextInput, (string | null)[]>;
}

const NUMBER_INPUTS = [
  'productId',
  'channelId',
  /**
   * Gamma belief about units per day at the current price; the mean a / b is the fact `channelSales.velocity`. It is as wide as
   * forecasts over the policy's horizon need it: that buyers come in groups is folded in (`forForecast`).
   */
  'velocityA',
  'velocityB',
  /** Shape of the belief about the rate itself, and what was folded in: variance of units over their mean, 1 = Poisson. */
  'velocityShape',
  'dispersion',
  /** Share of the rate that comes from the prior. */
  'velocityWeightOfPrior',
  /** Channels on which the product is for sale. */
  'channels',
  /** Limits of the listing, money. */
  'minPrice',
  'maxPrice',
  /** The lowest effective and base prices of the days before a cut that would begin now. */
  'lowestBefore',
  'lowestBaseBefore',
  /** Effective prices of the cheapest and the dearest other variant of the same listing. */
  'variantLowest',
  'variantHighest',
  /** Kinds of offer that are approved and not over, one bit each in the order of OFFER_KINDS. */
  'approvedKinds',
  /** Standard deviation of what the fact `demand.elasticity` may be. */
  'elasticitySd',
  /** Shares of that fact that come from the policy's prior and from the product's own past; the rest is its category's. */
  'elasticityWeightOfPrior',
  'elasticityWeightOfOwn',
  /** Price changes that it was learned from, and what they say alone: slope and standard error. */
  'elasticityPriceChanges',
  'elasticityOwn',
  'elasticityOwnError',
  /** Days with stock that the velocity was learned from. */
  'exposureDays',
  /** Units of wild days above the cap; 0 = none. */
  'cappedUnits',
  /** 1: the cost is that of the newest receipt, because the product's own is not filled in. */
  'isCostOfReceipt',
  /** The pair's other half on this channel; null where it is not for sale there at a known price. */
  'partnerPrice',
  'partnerCost',
  'partnerUnitsPerDay',
] as const;
export type NumberInput = (typeof NUMBER_INPUTS)[number];

const TEXT_INPUTS = ['productName', 'partnerCategory'] as const;
export type TextInput = (typeof TEXT_INPUTS)[number];

const OFFER_KINDS: readonly OfferKind[] = ['discount', 'voucher', 'bundle', 'restore'];

/** A sheet of `size` rows in which nothing is known. */
export function createSheet(size: number): Sheet {
  const numbers = Object.fromEntries(NUMBER_INPUTS.map((name) => [name, new Float64Array(size).fill(NaN)]));
  const texts = Object.fromEntries(TEXT_INPUTS.map((name) => [name, new Array<string | null>(size).fill(null)]));
  return { facts: createFactTable(size), inputs: { numbers, texts } as unknown as Inputs };
}

/** A fact that is a number; null where it is not known. */
export function numberFact({ facts }: Sheet, row: number, name: string): number | null {
  return known(facts.numbers[name]![row]!);
}

/** A fact that is a text. */
export function textFact({ facts }: Sheet, row: number, name: string): string | null {
  return facts.texts[name]![row] ?? null;
}

/** An input that is a number; null where it is not known. */
export function numberInput({ inputs }: Sheet, row: number, name: NumberInput): number | null {
  return known(inputs.numbers[name][row]!);
}

/** Writes the kinds of offer that need not be proposed again. */
export function setApproved({ inputs }: Sheet, row: number, kinds: ReadonlySet<string>): void {
  inputs.numbers.approvedKinds[row] = OFFER_KINDS.reduce((bits, kind, i) => bits | (kinds.has(kind) ? 1 << i : 0), 0);
}

/** Whether an offer of that kind is approved here and not over. */
export function isApproved({ inputs }: Sheet, row: number, kind: OfferKind): boolean {
  return ((inputs.numbers.approvedKinds[row]! >> OFFER_KINDS.indexOf(kind)) & 1) === 1;
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
