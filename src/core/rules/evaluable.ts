import { didYouMean, error, escapePointer, nearest, quote, useInstead, type Finding } from './finding.js';
import { findingsIn } from './finding-limit.js';
import { DECORATORS, operatorNamed, OPERATORS } from './operators.js';
import type { Condition, RuleSet } from './rule.js';
import { CONDITIONS_MAX, DEPTH_MAX, isBeyondLimits, LEAVES_MAX, namedSizes } from './size.js';
import { childrenOf, isLeaf, namedCondition, type Named } from './tree.js';

/**
 * Only what makes a set impossible to evaluate: unknown operators and named conditions, circles, sizes, doubled names.
 * Enough for rules that read facts of somebody else's.
 */
export function checkEvaluable(set: RuleSet): Finding[] {
  const count = Object.keys(set.conditions).length;
  if (count > CONDITIONS_MAX) {
    const message = `There are ${count} named conditions; a set has at most ${CONDITIONS_MAX}.`;
    const detail = { mend: 'Write out those that only one rule uses.', values: { count, max: CONDITIONS_MAX } };
    return [error('/conditions', 'too-big', message, detail)];
  }
  const sizes = namedSizes(set.conditions);
  const ofConditions = findingsIn(Object.entries(set.conditions), ([name, condition]) => {
    const path = `/conditions/${escapePointer(name)}`;
    const findings = referencesAndOperators(condition, path, set.conditions);
    const circle = sizes.circles.get(name);
    if (circle === undefined) return findings;
    const way = circle.length > 12 ? [...circle.slice(0, 10), '...', name] : circle;
    const message = `The named conditions go in a circle: ${way.join(' -> ')}.`;
    const mend = 'Write one of them out instead of naming it.';
    return [...findings, error(path, 'circular-condition', message, { mend, values: { circle: way } })];
  });
  const names = new Set(set.rules.map(({ name }) => name));
  const seen = new Set<string>();
  const ofRules = findingsIn(set.rules, (rule, index) => {
    const findings: Finding[] = [];
    const path = `/rules/${index}`;
    if (seen.has(rule.name)) findings.push(duplicateName(rule.name, `${path}/name`, names));
    seen.add(rule.name);
    const size = sizes.of(rule.conditions);
    if (size !== null && isBeyondLimits(size)) {
      const leaves = size.leaves > 1e6 ? 'more than a million' : size.leaves;
      const message = `The rule has ${leaves} comparisons, ${size.depth} deep, named conditions counted; at most ${LEAVES_MAX}, ${DEPTH_MAX} deep. Split it.`;
      const values = { leaves, depth: size.depth, leavesMax: LEAVES_MAX, depthMax: DEPTH_MAX };
      return [...findings, error(`${path}/conditions`, 'too-large', message, { mend: 'Split the rule.', values })];
    }
    return [...findings, ...referencesAndOperators(rule.conditions, `${path}/conditions`, set.conditions)];
  });
  return [...ofConditions, ...ofRules];
}

function duplicateName(name: string, path: string, taken: ReadonlySet<string>): Finding {
  let free = 2;
  while (taken.has(`${name}-${free}`)) free++;
  const message = `Another rule is called ${name} too; names are unique.`;
  return error(path, 'duplicate-name', message, { ...useInstead(path, `${name}-${free}`, ''), values: { name } });
}

function referencesAndOperators(condition: Condition, path: string, named: Named): Finding[] {
  if (isLeaf(condition)) {
    if (operatorNamed(condition.operator) !== null) return [];
    const known = [...Object.keys(OPERATORS), ...Object.keys(DECORATORS).map((name) => `${name}:`)];
    const near = nearest(condition.operator, known);
    const hint = near === null ? `; there are ${known.join(', ')}` : didYouMean(near);
    const message = `There is no operator ${quote(condition.operator)}${hint}.`;
    const values = { operator: condition.operator, nearest: near };
    // A decorator alone is no operator: what it should decorate, only the author knows.
    const usable = near?.endsWith(':') ? null : near;
    const mend = useInstead(`${path}/operator`, usable, `Use one of ${known.join(', ')}.`);
    return [error(`${path}/operator`, 'unknown-operator', message, { ...mend, values })];
  }
  if ('condition' in condition) {
    if (namedCondition(named, condition.condition) !== undefined) return [];
    const near = nearest(condition.condition, Object.keys(named));
    const hint = near === null ? '; it is missing in conditions.json' : didYouMean(near);
    const message = `There is no named condition ${quote(condition.condition)}${hint}.`;
    const mend = useInstead(`${path}/condition`, near, 'Add it to conditions.json.');
    const values = { condition: condition.condition, nearest: near };
    return [error(`${path}/condition`, 'unknown-condition', message, { ...mend, values })];
  }
  return childrenOf(condition).flatMap(({ child, pointer }) => referencesAndOperators(child, path + pointer, named));
}
