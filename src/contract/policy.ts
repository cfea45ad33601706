import { z } from 'zod';
import type { Fee } from '../core/intake/records.js';
import { POLICY_ADDED, type Policy } from '../core/pricing/policy.js';
import { Refusal } from '../core/refusal.js';
import { parseDay } from '../core/units.js';
import type { Day } from '../core/units.js';
import { fault, FORMS } from './fault.js';
import { FEE_WORDS, LIMIT_WORDS, POLICY_WORDS } from './policy-words.js';
import { said, schemaLine } from './rule-words.js';
import { shapeIssues } from './shape-issues.js';

/** Larger than any real amount, small enough that amount x 10,000 stays an exact integer. */
const MONEY_MAX = 900_000_000_000;
/** VAT of more than half the price exists nowhere; the arithmetic is exact up to here. */
const VAT_BP_MAX = 5000;

const bp = z.int().min(0).max(10_000);
const money = z.int().min(0).max(MONEY_MAX);
const days = (max: number): z.ZodInt => z.int().min(0).max(max);
const code = z.string().regex(FORMS.code, 'lower-case letters, digits and single hyphens');
const category = z.string().min(1).max(200);
/** What a pattern can say of days; that the day exists is checked besides. */
const DAY = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const dayText = z
  .string()
  .refine((text) => parseDay(text) !== null, fault('not-a-day', 'a day that exists, as YYYY-MM-DD'))
  .meta({ pattern: `^${DAY}$` });

const limits = z.strictObject({
  marginFloorBp: bp.meta(said(LIMIT_WORDS.marginFloorBp)),
  maxDiscountBp: bp.meta(said(LIMIT_WORDS.maxDiscountBp)),
  maxStepBp: bp.meta(said(LIMIT_WORDS.maxStepBp)),
  coolDownDays: days(365).meta(said(LIMIT_WORDS.coolDownDays)),
  secondApprovalAboveBp: bp.meta(said(LIMIT_WORDS.secondApprovalAboveBp)),
  belowCostAllowed: z.boolean().meta(said(LIMIT_WORDS.belowCostAllowed)),
  unknownCostMaxDiscountBp: bp.meta(said(LIMIT_WORDS.unknownCostMaxDiscountBp)),
});

const priceEnding = z
  .strictObject({
    below: money.min(1).nullable(),
    step: money.min(1),
    endings: z.array(money).min(1).max(100),
  })
  .refine((band) => band.endings.every((ending) => ending < band.step), {
    path: ['endings'],
    ...fault('ending-over-step', 'every ending must be smaller than the step'),
  });

const campaignLock = z
  .strictObject({
    name: z.string().min(1).max(100),
    from: dayText,
    to: dayText,
    channels: z.array(code).min(1).optional(),
    categories: z.array(category).min(1).optional(),
  })
  .refine((lock) => lock.from <= lock.to, {
    path: ['to'],
    ...fault('ends-before-start', 'the last day is before the first'),
  });

/** A twin date repeats every year; 29 February counts as one that exists. */
const campaignDay = z
  .string()
  .refine(
    (text) => parseDay(/^\d\d-\d\d$/.test(text) ? `2000-${text}` : text) !== null,
    fault('not-a-campaign-day', 'MM-DD or YYYY-MM-DD'),
  )
  .meta({ pattern: `^(?:${DAY}|${DAY.slice('\\d{4}-'.length)})$` });

