import type { Limits, Policy } from '../../../src/core/pricing/policy';
import type { guardrailsText } from '../../text/guardrails';

export type FieldName = keyof typeof guardrailsText.id.fields;
export type GroupName = keyof typeof guardrailsText.id.groups;

/** How a figure is typed and told. */
export interface Unit {
  kind: 'percent' | 'money' | 'milli' | 'whole' | 'factor';
  /** Written behind it. */
  suffix?: 'days' | 'hours' | 'times';
  min: number;
  max: number;
}

const percent = (max = 10_000): Unit => ({ kind: 'percent', min: 0, max });
const days = (min: number, max: number): Unit => ({ kind: 'whole', suffix: 'days', min, max });

/** Limits that channels and categories may narrow, in the order in which they are asked for. */
export const LIMIT_UNITS = {
  maxDiscountBp: percent(),
  maxStepBp: percent(),
  marginFloorBp: percent(),
  unknownCostMaxDiscountBp: percent(),
  secondApprovalAboveBp: percent(),
  coolDownDays: days(0, 365),
} as const satisfies Partial<Record<keyof Limits, Unit>>;
export type LimitName = keyof typeof LIMIT_UNITS;
export const LIMIT_NAMES = Object.keys(LIMIT_UNITS) as LimitName[];

/** Whether a value of a channel or category is less strict than the shop's, so that it does nothing. */
export const isLooser: Record<LimitName, (own: number, shop: number) => boolean> = {
  maxDiscountBp: (own, shop) => own > shop,
  maxStepBp: (own, shop) => own > shop,
  marginFloorBp: (own, shop) => own < shop,
  unknownCostMaxDiscountBp: (own, shop) => own > shop,
  secondApprovalAboveBp: (own, shop) => own > shop,
  coolDownDays: (own, shop) => own < shop,
};

type Figure = {
  [K in keyof Policy]: Policy[K] extends number | null ? K : never;
}[keyof Policy] &
  FieldName;

/** Single figures of the policy by group. */
export const FIGURES: Record<Exclude<GroupName, 'limits'>, readonly [name: Figure, unit: Unit][]> = {
  endings: [['variantRatioMilliMax', { kind: 'milli', suffix: 'times', min: 1_000, max: 1_000_000 }]],
  stale: [
    ['staleAfterDays', days(0, 3650)],
    ['flagMinShareBp', percent()],
    ['flagMinValue', { kind: 'money', min: 0, max: 900_000_000_000 }],
  ],
  suggestions: [
    ['maxSuggestionsPerDay', { kind: 'whole', min: 0, max: 1_000_000 }],
    ['suggestionLifetimeHours', { kind: 'whole', suffix: 'hours', min: 1, max: 8760 }],
    ['discountDays', days(1, 365)],
    ['holdOutBp', percent()],
    ['confirmChangesAboveBp', percent()],
  ],
  voucher: [
    ['voucherUpToCutBp', percent()],
    ['voucherRivalWithinBp', percent()],
    ['voucherRedemptionBp', percent()],
  ],
  forecast: [
    ['vatBp', percent(5_000)],
    ['unitsPerOrderMilli', { kind: 'milli', min: 1_000, max: 1_000_000 }],
    ['horizonDays', days(1, 365)],
    ['holdingCostBpPerYear', percent(100_000)],
    ['salvageBp', percent()],
    ['velocityHalfLifeDays', days(1, 3650)],
  ],
};

/** The two figures of `elasticityPrior`. */
export const ELASTICITY: readonly [name: FieldName, key: 'mean' | 'sd', unit: Unit][] = [
  ['elasticityMean', 'mean', { kind: 'factor', min: -8, max: -0.2 }],
  ['elasticitySd', 'sd', { kind: 'factor', min: 0.01, max: 10 }],
];

/** The unit of a setting that is one figure; null: it is more than that. */
export function unitOf(setting: string): Unit | null {
  if (setting in LIMIT_UNITS) return LIMIT_UNITS[setting as LimitName];
  const found = Object.values(FIGURES)
    .flat()
    .find(([name]) => name === setting);
  return found?.[1] ?? null;
}

/** Whether every figure that must be there is typed; an emptied field leaves null behind. */
export function isComplete(policy: Policy): boolean {
  const figures = Object.values(FIGURES).flatMap((group) => group.map(([name]) => name));
  const needed: unknown[] = [
    ...LIMIT_NAMES.map((name) => policy.limits[name]),
    ...figures.filter((name) => name !== 'variantRatioMilliMax').map((name) => policy[name]),
    ...Object.values(policy.elasticityPrior),
    ...Object.values(policy.staleAfterDaysByCategory),
    ...policy.priceEndings.flatMap(({ step, below }, i) => [
      step,
      ...(i < policy.priceEndings.length - 1 ? [below] : []),
    ]),
  ];
  return needed.every((value) => value !== null && value !== undefined) && policy.bucketEdgesDays.length > 0;
}
