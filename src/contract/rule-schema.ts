import { z } from 'zod';
import type { Condition, Rule, RuleSet } from '../core/rules/rule.js';

/**
 * The shape of rule files: json-rules-engine's conditions and event (version 7) with a frame around them. What the
 * conditions mean (facts, types, examples) is checked after this, by core/rules/check.
 */

export const CONDITION_SHAPE = 'a condition has exactly one of "fact", "all", "any", "not" and "condition"';
export const ROOT_SHAPE = 'the outermost condition has exactly one of "all", "any", "not" and "condition"';

/** Rules of a set. */
export const RULES_MAX = 2000;
const LIST_MAX = 1000;
const CHILDREN_MAX = 100;
const TEXT_MAX = 1000;
const PRIORITY_MAX = 1_000_000;
const MONEY_MAX = 1_000_000_000_000;

const text = (max: number): z.ZodString => z.string().min(1).max(max);
const kebab = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens, such as age-31-60');
const bothLanguages = (max: number) => z.strictObject({ id: text(max), en: text(max) });
const day = z.iso.date('a day that exists, as YYYY-MM-DD');
const scope = z.array(text(200)).min(1).max(LIST_MAX);

const scalar = z.union([z.string().max(TEXT_MAX), z.number(), z.boolean(), z.null()], {
  error: 'a text, a number, true, false or null',
});
const value = z.union([scalar, z.array(scalar).max(LIST_MAX), z.strictObject({ fact: text(100) })], {
  error: 'a text, a number, true, false, null, a list of these, or {"fact": "..."}',
});

interface ConditionSchemas {
  condition: z.ZodType<Condition>;
  root: z.ZodType<Condition>;
}

/** `extra`: more keys that a leaf may carry. The order of the options is the order that findings.ts expects. */
function conditionSchemas(extra: Record<string, z.ZodType>, ids: [string, string] | null): ConditionSchemas {
  const name = text(200).optional();
  const priority = z.number().optional();
  const condition = z.lazy(() =>
    z.union([leaf, all, any, not, reference], { error: CONDITION_SHAPE }),
  ) as unknown as z.ZodType<Condition>;
  const leaf = z.strictObject({ fact: text(100), operator: text(100), value, name, priority, ...extra });
  const all = z.strictObject({ all: z.array(condition).max(CHILDREN_MAX), name, priority });
  const any = z.strictObject({ any: z.array(condition).max(CHILDREN_MAX), name, priority });
  const not = z.strictObject({ not: condition, name, priority });
  const reference = z.strictObject({ condition: text(100), name, priority });
  const root = z.union([all, any, not, reference], { error: ROOT_SHAPE }) as unknown as z.ZodType<Condition>;
  if (ids === null) return { condition, root };
  return { condition: condition.meta({ id: ids[0] }), root: root.meta({ id: ids[1] }) };
}

const strict = conditionSchemas({}, ['Condition', 'RootCondition']);
const lenient = conditionSchemas({ params: z.unknown().optional() }, null);

const percent = z.number().gt(0).max(100, 'at most 100 per cent').meta({ description: 'Per cent of the base price' });
const money = z.int().min(1).max(MONEY_MAX).meta({ description: "In the shop's smallest unit" });
const optimise = z.strictObject({
  minPercent: z.number().min(0).max(100, 'at most 100 per cent'),
  maxPercent: z.number().gt(0).max(100, 'at most 100 per cent'),
  clearWithinDays: z.int().min(1).max(365),
});
/** Told to editors by the JSON Schema; told with a better sentence by core/rules/check. */
const oneOf = (...keys: string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) });

const event = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('discount'),
    params: z
      .strictObject({
        percent: percent.optional(),
        amount: money.optional(),
        price: money.optional(),
        optimise: optimise.optional(),
      })
      .meta(oneOf('percent', 'amount', 'price', 'optimise')),
  }),
  z.strictObject({
    type: z.literal('voucher'),
    params: z
      .strictObject({
        percent: percent.optional(),
        amount: money.optional(),
        minSpend: money.optional(),
        maxDiscount: money.optional(),
        quota: z.int().min(1).max(1_000_000).optional(),
      })
      .meta(oneOf('percent', 'amount')),
  }),
  z.strictObject({
    type: z.literal('bundle'),
    params: z
      .strictObject({ partner: text(64), percent: percent.optional(), optimise: optimise.optional() })
      .meta(oneOf('percent', 'optimise')),
  }),
  z.strictObject({ type: z.literal('restore'), params: z.strictObject({}).optional() }),
  z.strictObject({ type: z.literal('hold'), params: z.strictObject({ reason: text(300) }) }),
  z.strictObject({
    type: z.literal('alert'),
    params: z.strictObject({
      message: z.union([text(300), bothLanguages(300)], { error: 'a text, or {"id": "...", "en": "..."}' }),
    }),
  }),
]);

