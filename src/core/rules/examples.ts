import { compileForFacts } from './bulk.js';
import { traceRule } from './explain.js';
import { FACT_BY_NAME } from './facts.js';
import { error, escapePointer, isOfType, quote, typeText, unknownFact, type Finding } from './finding.js';
import type { Rule, RuleExample } from './rule.js';
import type { Named } from './tree.js';

/**
 * Runs a rule's own examples: facts that are not named are null, a disabled rule is judged as if it were enabled, and
 * scope counts only where the example names the channel, the category or the day.
 */
export function checkExamples(rule: Rule, path: string, named: Named): Finding[] {
  const findings: Finding[] = [];
  if (!rule.examples.some(({ expect }) => expect !== null)) {
    findings.push(error(`${path}/examples`, 'no-firing-example', 'The rule needs an example in which it fires.'));
  }
  if (!rule.examples.some(({ expect }) => expect === null)) {
    const message = 'The rule needs an example in which it does not fire ("expect": null).';
    findings.push(error(`${path}/examples`, 'no-silent-example', message));
  }
  const set = { rules: [{ ...rule, enabled: true }], conditions: { ...named }, onTie: 'first' as const };
  const evaluate = compileForFacts(set, 'whereGiven');
  rule.examples.forEach((example, index) => {
    const at = `${path}/examples/${index}`;
    const wrongFacts = checkFacts(example, `${at}/facts`);
    findings.push(...wrongFacts);
    const problem =
      wrongFacts.length > 0 ? null : exampleProblem(rule, example, evaluate(example.facts).length > 0, named);
    if (problem !== null) findings.push(error(`${at}/expect`, 'failing-example', `Example ${index + 1}: ${problem}`));
  });
  return findings;
}

function checkFacts({ facts }: RuleExample, path: string): Finding[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    const at = `${path}/${escapePointer(name)}`;
    const fact = FACT_BY_NAME.get(name);
    if (fact === undefined) return [unknownFact(name, at)];
    if (value === null || isOfType(fact, value)) return [];
    return [error(at, 'wrong-type', `${name} is ${typeText(fact)}; ${quote(value)} is not.`)];
  });
}

function exampleProblem(rule: Rule, { facts, expect }: RuleExample, fires: boolean, named: Named): string | null {
  if (expect === null) return fires ? 'it should not fire, but it does.' : null;
  if (!fires) {
    const failed = traceRule(rule, named, facts).conditions.find(({ result }) => !result);
    const cause =
      failed === undefined
        ? ''
        : ` ${failed.fact} is ${quote(failed.factValue)}, not ${failed.operator} ${quote(failed.value)}.`;
    return `it should fire, but it does not.${cause}`;
  }
  if (!isPart(expect, rule.event)) return `it fires ${quote(rule.event)}, which does not match ${quote(expect)}.`;
  return null;
}

/** Every key that `part` gives is in `whole` with the same value; objects are compared by this same rule. */
function isPart(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) && part.length === whole.length && part.every((each, index) => isPart(each, whole[index]))
    );
  }
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(
    ([key, value]) => Object.hasOwn(whole, key) && isPart(value, whole[key as keyof typeof whole]),
  );
}
