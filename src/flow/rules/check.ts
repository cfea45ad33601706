import { checkRuleJson, checkSetJson, type RulesFindings, type RulesToCheck } from '../../contract/rules-api.js';
import { ConditionsSchema, RuleSchema } from '../../contract/rule-schema.js';
import { reasonsOf } from '../../core/rule-sentences.js';
import { exampleResults } from '../../core/rules/example-results.js';
import type { Finding } from '../../core/rules/finding.js';
import { findingsTogether } from '../../core/rules/findings-together.js';
import type { Rule } from '../../core/rules/rule.js';
import type { Named } from '../../core/rules/tree.js';
import type { Database } from '../../db/database.js';
import { publishedRules, readShop } from '../../db/stores/settings.js';
import { readCheckContext } from './check-context.js';
import { checkOnRun } from './check-on-run.js';

/** Everything that is wrong with a rule or a set as it stands in an editor; asked for, how its examples come out. */
export async function checkRules(db: Database, asked: RulesToCheck): Promise<RulesFindings> {
  const { examplesOf } = asked;
  const found = await findingsOf(db, asked);
  if (examplesOf === undefined) return found;
  const { rule, conditions } = await ruleAt(db, asked, examplesOf);
  return { ...found, examples: await examplesTold(db, rule, conditions) };
}

/** Findings with what they come to: a set without errors is valid. */
export function tally(findings: Finding[]): RulesFindings {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { isValid: errors === 0, errors, warnings: findings.length - errors, findings };
}

async function findingsOf(db: Database, { rule, ruleSet: json, onRun }: RulesToCheck): Promise<RulesFindings> {
  const context = await readCheckContext(db.manager);
  if (rule !== undefined) return tally(checkRuleJson(rule, (await publishedRules(db.manager)).body, context));
  const { ruleSet, findings } = checkSetJson(json, context);
  const seen = ruleSet === null || !onRun ? [] : await checkOnRun(db, ruleSet);
  return tally(findingsTogether(findings, seen));
}

async function ruleAt(
  db: Database,
  { rule, ruleSet }: RulesToCheck,
  index: number,
): Promise<{ rule: unknown; conditions: unknown }> {
  if (rule !== undefined) {
    const { conditions } = (await publishedRules(db.manager)).body;
    return { rule: index === 0 ? rule : undefined, conditions };
  }
  const { rules, conditions = {} } = (ruleSet ?? {}) as { rules?: unknown; conditions?: unknown };
  return { rule: Array.isArray(rules) ? (rules[index] as unknown) : undefined, conditions };
}

async function examplesTold(
  db: Database,
  rule: unknown,
  conditions: unknown,
): Promise<NonNullable<RulesFindings['examples']>> {
  const [ofRule, named] = [RuleSchema.safeParse(rule), ConditionsSchema.safeParse(conditions)];
  if (!ofRule.success) return [];
  const { currency, scale } = await readShop(db.manager);
  const results = await exampleResults(
    ofRule.data as unknown as Rule,
    named.success ? (named.data as unknown as Named) : {},
  );
  return results.map(({ explained, ...result }) => ({
    ...result,
    because: explained === null ? [] : reasonsOf(explained, { code: currency, scale }),
  }));
}
