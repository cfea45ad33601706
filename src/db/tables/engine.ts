import { EntitySchema } from 'typeorm';
import type { Backtest, BacktestHit } from '../../core/backtest.js';
import type { Decision, Suggestion } from '../../core/approval/suggestion.js';
import type { Ack, ChannelPrice, FeedChange, PriceEntry } from '../../core/feed/entry.js';
import type { OfferOutcome } from '../../core/offers.js';
import type { Outcome, OutcomeState } from '../../core/outcome/outcome.js';
import type { Policy } from '../../core/pricing/policy.js';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import type { FactSummary } from '../../core/rules/fact-summary.js';
import type { FlagChange, Lease, ProductState, Run, StaleTotal } from '../../core/run.js';
import type { Instant, Money } from '../../core/units.js';
import { big, blob, bool, id, int, json, key, longText, maybe, text } from './columns.js';

export const RuleSetTable = new EntitySchema<RuleSetVersion>({
  name: 'rule_set',
  columns: {
    version: key(int()),
    state: text(16),
    body: json(),
    note: text(1000),
    createdBy: text(128),
    createdAt: big(),
    publishedAt: maybe(big()),
    basedOn: maybe(int()),
    restoredFrom: maybe(int()),
    replaced: maybe(int()),
    revision: { ...int(), default: 1 },
    updatedBy: maybe(text(128)),
    updatedAt: maybe(big()),
    publishedBy: maybe(text(128)),
  },
});

export interface PolicyVersion {
  version: number;
  body: Policy;
  note: string;
  createdBy: string;
  createdAt: number;
}

export const PolicyVersionTable = new EntitySchema<PolicyVersion>({
  name: 'policy_version',
  columns: {
    version: key(int()),
    body: json(),
    note: text(1000),
    createdBy: text(128),
    createdAt: big(),
  },
});

export const LeaseTable = new EntitySchema<Lease>({
  name: 'lease',
  columns: { name: key(text(64)), holder: text(128), fence: int(), expiresAt: big() },
});

export const RunTable = new EntitySchema<Run>({
  name: 'run',
  columns: {
    id: id(),
    asOf: int(),
    state: text(16),
    cause: text(16),
    ruleSetVersion: maybe(int()),
    policyVersion: maybe(int()),
    stage: text(32),
    done: int(),
    total: int(),
    totals: maybe(json()),
    error: maybe(text(2000)),
    createdBy: text(128),
    createdAt: big(),
    startedAt: maybe(big()),
    finishedAt: maybe(big()),
    lastSaleOn: maybe(int()),
    lastStockOn: maybe(int()),
  },
  indices: [{ name: 'ix_run_state', columns: ['state', 'id'] }],
});

export const ProductStateTable = new EntitySchema<ProductState>({
  name: 'product_state',
  columns: {
    runId: key(int()),
    productId: key(int()),
    onHand: int(),
    staleUnits: int(),
    staleValue: big(),
    isFlagged: bool(),
    ageDaysOldest: maybe(int()),
    ageDeciDaysAverage: maybe(int()),
    ageIsAtLeast: bool(),
    daysSinceLastSale: maybe(int()),
    daysSinceLastReceipt: maybe(int()),
    units30: int(),
    detail: json(),
  },
  indices: [{ name: 'ix_product_state_stale', columns: ['runId', 'isFlagged', 'staleValue'] }],
  withoutRowid: true,
});

export const StaleTotalTable = new EntitySchema<StaleTotal>({
  name: 'stale_total',
  columns: {
    runId: key(int()),
    asOf: key(int()),
    category: key(text(200)),
    products: int(),
    flagged: int(),
    withoutCost: int(),
    staleUnits: big(),
    staleValue: big(),
    buckets: json(),
  },
  withoutRowid: true,
});

export const FlagChangeTable = new EntitySchema<FlagChange>({
  name: 'flag_change',
  columns: {
    runId: key(int()),
    productId: key(int()),
    isFlagged: bool(),
    staleUnits: int(),
    staleValue: big(),
    staleUnitsBefore: int(),
    staleValueBefore: big(),
  },
  withoutRowid: true,
});

