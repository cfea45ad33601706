import { explainCase, type RuleExplanation } from './case.js';
import { checkCondition } from './condition-check.js';
import { checkEvaluable } from './evaluable.js';
import { differenceBetween } from './example-cause.js';
import { FACT_BY_NAME } from './facts.js';
import { isOfType } from './finding.js';
import type { Facts, Rule, RuleExample } from './rule.js';
import type { Named } from './tree.js';

/** What became of one example. */
export interface ExampleResult {
  /** Null: it could not be run, because of a mistake in its facts or in the rule's conditions. */
  fires: boolean | null;
  /** It came out as the example expects. */
  isRight: boolean;
  /** Where it fires as expected and gives something else than expected: the first such key, in dots. */
  difference: { at: string; expected: unknown; given: unknown } | null;
  /** How the rule read the example's facts; null where it could not be run. */
  explained: RuleExplanation | null;
}

/**
 * Runs each example of a rule by itself and says how it came out, right or wrong. As in `checkExamples` a rule that is
 * switched off is judged as if it were on, and scope counts only where the example names the channel, the category or the day.
 */
export async function exampleResults(rule: Rule, named: Named): Promise<ExampleResult[]> {
  const set = { rules: [rule], conditions: { ...named }, onTie: 'first' as const };
  const isBroken =
    checkEvaluable(set).length > 0 ||
    [rule.conditions, ...Object.values(named)].some((condition) =>
      checkCondition(condition, '', named).some(({ severity }) => severity === 'error'),
    );
  const results: ExampleResult[] = [];
  for (const example of rule.examples) {
    results.push(isBroken || !isReadable(example.facts) ? NOT_RUN : await resultOf(rule, named, example));
  }
  return results;
}

const NOT_RUN: ExampleResult = { fires: null, isRight: false, difference: null, explained: null };

async function resultOf(rule: Rule, named: Named, { facts, expect }: RuleExample): Promise<ExampleResult> {
  const set = { rules: [inScopeOf(rule, facts)], conditions: { ...named }, onTie: 'first' as const };
  const explained = (await explainCase(set, facts, null)).rules[0]!;
  const { fires } = explained;
  const difference = fires && expect !== null ? differenceBetween(expect, rule.event, '') : null;
  return { fires, isRight: fires === (expect !== null) && difference === null, difference, explained };
}

/** The rule with only those parts of its scope that the example speaks of. */
function inScopeOf(rule: Rule, facts: Facts): Rule {
  const { channels, categories, validFrom, validTo, ...rest } = rule;
  const isGiven = (fact: string): boolean => Object.hasOwn(facts, fact);
  return {
    ...rest,
    enabled: true,
    ...(channels !== undefined && isGiven('channel.code') ? { channels } : {}),
    ...(categories !== undefined && isGiven('product.category') ? { categories } : {}),
    ...(validFrom !== undefined && isGiven('calendar.day') ? { validFrom } : {}),
    ...(validTo !== undefined && isGiven('calendar.day') ? { validTo } : {}),
  };
}

function isReadable(facts: Facts): boolean {
  return Object.entries(facts).every(([name, value]) => {
    const fact = FACT_BY_NAME.get(name);
    return fact !== undefined && (value === null || isOfType(fact, value));
  });
}
