import { DAY_MS, type BasisPoints, type Day, type Money } from '../units.js';
import type { Shop } from '../access.js';
import { DEFAULT_LAW } from '../approval/price-law.js';
import type { Channel, Fee } from '../intake/records.js';
import { termsBy, type Terms } from '../offer-context.js';
import type { Policy } from '../pricing/policy.js';
import type { RuleSet } from '../rules/rule.js';

/** Size and assumptions of the virtual shop; docs/simulation.md says why these. */
export interface GameSize {
  products: number;
  /** Days that count. */
  days: number;
  /** Days at base prices before them, the same for every way of pricing: every shop has a past. */
  warmUpDays: number;
}

/** What makes one kind of shop another; the standard shop is all ones and zeros. */
export interface GameTwist {
  /** Base prices against those that the merchant would have found: 1.1 = 10 % too high. */
  basePrice: number;
  /** Elasticities times this. */
  elasticity: number;
}

export const STANDARD_SIZE: GameSize = { products: 40, days: 365, warmUpDays: 90 };
export const NO_TWIST: GameTwist = { basePrice: 1, elasticity: 1 };

/** What the shop plays under: the shipped rules, policy and fees, as any shop has them. */
export interface GameSettings {
  rules: RuleSet;
  policy: Policy;
  fees: Fee[];
  size: GameSize;
  twist: GameTwist;
}

/** The truth of money: what the shop really pays for what lies, and really gets for what stays. */
export const HOLDING_BP_PER_YEAR: BasisPoints = 2_000;
/** Of cost, for what is left at the end beyond what sells soon. */
export const SALVAGE_BP: BasisPoints = 5_000;
/** What the days after the end would sell at base price counts at its full cost: it would have to be bought. */
export const AFTER_DAYS = 60;

/** Monday, and no shipped fee changes from then on. */
export const FIRST_DAY: Day = 20_458; // 2026-01-05

/** The business day of a game's day 0, 1, ... */
export const dayAt = (t: number): Day => FIRST_DAY + t;
/** First moment of that day; the shop's zone is UTC. */
export const instantAt = (t: number): number => dayAt(t) * DAY_MS;

export const CHANNELS: Channel[] = [
  { id: 1, code: 'shopee', name: 'Shopee', isMarketplace: true, isActive: true, isHeld: false, heldReason: null },
  { id: 2, code: 'tokopedia', name: 'Tokopedia', isMarketplace: true, isActive: true, isHeld: false, heldReason: null },
  { id: 3, code: 'website', name: 'Website', isMarketplace: false, isActive: true, isHeld: false, heldReason: null },
];
export const CATEGORIES = ['Fashion', 'Electronics', 'Lifestyle', 'FMCG'] as const;

export const SHOP: Shop = {
  name: 'Virtual shop',
  currency: 'IDR',
  scale: 0,
  timeZone: 'UTC',
  locale: 'en',
  isDemo: true,
  priceLaw: DEFAULT_LAW,
};

/** Fees and limits by category and channel. */
export function termsTable({ fees, policy }: Pick<GameSettings, 'fees' | 'policy'>): Map<string, Terms[]> {
  const termsOf = termsBy({ shop: SHOP, asOf: FIRST_DAY, channels: CHANNELS, policy, fees });
  return new Map(CATEGORIES.map((category) => [category, CHANNELS.map(({ code }) => termsOf(code, category))]));
}

/** Holding cost of stock worth `value` for one day; not rounded. */
export const holdingPerDay = (value: Money): number => (value * HOLDING_BP_PER_YEAR) / 10_000 / 365;