/** A part of a sheet of a run: what the last good run saw of each listing. */
export interface RunSheet {
  runId: number;
  position: number;
  part: number;
  firstProductId: number;
  lastProductId: number;
  body: Uint8Array;
}

export const RunSheetTable = new EntitySchema<RunSheet>({
  name: 'run_sheet',
  columns: {
    runId: key(int()),
    position: key(int()),
    part: key(int()),
    firstProductId: int(),
    lastProductId: int(),
    body: blob(),
  },
  indices: [{ name: 'ix_run_sheet_product', columns: ['runId', 'lastProductId'] }],
});

export const FactSummaryTable = new EntitySchema<{ runId: number; body: FactSummary[] }>({
  name: 'fact_summary',
  columns: { runId: key(int()), body: json() },
});

export const BacktestTable = new EntitySchema<Backtest>({
  name: 'backtest',
  columns: {
    id: id(),
    ruleSetVersion: maybe(int()),
    revision: maybe(int()),
    againstVersion: int(),
    rules: json(),
    days: json(),
    state: text(16),
    done: int(),
    result: maybe(json()),
    error: maybe(text(2000)),
    createdBy: text(128),
    createdAt: big(),
    startedAt: maybe(big()),
    finishedAt: maybe(big()),
  },
  indices: [
    { name: 'ix_backtest_state', columns: ['state', 'id'] },
    { name: 'ix_backtest_version', columns: ['ruleSetVersion', 'id'] },
  ],
});

export const BacktestHitTable = new EntitySchema<BacktestHit>({
  name: 'backtest_hit',
  columns: {
    backtestId: key(int()),
    productId: key(int()),
    channelId: key(int()),
    day: key(int()),
    sku: text(64),
    channelCode: text(64),
    ruleName: text(100),
    kind: text(16),
    price: big(),
    listPrice: big(),
    discountBp: int(),
    gain: maybe(big()),
    discountGiven: big(),
    staleValue: big(),
  },
  withoutRowid: true,
});

export const SuggestionTable = new EntitySchema<Suggestion>({
  name: 'suggestion',
  columns: {
    id: id(),
    runId: int(),
    productId: int(),
    channelId: int(),
    sku: text(64),
    channelCode: text(64),
    category: maybe(text(200)),
    kind: text(16),
    state: text(16),
    version: int(),
    openKey: maybe(text(64)),
    asOf: int(),
    price: maybe(big()),
    listPrice: maybe(big()),
    currentPrice: maybe(big()),
    discountBp: int(),
    staleValue: big(),
    gain: maybe(big()),
    ruleName: text(100),
    needsSecondApproval: bool(),
    offer: json(),
    why: json(),
    fingerprint: text(64),
    createdAt: big(),
    expiresAt: big(),
    updatedAt: big(),
    atStake: { ...big(), default: 0 },
    ageDays: maybe(int()),
    discountGiven: maybe(big()),
    markBits: { ...int(), default: 0 },
  },
  indices: [
    { name: 'uq_suggestion_open', columns: ['openKey'], unique: true },
    { name: 'ix_suggestion_state_gain', columns: ['state', 'gain', 'id'] },
    { name: 'ix_suggestion_run', columns: ['runId', 'state'] },
    { name: 'ix_suggestion_product', columns: ['productId', 'channelId', 'id'] },
    {
      // Everything that the inbox sorts, filters and adds up by: pages and totals never touch the wide rows.
      name: 'ix_suggestion_inbox',
      columns: [
        ...['state', 'atStake', 'id', 'gain', 'staleValue', 'discountGiven', 'kind', 'channelCode', 'ruleName'],
        ...['category', 'ageDays', 'discountBp', 'needsSecondApproval', 'markBits', 'sku', 'productId'],
      ],
    },
    {
      // In the order in which totals are grouped, so that nothing is sorted.
      name: 'ix_suggestion_sums',
      columns: [
        ...['state', 'kind', 'channelCode', 'ruleName', 'category', 'gain', 'staleValue', 'discountGiven', 'atStake'],
        ...['ageDays', 'discountBp', 'needsSecondApproval', 'markBits', 'sku', 'productId'],
      ],
    },
    { name: 'ix_suggestion_end', columns: ['state', 'expiresAt'] },
  ],
});

