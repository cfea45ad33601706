import type { BasisPoints, Day, Instant, Money } from '../units.js';
import type { Forecast, GuardrailTrace, Offer } from '../pricing/proposal.js';
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
  /** Expected profit if approved less if nothing is done; null when unknown. The inbox is sorted by it. */
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
}

export type DecisionAction =
  | 'approve'
  | 'adjust'
  | 'second-approve'
  | 'reject'
  | 'withdraw' // undo of an approval
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
