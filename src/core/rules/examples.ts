import { compileForFacts } from './bulk.js';
import { differenceOf, whyFiring, whySilent } from './example-cause.js';
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
  const failing = new Set<number>();
  const opposedTo = oppositesIn(rule.examples);
  rule.examples.forEach((example, index) => {
    const at = `${path}/examples/${index}`;
    const wrongFacts = checkFacts(example, `${at}/facts`, index);
    findings.push(...wrongFacts);
    if (wrongFacts.length > 0) return;
    const problem = exampleProblem(rule, example, evaluate(example.facts).length > 0, named);
    if (problem === null) return;
    const opposed = opposedTo(index);
    // Of two that cannot both be right, one always fails; it is told once, whatever the rule says.
    if (opposed !== null && failing.has(opposed)) return;
    failing.add(index);
    findings.push(failingExample(rule, path, index, problem, opposed));
  });
  return findings;
}

function failingExample(rule: Rule, path: string, index: number, problem: string, opposed: number | null): Finding {
  const values = { rule: rule.name, example: index + 1 };
  const at = `${path}/examples/${index}/expect`;
  if (opposed === null) {
    const mend = 'Change what the example gives or expects, or the rule.';
    return error(at, 'failing-example', `Example ${index + 1}: ${problem}`, { mend, values });
  }
  const other = `example ${opposed + 1}`;
  const message = `Example ${index + 1} has the same facts as ${other} and expects the opposite: one of the two is wrong.`;
  return error(at, 'failing-example', message, {
    mend: 'Change the facts of one of them, or what it expects.',
    values: { ...values, opposed: opposed + 1 },
    related: [{ path: `${path}/examples/${opposed}`, what: other }],
  });
}

/** Finds the first example with the same facts as one, of which one fires and one does not; null when there is none. */
function oppositesIn(examples: readonly RuleExample[]): (index: number) => number | null {
  const keyOf = ({ facts, expect }: RuleExample, fires = expect !== null): string =>
    JSON.stringify([fires, Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))]);
  let first: Map<string, number> | null = null;
  return (index) => {
    first ??= new Map(examples.map((each, at): [string, number] => [keyOf(each), at]).toReversed());
    const example = examples[index]!;
    return first.get(keyOf(example, example.expect === null)) ?? null;
  };
}

function checkFacts({ facts }: RuleExample, path: string, index: number): Finding[] {
  const inExample = (finding: Finding): Finding => ({
    ...finding,
    message: `Example ${index + 1}: ${finding.message}`,
    values: { ...finding.values, example: index + 1 },
  });
  return Object.entries(facts).flatMap(([name, value]) => {
    const at = `${path}/${escapePointer(name)}`;
    const fact = FACT_BY_NAME.get(name);
    if (fact === undefined) return [inExample(unknownFact(name, at))];
    if (value === null || isOfType(fact, value)) return [];
    return [inExample(error(at, 'wrong-type', `${name} is ${typeText(fact)}; ${quote(value)} is not.`))];
  });
}

function exampleProblem(rule: Rule, example: RuleExample, fires: boolean, named: Named): string | null {
  const { expect } = example;
  if (expect === null) return fires ? `it should not fire, but it does: ${whyFiring(rule, example, named)}.` : null;
  if (!fires) return `it should fire, but it does not: ${whySilent(rule, example, named)}.`;
  const difference = differenceOf(expect, rule.event);
  return difference === null ? null : `it fires as it should, but the rule ${difference}.`;
}
