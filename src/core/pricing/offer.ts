import type { Optimise } from '../rules/rule.js';
import type { BasisPoints, Money } from '../units.js';
import type { ChannelCuts } from './channel-profile.js';
import type { SaleTerms } from './fees.js';
import type { Currency } from './money-text.js';
import type { VoucherFirst } from './options.js';
import type { CampaignLock, Limits, PriceEnding } from './policy.js';
import type { Proposal } from './proposal.js';
import type { Outlook } from './selling.js';

/** The selling product that a stale one is bundled with, one unit of each. */
export interface BundlePartner {
  sku: string;
  /** Its effective price now; the bundle leaves it alone. */
  price: Money;
  cost: Money | null;
  terms: SaleTerms;
  unitsPerDay: number;
  /** How many of its buyers take the stale product along at full price. */
  attachBp: BasisPoints;
}

/** What the guardrails of one product on one channel need to know. All money in the shop's minor units. */
export interface GuardrailContext {
  currency: Currency;
  limits: Limits;
  endings: PriceEnding[];
  /** The campaign lock that holds today for this channel and category (`lockOn`). */
  lock: CampaignLock | null;
  terms: SaleTerms;
  cost: Money | null;
  /** Base price: what per cent are taken of, and what a restore goes back to. */
  listPrice: Money;
  /** What a buyer pays now. */
  currentPrice: Money;
  /** Of the listing; the lowest is also where an agreed minimum advertised price goes. */
  minPrice: Money | null;
  maxPrice: Money | null;
  /** Null: it has never changed. */
  daysSincePriceChange: number | null;
  /** Effective prices of the other variants of the same listing. */
  variantPrices: Money[];
  /** Dearest / cheapest variant, milli; null: off. */
  variantRatioMilliMax: number | null;
  partner: BundlePartner | null;
  /** What the channel asks of the size of a public price; null: nothing. */
  channelCuts: ChannelCuts | null;
}

/** The guardrails' context and what is expected of demand. */
export interface OfferContext extends GuardrailContext {
  outlook: Outlook;
  voucherFirst: VoucherFirst;
}

/**
 * One kind of offer. `build` turns a rule's params into a proposal, before any limit (null: there is nothing to build on,
 * as a bundle without a partner). `settle` turns a proposal whose price a limit has moved into one that a buyer can be
 * shown: its price ends as it should and lies within [lowest, highest], the offer says the same as the price. Null when
 * no such price exists.
 */
export interface OfferBuilder<Params> {
  build(params: Params, context: OfferContext): Proposal | null;
  settle(proposal: Proposal, lowest: Money, highest: Money, context: GuardrailContext): Proposal | null;
}

/** A kind of offer whose size can be chosen: `ladder` lists every one of a range that all limits let through, deepest first. */
export interface LadderBuilder<Params> extends OfferBuilder<Params> {
  ladder(range: Pick<Optimise, 'minPercent' | 'maxPercent'>, context: OfferContext): Proposal[];
}
