import type { Limits, Policy } from './pricing/policy.js';

/** What can be told apart when two policies differ: a limit by its own name wherever it is set, else the policy's key. */
export type PolicySetting = keyof Limits | Exclude<keyof Policy, 'limits' | 'limitsByChannel' | 'limitsByCategory'>;

/**
 * Settings that facts are made under. The last run's facts stand: what a change of these brings shows when the next run has
 * made them anew.
 */
const FELT_BY_NEXT_RUN: readonly PolicySetting[] = [
  'staleAfterDays',
  'staleAfterDaysByCategory',
  'flagMinShareBp',
  'flagMinValue',
  'bucketEdgesDays',
  'velocityHalfLifeDays',
  'elasticityPrior',
  'paydays',
  'campaigns',
];
/** Settings that say how suggestions are kept or rules are published; no price follows from them. */
const WITHOUT_PRICES: readonly PolicySetting[] = ['confirmChangesAboveBp', 'suggestionLifetimeHours', 'discountDays'];

const NARROWED = ['limits', 'limitsByChannel', 'limitsByCategory'] as const;

/** The settings in which two policies differ, in the order of the first policy's keys. */
export function changedSettings(before: Policy, after: Policy): PolicySetting[] {
  const limitKeys = Object.keys(before.limits) as (keyof Limits)[];
  const limits = limitKeys.filter((key) => !isSame(placesOf(before, key), placesOf(after, key)));
  const others = (Object.keys(before) as (keyof Policy)[])
    .filter((key) => !(NARROWED as readonly string[]).includes(key))
    .filter((key) => !isSame(before[key], after[key])) as PolicySetting[];
  return [...limits, ...others];
}

/** Whether a change of the setting can be shown on the facts of the last run. */
export const showsOnFacts = (setting: PolicySetting): boolean =>
  !FELT_BY_NEXT_RUN.includes(setting) && !WITHOUT_PRICES.includes(setting);

/** Whether only the next run shows what a change of the setting brings. */
export const waitsForRun = (setting: PolicySetting): boolean => FELT_BY_NEXT_RUN.includes(setting);

/** The policy `before` with one setting as it is in `after`, for a limit everywhere. */
export function withSetting(before: Policy, after: Policy, setting: PolicySetting): Policy {
  if (!isLimit(before, setting)) return { ...before, [setting]: after[setting] };
  return {
    ...before,
    limits: { ...before.limits, [setting]: after.limits[setting] },
    limitsByChannel: narrowedAs(before.limitsByChannel, after.limitsByChannel, setting),
    limitsByCategory: narrowedAs(before.limitsByCategory, after.limitsByCategory, setting),
  };
}

const isLimit = (policy: Policy, setting: PolicySetting): setting is keyof Limits =>
  Object.hasOwn(policy.limits, setting);

type Narrower = Record<string, Partial<Limits>>;

function narrowedAs(before: Narrower, after: Narrower, key: keyof Limits): Narrower {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const entries = [...names].map((name): [string, Partial<Limits>] => {
    const { [key]: _, ...rest } = before[name] ?? {};
    const value = after[name]?.[key];
    return [name, value === undefined ? rest : { ...rest, [key]: value }];
  });
  return Object.fromEntries(entries);
}

/** Every place where a limit is set, and to what. */
function placesOf(policy: Policy, key: keyof Limits): unknown {
  const in_ = (narrower: Narrower): unknown =>
    Object.entries(narrower)
      .filter(([, limits]) => limits[key] !== undefined)
      .map(([name, limits]) => [name, limits[key]])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return [policy.limits[key], in_(policy.limitsByChannel), in_(policy.limitsByCategory)];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