export const DecisionTable = new EntitySchema<Decision>({
  name: 'decision',
  columns: {
    id: id(),
    suggestionId: int(),
    action: text(16),
    fromState: text(16),
    toState: text(16),
    actor: text(128),
    at: big(),
    reason: maybe(text(1000)),
    detail: json(),
  },
  indices: [
    { name: 'ix_decision_suggestion', columns: ['suggestionId', 'id'] },
    { name: 'ix_decision_at', columns: ['at'] },
  ],
});

export const PriceEntryTable = new EntitySchema<PriceEntry>({
  name: 'price_entry',
  columns: {
    id: id(),
    suggestionId: int(),
    productId: int(),
    channelId: int(),
    sku: text(64),
    channelCode: text(64),
    kind: text(16),
    state: text(16),
    revision: int(),
    price: big(),
    listPrice: big(),
    discountBp: int(),
    offer: json(),
    startsAt: big(),
    endsAt: maybe(big()),
    notBefore: big(),
    expiresAt: big(),
    revert: text(16),
    revertPrice: big(),
    expectedCurrentPrice: maybe(big()),
    lowestPrice30: maybe(big()),
    seriesFrom: int(),
    decidedBy: text(128),
    decidedAt: big(),
  },
  indices: [
    { name: 'ix_price_entry_channel', columns: ['channelId', 'state', 'id'] },
    { name: 'ix_price_entry_product', columns: ['productId', 'channelId', 'state'] },
    { name: 'ix_price_entry_suggestion', columns: ['suggestionId'] },
    { name: 'ix_price_entry_end', columns: ['state', 'endsAt'] },
  ],
});

export const FeedChangeTable = new EntitySchema<FeedChange>({
  name: 'feed_change',
  columns: {
    channelId: key(int()),
    seq: key(int()),
    entryId: int(),
    revision: int(),
    action: text(16),
    at: big(),
    body: longText(),
  },
  withoutRowid: true,
});

/** The last `seq` given out per channel; its row lock orders the commits of concurrent approvals. */
export interface FeedHead {
  channelId: number;
  seq: number;
}

export const FeedHeadTable = new EntitySchema<FeedHead>({
  name: 'feed_head',
  columns: { channelId: key(int()), seq: int() },
});

export const AckTable = new EntitySchema<Ack>({
  name: 'ack',
  columns: {
    id: id(),
    channelId: int(),
    entryId: int(),
    revision: int(),
    status: text(16),
    code: maybe(text(100)),
    message: maybe(text(1000)),
    appliedPrice: maybe(big()),
    at: big(),
    actor: text(128),
  },
  indices: [
    { name: 'ix_ack_entry', columns: ['entryId', 'id'] },
    { name: 'ix_ack_status', columns: ['status', 'channelId'] },
  ],
});

export const ChannelPriceTable = new EntitySchema<ChannelPrice>({
  name: 'channel_price',
  columns: {
    channelId: key(int()),
    productId: key(int()),
    price: big(),
    since: big(),
    at: big(),
    actor: text(128),
  },
});

/** A price that jobs saw on a channel without a break, from its first sighting to its last; rows are added and made longer only. */
export interface PriceSighting {
  productId: number;
  channelId: number;
  since: Instant;
  until: Instant;
  price: Money;
  /** Who saw it first: `key:<prefix>`. */
  actor: string;
}

export const PriceSightingTable = new EntitySchema<PriceSighting>({
  name: 'price_sighting',
  columns: {
    productId: key(int()),
    channelId: key(int()),
    since: key(big()),
    until: big(),
    price: big(),
    actor: text(128),
  },
  withoutRowid: true,
});

/** What an offer brought, as of the close of a day. */
export interface OutcomeRow {
  entryId: number;
  measuredOn: number;
  isFinal: boolean;
  state: OutcomeState;
  body: { outcome: Outcome; forecast: OfferOutcome['forecast'] };
}

export const OutcomeTable = new EntitySchema<OutcomeRow>({
  name: 'outcome',
  columns: {
    entryId: key(int()),
    measuredOn: int(),
    isFinal: bool(),
    state: text(32),
    body: json(),
  },
});
