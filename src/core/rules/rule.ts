/** A rule as people write it: json-rules-engine's conditions and event, with a frame around them. */

export type FactValue = number | string | boolean | null | string[];
/** Facts by dotted name; a missing one is null. */
export type Facts = Record<string, FactValue>;

export type EventType = 'discount' | 'voucher' | 'bundle' | 'restore' | 'hold' | 'alert';

export interface Optimise {
  minPercent: number;
  maxPercent: number;
  clearWithinDays: number;
  /** What it may become, whichever earns most; left out: the event's own type. */
  kinds?: ('discount' | 'voucher' | 'bundle')[];
}

/** Exactly one of percent, amount, price, optimise. */
export interface DiscountParams {
  percent?: number;
  amount?: number;
  price?: number;
  optimise?: Optimise;
}
/** Exactly one of percent, amount. */
export interface VoucherParams {
  percent?: number;
  amount?: number;
  minSpend?: number;
  maxDiscount?: number;
  quota?: number;
}
/** Exactly one of percent, optimise. */
export interface BundleParams {
  partner: string; // 'best' or a sku
  percent?: number;
  optimise?: Optimise;
}
export interface HoldParams {
  reason: string;
}
export interface AlertParams {
  message: string | { id: string; en: string };
}

export type RuleEvent =
  | { type: 'discount'; params: DiscountParams }
  | { type: 'voucher'; params: VoucherParams }
  | { type: 'bundle'; params: BundleParams }
  | { type: 'restore'; params?: Record<string, never> }
  | { type: 'hold'; params: HoldParams }
  | { type: 'alert'; params: AlertParams };

export interface LeafCondition {
  fact: string;
  operator: string;
  value: FactValue | number[] | { fact: string };
  name?: string;
  priority?: number;
}
export type Condition =
  | LeafCondition
  | { all: Condition[]; name?: string; priority?: number }
  | { any: Condition[]; name?: string; priority?: number }
  | { not: Condition; name?: string; priority?: number }
  | { condition: string };

export interface RuleExample {
  /** Facts that are not named are null. */
  facts: Facts;
  /** Matched on the keys it gives; null = the rule does not fire. */
  expect: { type: EventType; params?: Record<string, unknown> } | null;
}

export interface Rule {
  $schema?: string;
  /** kebab-case, unique in the set. */
  name: string;
  title: { id: string; en: string };
  version: number;
  enabled: boolean;
  owner?: string;
  /** First and last day (inclusive) of validity, `YYYY-MM-DD`. */
  validFrom?: string;
  validTo?: string;
  /** Scope; left out = everywhere. */
  channels?: string[];
  categories?: string[];
  /** 1 or more; the highest wins. */
  priority: number;
  conditions: Condition;
  event: RuleEvent;
  examples: RuleExample[];
}

/** A version of the ordered collection, with its named conditions. */
export interface RuleSet {
  rules: Rule[];
  /** Shared conditions that rules may name: `{ "condition": "old-stock" }`. From rules/conditions.json. */
  conditions: Record<string, Condition>;
  onTie: 'smallestCut' | 'largestCut' | 'first';
}

/** A draft may change; a published set and an archived one never do. One version is published at a time. */
export type RuleSetState = 'draft' | 'published' | 'archived';

export interface RuleSetVersion {
  version: number;
  state: RuleSetState;
  body: RuleSet;
  /** Of a draft what it is for, else why it was published. */
  note: string;
  /** The version that it was made from; null of the first. */
  basedOn: number | null;
  /** Of a version that was put back: the one whose content it has. */
  restoredFrom: number | null;
  /** The version that was in force until this one was published. */
  replaced: number | null;
  /** Grows with every change of a draft, from 1. */
  revision: number;
  createdBy: string;
  createdAt: number;
  /** The last change of the content; null where there was none since it was made. */
  updatedBy: string | null;
  updatedAt: number | null;
  /** null: never in force. */
  publishedBy: string | null;
  publishedAt: number | null;
}

export type FactType = 'number' | 'boolean' | 'text' | 'list';

/**
 * Facts of many product x channel rows as typed columns, in the shape that the bulk evaluator reads.
 * number: Float64Array, NaN = null. boolean: Uint8Array, 0 / 1, 2 = null. text: string or null. list: texts.
 */
export interface FactTable {
  size: number;
  numbers: Record<string, Float64Array>;
  booleans: Record<string, Uint8Array>;
  texts: Record<string, (string | null)[]>;
  lists: Record<string, (string[] | null)[]>;
}

/** One leaf condition, as it was read. */
export interface ConditionTrace {
  fact: string;
  operator: string;
  /** The value compared with, after fact-to-fact look-up. */
  value: unknown;
  factValue: FactValue;
  result: boolean;
}

/** A rule that fired, with why it won or lost. */
export interface Matched {
  name: string;
  priority: number;
  type: string;
  outcome: 'won' | 'lost';
  reason: string;
}
