import { z } from 'zod';
import { assert } from '../core/units.js';
import type { Condition, Rule, RuleSet } from '../core/rules/rule.js';
import { FORMS } from './fault.js';
import { bothLanguages, EventSchema, text, TYPES_AT_ONCE } from './event-schema.js';
import { comparisonDefs, factsSchema, type Json } from './comparison-schema.js';
import {
  CHILDREN_MAX,
  EXAMPLES_MAX,
  LIST_MAX,
  NAME_MAX,
  PRIORITY_MAX,
  RULES_MAX,
  SENTENCE_MAX,
  TEXT_MAX,
} from './rule-limits.js';
import { EVENT_SKELETONS, RULE_SKELETONS, SKELETON } from './rule-skeletons.js';
import { CONDITION_WORDS, FRAME_WORDS, said, schemaLine } from './rule-words.js';

/**
 * The shape of rule files: json-rules-engine's conditions and event (version 7) with a frame around them. What the
 * conditions mean (facts, types, examples) is checked after this, by core/rules/check.
 */

export const CONDITION_SHAPE = 'a condition has exactly one of "fact", "all", "any", "not" and "condition"';
export const ROOT_SHAPE = 'the outermost condition has exactly one of "all", "any", "not" and "condition"';

const kebab = z
  .string()
  .max(NAME_MAX)
  .regex(FORMS.code, 'lower-case letters, digits and single hyphens, such as age-31-60');
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
function conditionSchemas(extra: Record<string, z.ZodType>, ids: [string, string, string] | null): ConditionSchemas {
  const name = text(200).optional().meta(said(CONDITION_WORDS.name));
  const priority = z.number().optional().meta(said(CONDITION_WORDS.priority));
  const condition = z.lazy(() =>
    z.union([leaf, all, any, not, reference], { error: CONDITION_SHAPE }),
  ) as unknown as z.ZodType<Condition>;
  // An empty list passes here: core/rules/check tells of it with a better sentence.
  const children = z.array(condition).max(CHILDREN_MAX);
  const bareLeaf = z.strictObject({ fact: text(100), operator: text(100), value, name, priority, ...extra });
  const leaf = ids === null ? bareLeaf : bareLeaf.meta({ id: ids[2] });
  const all = z.strictObject({ all: children.meta({ minItems: 1, ...said(CONDITION_WORDS.all) }), name, priority });
  const any = z.strictObject({ any: children.meta({ minItems: 1, ...said(CONDITION_WORDS.any) }), name, priority });
  const not = z.strictObject({ not: condition.meta(said(CONDITION_WORDS.not)), name, priority });
  const reference = z.strictObject({ condition: text(100).meta(said(CONDITION_WORDS.condition)), name, priority });
  const root = z.union([all, any, not, reference], { error: ROOT_SHAPE }) as unknown as z.ZodType<Condition>;
  if (ids === null) return { condition, root };
  return { condition: condition.meta({ id: ids[0] }), root: root.meta({ id: ids[1] }) };
}

const strict = conditionSchemas({}, ['Condition', 'RootCondition', 'Comparison']);
const lenient = conditionSchemas({ params: z.unknown().optional() }, null);

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
    .meta({ id: 'ExampleFacts' })
    .meta(said({ id: 'Fakta yang tidak disebut berarti null.', en: 'Facts that are not named are null.' })),
  expect: z
    .strictObject({
      type: z.enum(['discount', 'voucher', 'bundle', 'restore', 'hold', 'alert']),
      params: z.record(text(100), z.unknown()).optional(),
    })
    .nullable()
    .meta({
      ...said({
        id: 'Yang diharapkan, dibandingkan pada kunci yang ditulis; null = aturan tidak berlaku.',
        en: 'What is expected, compared on the keys it gives; null = the rule does not fire.',
      }),
      examples: [{ type: 'discount' }, null],
    }),
});

