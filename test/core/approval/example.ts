import type { DecisionContext, DecisionRequest } from '../../../src/core/approval/decide.js';
import type { Suggestion } from '../../../src/core/approval/suggestion.js';
import { genericProfile } from '../../../src/core/pricing/channel-profile.js';
import { ZoneClock } from '../../../src/core/intake/zone.js';

export const NOW = Date.UTC(2026, 2, 31, 2, 15, 0); // 09:15 in Jakarta

/** A discount from 100,000 to 80,000, pending. */
export function suggestion(change: Partial<Suggestion> = {}): Suggestion {
  return {
    id: 7,
    runId: 1,
    productId: 1,
    channelId: 1,
    sku: 'KOPI-250',
    channelCode: 'shopee',
    category: null,
    kind: 'discount',
    state: 'pending',
    version: 3,
    openKey: '1:1:discount',
    asOf: 20_542,
    price: 80_000,
    listPrice: 100_000,
    currentPrice: 100_000,
    discountBp: 2_000,
    staleValue: 500_000,
    gain: 12_000,
    ruleName: 'aged-31-60',
    needsSecondApproval: false,
    offer: {},
    why: {
      sentence: { id: '', en: '' },
      rule: { name: 'aged-31-60', version: 1, title: { id: '', en: '' } },
      matched: [],
      conditions: [],
      facts: {},
      guardrails: [],
      ifApproved: null,
      ifNothing: null,
      marks: [],
    },
    fingerprint: 'f',
    createdAt: NOW - 3_600_000,
    expiresAt: NOW + 86_400_000,
    updatedAt: NOW - 3_600_000,
    atStake: 12_000,
    ageDays: null,
    discountGiven: null,
    markBits: 0,
    ...change,
  };
}

export function request(change: Partial<DecisionRequest> = {}): DecisionRequest {
  const adjustment = { price: null, startsAt: null, endsAt: null };
  return { action: 'approve', expectedVersion: null, adjustment, reason: null, confirmation: null, ...change };
}

export const adjustTo = (price: number): Partial<DecisionRequest> => ({
  action: 'adjust',
  adjustment: { price, startsAt: null, endsAt: null },
});

export function context(change: Partial<DecisionContext> = {}): DecisionContext {
  return {
    now: NOW,
    actor: 'user:siti',
    isPerson: true,
    approvers: 2,
    history: [],
    prices: { base: 100_000, current: 100_000 },
    floorPrice: 60_000,
    secondApprovalAboveBp: 3_000,
    lock: null,
    boost: null,
    discountDays: 14,
    clock: new ZoneClock('Asia/Jakarta'),
    channel: {
      channelName: 'Shopee',
      profile: genericProfile(true),
      running: null,
      plannedStarts: [],
      basePrice: 100_000,
    },
    checkPrice: () => [],
    checkReduction: () => [],
    ...change,
  };
}