/** The policy as a file and over the API. Unknown keys are refused: a misspelt limit must not be ignored. */
export const PolicySchema = z.strictObject({
  $schema: schemaLine('policy.schema.json'),
  staleAfterDays: days(3650).meta(said(POLICY_WORDS.staleAfterDays)),
  staleAfterDaysByCategory: z.record(category, days(3650)).meta(said(POLICY_WORDS.staleAfterDaysByCategory)),
  flagMinShareBp: bp.meta(said(POLICY_WORDS.flagMinShareBp)),
  flagMinValue: money.meta(said(POLICY_WORDS.flagMinValue)),
  bucketEdgesDays: z
    .array(days(3650))
    .min(1)
    .max(20)
    .refine(rises, fault('edges-must-rise', 'each edge must be larger than the one before'))
    .meta(said(POLICY_WORDS.bucketEdgesDays)),
  limits: limits.meta(said(POLICY_WORDS.limits)),
  limitsByChannel: z.record(code, limits.partial()).meta(said(POLICY_WORDS.limitsByChannel)),
  limitsByCategory: z.record(category, limits.partial()).meta(said(POLICY_WORDS.limitsByCategory)),
  limitsInBoost: limits.partial().default(POLICY_ADDED.limitsInBoost).meta(said(POLICY_WORDS.limitsInBoost)),
  maxSuggestionsPerDay: z.int().min(0).max(1_000_000).meta(said(POLICY_WORDS.maxSuggestionsPerDay)),
  confirmChangesAboveBp: bp.default(POLICY_ADDED.confirmChangesAboveBp).meta(said(POLICY_WORDS.confirmChangesAboveBp)),
  priceEndings: z
    .array(priceEnding)
    .max(20)
    .refine(
      (bands) => rises(bands.map((band) => band.below ?? Infinity)),
      fault('bands-must-rise', 'bands must rise, the open one (below: null) last'),
    )
    .meta(said(POLICY_WORDS.priceEndings)),
  variantRatioMilliMax: z.int().min(1000).max(1_000_000).nullable().meta(said(POLICY_WORDS.variantRatioMilliMax)),
  campaignLocks: z.array(campaignLock).max(200).meta(said(POLICY_WORDS.campaignLocks)),
  suggestionLifetimeHours: z.int().min(1).max(8760).meta(said(POLICY_WORDS.suggestionLifetimeHours)),
  discountDays: z.int().min(1).max(365).meta(said(POLICY_WORDS.discountDays)),
  vatBp: bp.max(VAT_BP_MAX).meta(said(POLICY_WORDS.vatBp)),
  holdingCostBpPerYear: z.int().min(0).max(100_000).meta(said(POLICY_WORDS.holdingCostBpPerYear)),
  salvageBp: bp.meta(said(POLICY_WORDS.salvageBp)),
  horizonDays: z.int().min(1).max(365).meta(said(POLICY_WORDS.horizonDays)),
  elasticityPrior: z
    .strictObject({ mean: z.number().min(-8).max(-0.2), sd: z.number().min(0.01).max(10) })
    .meta(said(POLICY_WORDS.elasticityPrior)),
  velocityHalfLifeDays: z.int().min(1).max(3650).meta(said(POLICY_WORDS.velocityHalfLifeDays)),
  voucherRedemptionBp: bp.meta(said(POLICY_WORDS.voucherRedemptionBp)),
  voucherRivalWithinBp: bp.default(POLICY_ADDED.voucherRivalWithinBp).meta(said(POLICY_WORDS.voucherRivalWithinBp)),
  voucherUpToCutBp: bp.default(POLICY_ADDED.voucherUpToCutBp).meta(said(POLICY_WORDS.voucherUpToCutBp)),
  holdOutBp: bp.meta(said(POLICY_WORDS.holdOutBp)),
  paydays: z
    .strictObject({ fromDayOfMonth: z.int().min(1).max(31), toDayOfMonth: z.int().min(1).max(31) })
    .meta(said(POLICY_WORDS.paydays)),
  campaigns: z
    .array(z.strictObject({ name: z.string().min(1).max(100), on: campaignDay }))
    .max(400)
    .meta(said(POLICY_WORDS.campaigns)),
  unitsPerOrderMilli: z.int().min(1000).max(1_000_000).meta(said(POLICY_WORDS.unitsPerOrderMilli)),
});