const factName = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z][a-zA-Z0-9]*(\.[a-zA-Z][a-zA-Z0-9]*)*$/, 'a dotted fact name such as stock.onHand');
const example = z.strictObject({
  facts: z
    .record(
      factName,
      z.union([scalar, z.array(z.string().max(TEXT_MAX)).max(LIST_MAX)], { error: 'a plain value or a list of texts' }),
    )
    .meta({ description: 'Facts that are not named are null' }),
  expect: z
    .strictObject({
      type: z.enum(['discount', 'voucher', 'bundle', 'restore', 'hold', 'alert']),
      params: z.record(text(100), z.unknown()).optional(),
    })
    .nullable()
    .meta({ description: 'Compared on the keys it gives; null = the rule does not fire' }),
});

/** A rule file as the shop keeps it. */
export const RuleSchema = z
  .strictObject({
    $schema: z.string().max(500).optional(),
    name: kebab.meta({ description: 'Unique in the set; by custom also the name of the file' }),
    title: bothLanguages(300).meta({ description: 'One sentence in both languages' }),
    version: z.int().min(1).max(1_000_000).default(1),
    enabled: z.boolean().default(true),
    owner: text(100).optional(),
    validFrom: day.optional().meta({ description: 'First day, inclusive' }),
    validTo: day.optional().meta({ description: 'Last day, inclusive' }),
    channels: scope.optional().meta({ description: 'Channel codes; left out = every channel' }),
    categories: scope.optional().meta({ description: 'Categories; left out = every category' }),
    priority: z.int().min(1).max(PRIORITY_MAX).default(1).meta({ description: 'The highest wins' }),
    conditions: strict.root,
    event,
    examples: z.array(example).max(100).meta({ minItems: 2 }),
  })
  .meta({ title: 'Larisin rule' });

const priorityLike = z.union([z.number(), z.string()], { error: 'a whole number, 1 or more' });

/** A rule that comes from elsewhere and is only evaluated: json-rules-engine's own format, the frame may be missing. */
export const ForeignRuleSchema = z.looseObject({
  name: text(200).optional(),
  enabled: z.boolean().optional(),
  validFrom: day.optional(),
  validTo: day.optional(),
  channels: scope.optional(),
  categories: scope.optional(),
  priority: priorityLike.nullable().optional(),
  conditions: lenient.root,
  event: z.looseObject({ type: text(200), params: z.record(z.string(), z.unknown()).nullable().optional() }),
});

const conditionName = z.string().min(1).max(100);
const onTie = z.enum(['smallestCut', 'largestCut', 'first']);
export const ConditionsSchema = z.record(conditionName, strict.root);
export const ForeignConditionsSchema = z.record(conditionName, lenient.root);
/** rules/set.json: what is stated for the whole set. */
export const SetSchema = z.strictObject({ $schema: z.string().optional(), onTie });

/** A whole set as one document: the body of a version, the exchange over the API. */
export const RuleSetSchema: z.ZodType<RuleSet> = z.strictObject({
  rules: z.array(RuleSchema).max(RULES_MAX),
  conditions: ConditionsSchema.default({}),
  onTie: onTie.default('smallestCut'),
}) as unknown as z.ZodType<RuleSet>;

/** A foreign rule with the frame filled in: no title, no examples, version 1. */
export function framed(foreign: z.output<typeof ForeignRuleSchema>, fallbackName: string): Rule {
  const name = foreign.name ?? fallbackName;
  const { validFrom, validTo, channels, categories, conditions } = foreign;
  return {
    name,
    title: { id: name, en: name },
    version: 1,
    enabled: foreign.enabled ?? true,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(channels === undefined ? {} : { channels }),
    ...(categories === undefined ? {} : { categories }),
    // As json-rules-engine reads it: nothing, 0 and '' are 1, and a text is parsed.
    priority: Number.parseInt(String(foreign.priority || 1), 10),
    conditions,
    event: { type: foreign.event.type, params: foreign.event.params ?? undefined } as unknown as Rule['event'],
    examples: [],
  };
}

/** The JSON Schema (2020-12) of a rule file, as rules/schema.json publishes it. */
export function ruleJsonSchema(): object {
  return z.toJSONSchema(RuleSchema, { target: 'draft-2020-12', io: 'input' });
}
