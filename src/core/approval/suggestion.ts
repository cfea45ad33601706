import type { BasisPoints, Day, Instant, Money } from '../units.js';
import type { Forecast, GuardrailTrace, Offer, OfferKind } from '../pricing/proposal.js';
import type { ConditionTrace, FactValue, Matched } from '../rules/rule.js';

export type { Estimate, Forecast, GuardrailTrace, Offer } from '../pricing/proposal.js';
export type { ConditionTrace } from '../rules/rule.js';

export type SuggestionKind = 'discount' | 'voucher' | 'bundle' | 'restore' | 'alert';

/** `draft` is a row that a run wrote and has not published; nobody sees it. */
export type SuggestionState =
  | 'draft'
  | 'pending'
  /** One of two needed approvals is there. */
  | 'half-approved'
  | 'approved'
  | 'adjusted'
  | 'rejected'
  | 'expired'
  | 'superseded'
  | 'withdrawn';

/** Why a channel keeps its price: a code and a sentence. */
export interface LeftAlone {
  /** `cut-loses`, `clears-without`, `no-stock`, `held`, `no-rule`, `no-price`, `held-out`, ..., or the guardrail that stopped it. */
  code: string;
  sentence: { id: string; en: string };
}

/** One channel of the product when everything that is proposed for it is approved. */
export interface ChannelWhy {
  channel: string;
  /** What is proposed here; null: it goes on as now. */
  kind: OfferKind | null;
  price: Money | null;
  currentPrice: Money | null;
  /** Sold here over the horizon, out of the stock of all channels, and what that earns after fees and cost. */
  expectedUnits: number | null;
  profit: Money | null;
  leftAlone: LeftAlone | null;
}

/** One kind of offer at its best price within what the rule allows, over `days`. */
export interface Alternative {
  kind: 'discount' | 'voucher' | 'bundle';
  isChosen: boolean;
  price: Money | null;
  discountBp: BasisPoints | null;
  days: number;
  /** Sold on this channel. */
  expectedUnits: number | null;
  /** Of the product, the other channels as the plan has them. */
  profit: Money | null;
  /** Why there is no such offer; null: there is. */
  reason: LeftAlone | null;
}

export interface Why {
  sentence: { id: string; en: string };
  rule: { name: string; version: number; title: { id: string; en: string } };
  /** Every rule that matched, highest first, with why it won or lost. */
  matched: Matched[];
  conditions: ConditionTrace[];
  facts: Record<string, FactValue>;
  guardrails: GuardrailTrace[];
  ifApproved: Forecast | null;
  ifNothing: Forecast | null;
  /** e.g. `unknown-cost`, `age-at-least`, `elasticity-is-prior`, `short-history`, `negative-stock`, `loses-money`. */
  marks: string[];
  /** All channels of the product, with what one more unit in stock is worth. Left out: an alert, or written before. */
  channels?: ChannelWhy[];
  shadowPrice?: Money | null;
  /** Discount, voucher and bundle side by side; empty for a restore. */
  alternatives?: Alternative[];
}

/** What the engine proposes; never live by itself. */
export interface Suggestion {
  id: number;
  runId: number;
  productId: number;
  channelId: number;
  sku: string;
  channelCode: string;
  category: string | null;
  kind: SuggestionKind;
  state: SuggestionState;
  /** Grows with every change; `expectedVersion` of a decision is compared with it. */
  version: number;
  /** `product:channel:kind` while open (pending, half-approved), else null; unique, so that one is open at a time. */
  openKey: string | null;
  asOf: Day;
  /** Proposed effective price (bundle: of the pair); null for an alert. */
  price: Money | null;
  /** Base price it is compared with; null for an alert. */
  listPrice: Money | null;
  currentPrice: Money | null;
  discountBp: BasisPoints;
  staleValue: Money;
  /** Expected profit if approved less if nothing is done; null when unknown. */
  gain: Money | null;
  ruleName: string;
  needsSecondApproval: boolean;
  offer: Offer;
  why: Why;
  /** Same fingerprint = would say the same; a new run then leaves the pending one alone. */
  fingerprint: string;
  createdAt: Instant;
  expiresAt: Instant;
  updatedAt: Instant;
  /** Money that hangs on the decision (`moneyAtStake`). The inbox is sorted by it. */
  atStake: Money;
  /** Of the oldest units on hand; null: none. */
  ageDays: number | null;
  /** What buyers are expected to pay less over the horizon; null where it was not worked out. */
  discountGiven: Money | null;
  /** The why's marks, one bit each (`bitsOf`). */
  markBits: number;
}

export type DecisionAction =
  | 'approve'
  | 'adjust'
  | 'second-approve'
  | 'reject'
  | 'withdraw' // undo of an approval
  | 'reopen' // back among the open ones
  | 'expire'
  | 'supersede';

/** What a human (or the clock, or a newer run) said. Append-only. */
export interface Decision {
  id: number;
  suggestionId: number;
  action: DecisionAction;
  /** State before and after. */
  fromState: SuggestionState;
  toState: SuggestionState;
  /** `user:<name>`, `cli:<login>`, `system`. */
  actor: string;
  at: Instant;
  reason: string | null;
  /** The adjusted price and window, the typed confirmation, ... */
  detail: Record<string, unknown>;
}
