import { z } from 'zod';
import { checkRuleSet, type CheckContext } from '../core/rules/check.js';
import { error, moved, type Finding } from '../core/rules/finding.js';
import type { Rule, RuleSet } from '../core/rules/rule.js';
import { InstantText, pageOf } from './http.js';
import { shapeFindings } from './rule-findings.js';
import { RuleSchema, RuleSetSchema } from './rule-schema.js';

/** Deeper than any sane rule; the schema is recursive and must not meet more. */
const DEPTH_MAX = 120;

/**
 * A set as one JSON value, with everything that is wrong with it; the set is null when a finding is an error.
 * @param context what the shop knows beside the rules; see checkContext
 */
export function checkSetJson(
  json: unknown,
  context: CheckContext = {},
): { ruleSet: RuleSet | null; findings: Finding[] } {
  if (isDeeperThan(json, DEPTH_MAX)) return { ruleSet: null, findings: [tooDeep] };
  const result = RuleSetSchema.safeParse(json);
  const findings = result.success ? checkRuleSet(result.data, context) : shapeFindings(result.error.issues, json);
  const isValid = result.success && !findings.some(({ severity }) => severity === 'error');
  return { ruleSet: isValid ? result.data : null, findings };
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
  if (isDeeperThan(json, DEPTH_MAX)) return [tooDeep];
  const result = RuleSchema.safeParse(json);
  if (!result.success) return shapeFindings(result.error.issues, json);
  const rule = result.data as unknown as Rule;
  const rules = [...(within.rules ?? [])];
  const place = rules.findIndex(({ name }) => name === rule.name);
  const only = place < 0 ? rules.length : place;
  rules[only] = rule;
  const mine = new RegExp(`^/rules/${only}(?=/|$)`);
  const findings = checkRuleSet({ ...within, rules }, { ...context, only });
  return findings.flatMap(
    (finding) => moved(finding, (path) => (mine.test(path) ? path.replace(mine, '') : null)) ?? [],
  );
}

const tooDeep = error('', 'too-deep', `Brackets are nested more than ${DEPTH_MAX} deep.`);

function isDeeperThan(json: unknown, max: number): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > max) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
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
};
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
  })
  .meta({ id: 'Fact', example: factExample });
export type FactView = z.infer<typeof FactView>;
export const FactPage = pageOf(FactView).meta({ id: 'FactPage' });

const onTie = z.enum(['smallestCut', 'largestCut', 'first']);
const anyRule = z
  .record(z.string(), z.unknown())
  .describe('GET /api/v1/rules/schema tells its shape, docs/rules.md its meaning.');
/** Loose on purpose: the rules' own schema is published at an address of its own, where editors find it. */
const RuleSetView = z.object({
  rules: z.array(anyRule),
  conditions: z.record(z.string(), z.unknown()).describe('Conditions that rules share by name.'),
  onTie: onTie.describe('Who wins among equal priorities.'),
});

const head = {
  version: z.int(),
  state: z.enum(['draft', 'published', 'archived']),
  note: z.string(),
  createdBy: z.string(),
  createdAt: InstantText,
  publishedAt: InstantText.nullable(),
};
const headExample = {
  version: 4,
  state: 'published' as const,
  note: 'Cut overstock a week earlier.',
  createdBy: 'user:siti',
  createdAt: '2026-03-31T09:15:00.000+07:00',
  publishedAt: '2026-03-31T09:15:00.000+07:00',
};
const ruleExample = {
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
const ruleSetExample = { rules: [ruleExample], conditions: {}, onTie: 'smallestCut' as const };

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
  })
  .refine((body) => (body.ruleSet === undefined) !== (body.rule === undefined), 'has exactly one of ruleSet and rule')
  .meta({ id: 'RulesToCheck', example: { rule: ruleExample } });
export type RulesToCheck = z.infer<typeof RulesToCheck>;

const finding = z.object({
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
export const RulesFindings = z
  .object({ isValid: z.boolean(), errors: z.int(), warnings: z.int(), findings: z.array(finding) })
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

export const NewRules = z
  .strictObject({
    expectedVersion: z.int().min(1).describe('The version that you changed; refused when there is a newer one.'),
    ruleSet: z.unknown().describe('The whole set: rules, conditions, onTie.'),
    note: z.string().trim().min(1).max(1000).describe('Why'),
  })
  .meta({
    id: 'NewRuleSetVersion',
    example: { expectedVersion: 3, ruleSet: ruleSetExample, note: 'Cut overstock a week earlier.' },
  });
export type NewRules = z.infer<typeof NewRules>;
