import { z } from 'zod';
import type { EventType } from '../core/rules/rule.js';
import { fault } from './fault.js';
import { SENTENCE_MAX } from './rule-limits.js';
import { EVENT_WORDS, PARAM_WORDS, said } from './rule-words.js';

const MONEY_MAX = 1_000_000_000_000;

export const text = (max: number): z.ZodString => z.string().min(1).max(max);
export const bothLanguages = (max: number) => z.strictObject({ id: text(max), en: text(max) });

const percent = z.number().gt(0).max(100, 'at most 100 per cent').meta(said(PARAM_WORDS.percent));
const money = z.int().min(1).max(MONEY_MAX);
const amount = money.meta(said(PARAM_WORDS.amount));
const optimise = z
  .strictObject({
    minPercent: z.number().min(0).max(100, 'at most 100 per cent').meta(said(PARAM_WORDS.minPercent)),
    maxPercent: z.number().gt(0).max(100, 'at most 100 per cent').meta(said(PARAM_WORDS.maxPercent)),
    clearWithinDays: z.int().min(1).max(365).meta(said(PARAM_WORDS.clearWithinDays)),
    kinds: z
      .array(z.enum(['discount', 'voucher', 'bundle']))
      .min(1)
      .max(3)
      .refine((kinds) => new Set(kinds).size === kinds.length, fault('named-twice', 'names each kind once'))
      .meta(said(PARAM_WORDS.kinds))
      .optional(),
  })
  .meta({ ...said(PARAM_WORDS.optimise), examples: [{ minPercent: 5, maxPercent: 25, clearWithinDays: 45 }] });
/** Told to editors by the JSON Schema; told with a better sentence by core/rules/check. */
const oneOf = (...keys: string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) });
const type = <Type extends EventType>(name: Type) => z.literal(name).meta(said(EVENT_WORDS[name]));

const types = Object.entries(EVENT_WORDS).map(([name, words]) => ({ const: name, ...said(words) }));
/** Every type at its place, so that an editor offers them all before any other key is there. */
export const TYPES_AT_ONCE = { type: 'object', properties: { type: { type: 'string', anyOf: types } } } as const;

/** What a rule proposes: one strict shape a type. */
export const EventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: type('discount'),
    params: z
      .strictObject({
        percent: percent.optional(),
        amount: amount.optional(),
        price: money.meta(said(PARAM_WORDS.price)).optional(),
        optimise: optimise.optional(),
      })
      .meta(oneOf('percent', 'amount', 'price', 'optimise')),
  }),
  z.strictObject({
    type: type('voucher'),
    params: z
      .strictObject({
        percent: percent.optional(),
        amount: amount.optional(),
        minSpend: money.meta(said(PARAM_WORDS.minSpend)).optional(),
        maxDiscount: money.meta(said(PARAM_WORDS.maxDiscount)).optional(),
        quota: z.int().min(1).max(1_000_000).meta(said(PARAM_WORDS.quota)).optional(),
      })
      .meta(oneOf('percent', 'amount')),
  }),
  z.strictObject({
    type: type('bundle'),
    params: z
      .strictObject({
        partner: text(64).meta({ ...said(PARAM_WORDS.partner), examples: ['best'] }),
        percent: percent.optional(),
        optimise: optimise.optional(),
      })
      .meta(oneOf('percent', 'optimise')),
  }),
  z.strictObject({ type: type('restore'), params: z.strictObject({}).optional() }),
  z.strictObject({
    type: type('hold'),
    params: z.strictObject({ reason: text(SENTENCE_MAX).meta(said(PARAM_WORDS.reason)) }),
  }),
  z.strictObject({
    type: type('alert'),
    params: z.strictObject({
      message: z
        .union([text(SENTENCE_MAX), bothLanguages(SENTENCE_MAX)], { error: 'a text, or {"id": "...", "en": "..."}' })
        .meta(said(PARAM_WORDS.message)),
    }),
  }),
]);
