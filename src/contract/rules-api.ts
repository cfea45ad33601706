import { z } from 'zod';
import { checkRuleSet, type CheckContext } from '../core/rules/check.js';
import { error, moved, type Finding } from '../core/rules/finding.js';
import { toldFindings } from '../core/rules/finding-limit.js';
import type { Rule, RuleSet } from '../core/rules/rule.js';
import { DayText, InstantText, pageOf } from './http.js';
import { jsonProblems } from './json-value.js';
import { effectTotals, totalsExample } from './preview.js';
import { shapeFindings } from './rule-findings.js';
import { conditionFindings, withoutUnknownConditions } from './half-rule.js';
import { RULES_MAX } from './rule-limits.js';
import { ConditionsSchema, RuleSchema, RuleSetSchema } from './rule-schema.js';
import type { Named } from '../core/rules/tree.js';

/** How many listings the publisher has seen to change, where that needs to be confirmed. */
export const confirmedChanges = z
  .int()
  .min(0)
  .optional()
  .describe('Where a set would change much (409 `needs-confirmation`): how many listings, as the preview says.');

/** Deeper than any sane rule; the schema is recursive and must not meet more. */
const DEPTH_MAX = 120;

/**
 * A set as one JSON value, with everything that is wrong with it; the set is null when a finding is an error, the draft
 * only when the value has not the shape of a set.
 * @param context what the shop knows beside the rules; see checkContext
 */
export function checkSetJson(
  json: unknown,
  context: CheckContext = {},
): { ruleSet: RuleSet | null; draft: RuleSet | null; findings: Finding[] } {
  const problems = jsonProblems(json, DEPTH_MAX);
  if (problems.length > 0) return { ruleSet: null, draft: null, findings: problems };
  const result = RuleSetSchema.safeParse(json);
  if (!result.success) {
    const meaning = halfFindings(json);
    const shape = shapeFindings(result.error.issues, json);
    return { ruleSet: null, draft: null, findings: toldFindings([...shape, ...meaning]) };
  }
  // `$schema` belongs to a file and its editor, not to the rule.
  const draft = { ...result.data, rules: result.data.rules.map(({ $schema: _, ...rule }): Rule => rule) };
  const findings = [...(draft.rules.length === 0 ? [noRules()] : []), ...checkRuleSet(draft, context)];
  const isValid = !findings.some(({ severity }) => severity === 'error');
  return { ruleSet: isValid ? draft : null, draft, findings: toldFindings(findings) };
}

function noRules(): Finding {
  const message =
    'The set has no rules: with it in force nothing would ever be suggested, and nobody would be told why.';
  const mend = 'Add a rule. To have no suggestions for a time, keep the rules and set "enabled": false.';
  return error('/rules', 'no-rules', message, { mend });
}

/**
 * One rule, judged in the place of the rule of its name in `within`, else behind all others; paths begin at the rule.
 * Without `rules` it is judged alone, among the named conditions.
 */
export function checkRuleJson(
  json: unknown,
  within: Pick<RuleSet, 'conditions' | 'onTie'> & Partial<Pick<RuleSet, 'rules'>>,
  context: CheckContext = {},
): Finding[] {
  const problems = jsonProblems(json, DEPTH_MAX);
  if (problems.length > 0) return problems;
  const result = RuleSchema.safeParse(json);
  if (!result.success) {
    const shape = shapeFindings(result.error.issues, json);
    return toldFindings([...shape, ...conditionFindings(json, within.conditions)]);
  }
  const rule = result.data as unknown as Rule;
  const rules = [...(within.rules ?? [])];
  const place = rules.findIndex(({ name }) => name === rule.name);
  const only = place < 0 ? rules.length : place;
  rules[only] = rule;
  const mine = new RegExp(`^/rules/${only}(?=/|$)`);
  const findings = checkRuleSet({ ...within, rules }, { ...context, only });
  const own = (path: string): string | null => (mine.test(path) ? path.replace(mine, '') : null);
  return toldFindings(findings.flatMap((finding) => moved(finding, own) ?? []));
}