const feeRow = z
  .strictObject({
    channelCode: code.meta(said(FEE_WORDS.channelCode)),
    category: category.nullable().meta(said(FEE_WORDS.category)),
    component: code.meta(said(FEE_WORDS.component)),
    rateBp: bp.meta(said(FEE_WORDS.rateBp)),
    perOrder: money.meta(said(FEE_WORDS.perOrder)),
    perItem: money.meta(said(FEE_WORDS.perItem)),
    capPerItem: money.nullable().meta(said(FEE_WORDS.capPerItem)),
    validFrom: dayText.meta(said(FEE_WORDS.validFrom)),
    validTo: dayText.nullable().meta(said(FEE_WORDS.validTo)),
    source: z.string().min(1).max(500).meta(said(FEE_WORDS.source)),
  })
  .refine((fee) => fee.validTo === null || fee.validFrom < fee.validTo, {
    path: ['validTo'],
    ...fault('not-after-start', 'the day on which a fee ends must lie after its first day'),
  });

/** A fee table as a file: rows in one currency. `channelCode` + `category` + `component` + `validFrom` is a row's key. */
export const FeesSchema = z.strictObject({
  $schema: schemaLine('fees.schema.json'),
  currency: z.string().regex(FORMS.currency, 'an ISO 4217 code such as IDR').meta(said(FEE_WORDS.currency)),
  scale: z.int().min(0).max(4).meta(said(FEE_WORDS.scale)),
  collectedOn: dayText.meta(said(FEE_WORDS.collectedOn)),
  note: z.string().max(2000).optional().meta(said(FEE_WORDS.note)),
  fees: z
    .array(feeRow)
    .max(10_000)
    .refine(hasNoTwins, fault('twin-fee', 'two rows have the same channel, category, component and validFrom'))
    .meta(said(FEE_WORDS.fees)),
});

/** The JSON Schema (2020-12) of rules/policy.json. Order of bands, edges and days is checked besides. */
export function policyJsonSchema(): object {
  return z.toJSONSchema(PolicySchema.meta({ title: 'Larisin policy' }), { io: 'input' });
}

/** The JSON Schema (2020-12) of rules/fees.json. */
export function feesJsonSchema(): object {
  return z.toJSONSchema(FeesSchema.meta({ title: 'Larisin fees' }), { io: 'input' });
}

/** What a fee file holds, with days as the engine counts them; the database gives the rows their ids. */
export interface FeeTable {
  currency: string;
  scale: number;
  collectedOn: Day;
  fees: Omit<Fee, 'id'>[];
}

/** Reads a policy (rules/policy.json, `PUT /policy`). Throws Refusal `invalid-policy` with every finding and its path. */
export function readPolicy(json: unknown): Policy {
  const { $schema: _, ...policy } = checked(PolicySchema, json, 'invalid-policy', 'The policy');
  return policy;
}

/** Reads a fee table (rules/fees.json). Throws Refusal `invalid-fees` with every finding and its path. */
export function readFees(json: unknown): FeeTable {
  const { currency, scale, collectedOn, fees } = checked(FeesSchema, json, 'invalid-fees', 'The fee table');
  return {
    currency,
    scale,
    collectedOn: knownDay(collectedOn),
    fees: fees.map((fee) => ({
      ...fee,
      validFrom: knownDay(fee.validFrom),
      validTo: fee.validTo === null ? null : knownDay(fee.validTo),
    })),
  };
}

/** What a schema reads of a JSON value. Throws Refusal `code` with every finding and its path. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  code: string,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issues = shapeIssues(result.error.issues);
  const first = issues[0];
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  throw new Refusal(
    'invalid',
    code,
    `${what} is wrong at ${first?.path || '/'}: ${first?.message ?? 'unreadable'}${more}. Correct it and try again.`,
    {},
    issues,
  );
}

function knownDay(text: string): Day {
  return parseDay(text) ?? 0;
}

function rises(values: number[]): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] ?? Infinity));
}

function hasNoTwins(fees: z.output<typeof feeRow>[]): boolean {
  const keys = fees.map((fee) => JSON.stringify([fee.channelCode, fee.category, fee.component, fee.validFrom]));
  return new Set(keys).size === keys.length;
}
