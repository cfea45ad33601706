import { formatDay } from '../units.js';
import type { Day } from '../units.js';
import type { CampaignLock, Limits, Policy } from './policy.js';

/**
 * The limits of a channel and category: of the shop's, the channel's and the category's values, each limit takes the
 * strictest. So a channel or category may narrow what the shop allows, never widen it. In a boost the shop allows what
 * `limitsInBoost` says instead.
 */
export function limitsFor(policy: Policy, channelCode: string, category: string | null, isBoosted = false): Limits {
  const shop = isBoosted ? { ...policy.limits, ...policy.limitsInBoost } : policy.limits;
  const narrower = [
    own(policy.limitsByChannel, channelCode),
    category === null ? {} : own(policy.limitsByCategory, category),
  ];
  const named = (key: Exclude<keyof Limits, 'belowCostAllowed'>): number[] =>
    [shop[key], ...narrower.map((limits) => limits[key])].filter((value) => value !== undefined);
  return {
    marginFloorBp: Math.max(...named('marginFloorBp')),
    maxDiscountBp: Math.min(...named('maxDiscountBp')),
    maxStepBp: Math.min(...named('maxStepBp')),
    coolDownDays: Math.max(...named('coolDownDays')),
    secondApprovalAboveBp: Math.min(...named('secondApprovalAboveBp')),
    unknownCostMaxDiscountBp: Math.min(...named('unknownCostMaxDiscountBp')),
    belowCostAllowed: shop.belowCostAllowed && narrower.every((limits) => limits.belowCostAllowed ?? true),
  };
}

/** The first campaign lock that holds on a day for a channel and category; null when prices may move. */
export function lockOn(
  locks: CampaignLock[],
  day: Day,
  channelCode: string,
  category: string | null,
): CampaignLock | null {
  const today = formatDay(day);
  const holds = (lock: CampaignLock): boolean =>
    lock.from <= today &&
    today <= lock.to &&
    (lock.channels?.includes(channelCode) ?? true) &&
    (lock.categories === undefined || (category !== null && lock.categories.includes(category)));
  return locks.find(holds) ?? null;
}

/** A key such as `constructor` names no limits: only the record's own do. */
function own(record: Record<string, Partial<Limits>>, key: string): Partial<Limits> {
  return Object.hasOwn(record, key) ? (record[key] ?? {}) : {};
}