/** Of each rule of a set that has not its shape: what is wrong with the meaning of its conditions. */
function halfFindings(json: unknown): Finding[] {
  const { rules, conditions } = (json ?? {}) as { rules?: unknown; conditions?: unknown };
  if (!Array.isArray(rules) || rules.length > RULES_MAX) return [];
  const named = ConditionsSchema.safeParse(conditions ?? {});
  return rules.flatMap((rule: unknown, index) => {
    if (RuleSchema.safeParse(rule).success) return [];
    const inSet = (path: string): string => `/rules/${index}${path}`;
    const found = conditionFindings(rule, named.success ? (named.data as Named) : {});
    return (named.success ? found : withoutUnknownConditions(found)).flatMap((finding) => moved(finding, inSet) ?? []);
  });
}

const factExample = {
  name: 'stock.ageDaysOldest',
  type: 'number' as const,
  unit: 'days',
  nullable: true,
  sentence: { id: 'Umur lapisan tertua', en: 'Age of the oldest layer' },
  isWhole: true,
  range: [0, null] as [number | null, number | null],
  example: 74,
  knownOf: null,
  seen: {
    count: 1_500,
    nulls: 12,
    quartiles: { min: 0, q1: 11, median: 26, q3: 48, max: 214 },
    values: null,
  },
};
const seen = z
  .object({
    count: z.int().describe('Products x channels of the run.'),
    nulls: z.int().describe('Of them, those where the fact is null.'),
    quartiles: z
      .object({ min: z.number(), q1: z.number(), median: z.number(), q3: z.number(), max: z.number() })
      .nullable()
      .describe('Of a number, where it is known. In a large shop the quartiles are of 20,000 listings evenly picked.'),
    values: z
      .object({
        distinct: z.int(),
        top: z.array(z.object({ value: z.union([z.string(), z.boolean()]), count: z.int() })),
      })
      .nullable()
      .describe('Of everything else: how many values there are, and the most frequent ones.'),
  })
  .nullable()
  .describe('How the fact lies over the last run; null: there was none, or the fact follows from another (`knownOf`).');
export const FactView = z
  .object({
    name: z.string().describe('As rules write it.'),
    type: z.enum(['number', 'boolean', 'text', 'list']),
    unit: z.string(),
    nullable: z.boolean().describe('May be unknown: it has a companion then, which says whether it is known.'),
    sentence: z.object({ id: z.string(), en: z.string() }),
    isWhole: z.boolean().describe('Its values are whole numbers.'),
    range: z.tuple([z.number().nullable(), z.number().nullable()]).nullable().describe('null inside it: open'),
    example: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
    knownOf: z.string().nullable().describe('Of a companion: the fact that it speaks of.'),
    seen,
  })
  .meta({ id: 'Fact', example: factExample });
export type FactView = z.infer<typeof FactView>;
export const FactPage = pageOf(FactView).meta({ id: 'FactPage' });

export const OnTie = z.enum(['smallestCut', 'largestCut', 'first']);
const anyRule = z
  .record(z.string(), z.unknown())
  .describe('GET /api/v1/rules/schema tells its shape, docs/rules.md its meaning.');
/** Loose on purpose: the rules' own schema is published at an address of its own, where editors find it. */
export const RuleSetView = z.object({
  rules: z.array(anyRule),
  conditions: z.record(z.string(), z.unknown()).describe('Conditions that rules share by name.'),
  onTie: OnTie.describe('Who wins among equal priorities.'),
});