/** A rule file as the shop keeps it. */
export const RuleSchema = z
  .strictObject({
    $schema: schemaLine('schema.json'),
    name: kebab.meta({ ...said(FRAME_WORDS.name), examples: [SKELETON.name] }),
    title: bothLanguages(SENTENCE_MAX).meta({ ...said(FRAME_WORDS.title), examples: [SKELETON.title] }),
    version: z.int().min(1).max(1_000_000).default(1).meta(said(FRAME_WORDS.version)),
    enabled: z.boolean().default(true).meta(said(FRAME_WORDS.enabled)),
    owner: text(100).optional().meta(said(FRAME_WORDS.owner)),
    validFrom: day.optional().meta(said(FRAME_WORDS.validFrom)),
    validTo: day.optional().meta(said(FRAME_WORDS.validTo)),
    channels: scope.optional().meta({ ...said(FRAME_WORDS.channels), examples: [['shopee']] }),
    categories: scope.optional().meta(said(FRAME_WORDS.categories)),
    priority: z.int().min(1).max(PRIORITY_MAX).default(1).meta(said(FRAME_WORDS.priority)),
    conditions: strict.root.meta({ ...said(FRAME_WORDS.conditions), examples: [SKELETON.conditions] }),
    event: EventSchema.meta({ ...TYPES_AT_ONCE, ...said(FRAME_WORDS.event), examples: EVENT_SKELETONS }),
    examples: z
      .array(example)
      .max(EXAMPLES_MAX)
      .meta({ minItems: 2, ...said(FRAME_WORDS.examples), examples: [SKELETON.examples] }),
  })
  .meta({ title: 'Larisin rule', examples: RULE_SKELETONS });

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
const onTie = z.enum(['smallestCut', 'largestCut', 'first']).meta({
  ...said({
    id: 'Siapa menang bila prioritas sama: potongan terkecil, terbesar, atau aturan pertama.',
    en: 'Who wins among equal priorities: the smallest cut, the largest, or the first rule.',
  }),
  examples: ['smallestCut'],
});
/** Conditions by name. `$schema` is the file's line for editors, and no condition. */
export const ConditionsSchema = z.record(
  conditionName.refine((name) => name !== '$schema', 'not a name for a condition'),
  strict.root,
);
export const ForeignConditionsSchema = z.record(conditionName, lenient.root);
/** rules/set.json: what is stated for the whole set. */
export const SetSchema = z.strictObject({ $schema: schemaLine('set.schema.json'), onTie });

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

/** The JSON Schema (2020-12) of a rule file, as rules/schema.json publishes it: the contract, and what facts allow. */
export function ruleJsonSchema(): object {
  return withFacts(RuleSchema);
}

/** The JSON Schema (2020-12) of rules/conditions.json: named conditions, and the line that points to the schema. */
export function conditionsJsonSchema(): object {
  const { additionalProperties, ...rest } = withFacts(ConditionsSchema.meta({ title: 'Larisin shared conditions' }));
  const { $schema: _, ...$schema } = z.toJSONSchema(schemaLine('conditions.schema.json'));
  const examples = [{ $schema: './conditions.schema.json', 'old-stock': SKELETON.conditions }];
  return { ...rest, properties: { $schema }, additionalProperties, examples };
}

/** The JSON Schema (2020-12) of rules/set.json. */
export function setJsonSchema(): object {
  return z.toJSONSchema(SetSchema.meta({ title: 'Larisin rule set' }), { io: 'input' });
}

function withFacts(schema: z.ZodType): Json {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    // The pattern says it all; validators without formats refuse a schema that names one.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date') delete jsonSchema.format;
    },
  });
  const { Comparison, ExampleFacts, ...defs } = (json.$defs ?? {}) as unknown as Record<string, Json>;
  assert(Comparison !== undefined, 'conditions hold comparisons');
  const examples: Record<string, Json> = ExampleFacts === undefined ? {} : { ExampleFacts: factsSchema() };
  return { ...json, $defs: { ...defs, ...examples, ...comparisonDefs(Comparison as { properties: Json }) } };
}