export const RulesState = z.enum(['draft', 'published', 'archived']);
const head = {
  version: z.int(),
  state: RulesState.describe('A draft may change; published and archived versions never do.'),
  note: z.string().describe('Of a draft what it is for, else why it was published.'),
  basedOn: z.int().nullable().describe('The version that it was made from.'),
  restoredFrom: z.int().nullable().describe('Of a version that was put back: the one whose content it has.'),
  replaced: z.int().nullable().describe('The version that was in force until this one.'),
  revision: z.int().describe('Grows with every change of a draft; send it as `expectedRevision`.'),
  createdBy: z.string(),
  createdAt: InstantText,
  updatedBy: z.string().describe('Who changed the content last; at first who made it.'),
  updatedAt: InstantText,
  publishedBy: z.string().nullable(),
  publishedAt: InstantText.nullable().describe('null: it was never in force.'),
};
export const headExample = {
  version: 4,
  state: 'published' as const,
  note: 'Cut overstock a week earlier.',
  basedOn: 3,
  restoredFrom: null,
  replaced: 3,
  revision: 2,
  createdBy: 'user:siti',
  createdAt: '2026-03-31T09:15:00.000+07:00',
  updatedBy: 'user:budi',
  updatedAt: '2026-03-31T09:40:00.000+07:00',
  publishedBy: 'user:siti',
  publishedAt: '2026-03-31T10:00:00.000+07:00',
};
export const ruleExample = {
  name: 'age-61-90',
  title: { id: 'Stok berumur 61-90 hari dipotong 20 persen.', en: 'Stock aged 61 to 90 days is cut by 20 per cent.' },
  priority: 320,
  conditions: {
    all: [
      { fact: 'stock.ageDaysOldest', operator: 'greaterThanInclusive', value: 61 },
      { fact: 'stock.ageDaysOldest', operator: 'lessThanInclusive', value: 90 },
    ],
  },
  event: { type: 'discount', params: { percent: 20 } },
  examples: [
    { facts: { 'stock.ageDaysOldest': 74 }, expect: { type: 'discount' } },
    { facts: { 'stock.ageDaysOldest': 91 }, expect: null },
  ],
};
export const ruleSetExample = { rules: [ruleExample], conditions: {}, onTie: 'smallestCut' as const };

export const RulesHead = z.object(head).meta({ id: 'RuleSetHead', example: headExample });
export type RulesHead = z.infer<typeof RulesHead>;
export const RulesHeadPage = pageOf(RulesHead).meta({ id: 'RuleSetHeadPage' });

export const RulesView = z
  .object({ ...head, ruleSet: RuleSetView })
  .meta({ id: 'RuleSetVersion', example: { ...headExample, ruleSet: ruleSetExample } });
export type RulesView = z.infer<typeof RulesView>;

export const RuleJsonSchema = z
  .record(z.string(), z.unknown())
  .meta({ id: 'RuleJsonSchema', example: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' } });

export const RulesToCheck = z
  .strictObject({
    ruleSet: z.unknown().optional().describe('A whole set: rules, conditions, onTie.'),
    rule: z.unknown().optional().describe('One rule; it may use the named conditions of the set in force.'),
    onRun: z
      .boolean()
      .default(false)
      .describe('Of a set: look at the facts of the last run too (findings with the basis `empirical`).'),
    examplesOf: z
      .int()
      .min(0)
      .optional()
      .describe('Place of the rule (from 0; of one rule: 0) whose examples are told one by one, right ones too.'),
  })
  .refine((body) => (body.ruleSet === undefined) !== (body.rule === undefined), 'has exactly one of ruleSet and rule')
  .meta({ id: 'RulesToCheck', example: { rule: ruleExample } });
export type RulesToCheck = z.infer<typeof RulesToCheck>;

export const RuleFinding = z.object({
  severity: z.enum(['error', 'warning']).describe('An error forbids publishing.'),
  basis: z
    .enum(['static', 'empirical'])
    .describe('static: follows from the rules alone. empirical: seen on the facts of the last run.'),
  path: z.string().describe('JSON pointer into the rule or set that was sent.'),
  code: z.string(),
  message: z.string(),
  mend: z.string().nullable().describe('What to do; null where only the author can know.'),
  patch: z
    .array(z.object({ op: z.enum(['add', 'remove', 'replace']), path: z.string(), value: z.unknown().optional() }))
    .optional()
    .describe('The mend as a JSON Patch (RFC 6902) of the rule or set that was sent.'),
  values: z.record(z.string(), z.unknown()).describe('What the message speaks of, to be said in another language.'),
  related: z
    .array(z.object({ path: z.string(), what: z.string() }))
    .optional()
    .describe('Further places that the message speaks of.'),
});
const anyValue = z.unknown().optional();
const ExampleResultView = z.object({
  fires: z.boolean().nullable().describe('null: it could not be run, for a mistake in its facts or in the conditions.'),
  isRight: z.boolean().describe('It came out as the example expects.'),
  difference: z
    .object({ at: z.string(), expected: anyValue, given: anyValue.describe('Left out: the rule has no such key.') })
    .nullable()
    .describe('It fires as expected and gives something else: the first such key.'),
  because: z
    .array(z.object({ id: z.string(), en: z.string() }))
    .describe('What keeps it from firing; where it fires, what would end that.'),
});
export const RulesFindings = z
  .object({
    isValid: z.boolean(),
    errors: z.int(),
    warnings: z.int(),
    findings: z.array(RuleFinding),
    examples: z
      .array(ExampleResultView)
      .optional()
      .describe('Of the rule that `examplesOf` names, in their order; empty where it has not the shape of a rule.'),
  })
  .meta({
    id: 'RuleFindings',
    example: {
      isValid: false,
      errors: 1,
      warnings: 0,
      findings: [
        {
          severity: 'error',
          basis: 'static',
          path: '/conditions/all/0/fact',
          code: 'unknown-fact',
          message: 'There is no fact "stock.ageDaysOldes"; did you mean "stock.ageDaysOldest".',
          mend: 'Write "stock.ageDaysOldest".',
          patch: [{ op: 'replace', path: '/conditions/all/0/fact', value: 'stock.ageDaysOldest' }],
          values: { fact: 'stock.ageDaysOldes', nearest: 'stock.ageDaysOldest' },
        },
      ],
    },
  });
export type RulesFindings = z.infer<typeof RulesFindings>;

const hits = z.object({
  name: z.string(),
  type: z.enum(['discount', 'voucher', 'bundle', 'restore', 'hold', 'alert']),
  fired: z.int().describe('Listings on which its conditions hold.'),
  won: z.int().describe('Listings on which it wins; an alert always does.'),
  suggested: z.int().describe('Listings for which it leads to a price.'),
  ...effectTotals,
});
export const RuleHitsView = z
  .object({
    version: z.int(),
    run: z.object({ id: z.int(), asOf: DayText }).nullable().describe('Whose facts were judged; null: none yet.'),
    listings: z.int().describe('Products x channels that were judged.'),
    rules: z.array(hits).describe('In the order of the set; empty before the first run.'),
  })
  .meta({
    id: 'RuleHits',
    example: {
      version: 4,
      run: { id: 7, asOf: '2026-03-30' },
      listings: 1_500,
      rules: [{ name: 'age-61-90', type: 'discount', fired: 43, won: 43, suggested: 41, ...totalsExample }],
    },
  });
export type RuleHitsView = z.infer<typeof RuleHitsView>;

export const NewRules = z
  .strictObject({
    expectedVersion: z.int().min(1).describe('The version that you changed; refused when there is a newer one.'),
    ruleSet: z.unknown().describe('The whole set: rules, conditions, onTie.'),
    note: z.string().trim().min(1).max(1000).describe('Why'),
    confirmedChanges,
  })
  .meta({
    id: 'NewRuleSetVersion',
    example: { expectedVersion: 3, ruleSet: ruleSetExample, note: 'Cut overstock a week earlier.' },
  });
export type NewRules = z.infer<typeof NewRules>;
