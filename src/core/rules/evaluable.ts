import { didYouMean, error, escapePointer, nearest, quote, useInstead, type Finding } from './finding.js';
import { DECORATORS, operatorNamed, OPERATORS } from './operators.js';
import type { Condition, RuleSet } from './rule.js';
import { childrenOf, isLeaf, namedCondition, type Named } from './tree.js';

/** Leaves of a rule after named conditions are written out: what one generated function may hold. */
export const LEAVES_MAX = 500;
/** Conditions inside conditions, through named ones. */
export const DEPTH_MAX = 40;

/**
 * Only what makes a set impossible to evaluate: unknown operators and named conditions, circles, sizes, doubled names.
 * Enough for rules that read facts of somebody else's.
 */
export function checkEvaluable(set: RuleSet): Finding[] {
  const findings: Finding[] = [];
  const sizes = new Map<string, Size>();
  for (const [name, condition] of Object.entries(set.conditions)) {
    const path = `/conditions/${escapePointer(name)}`;
    findings.push(...referencesAndOperators(condition, path, set.conditions));
    const size = sizeOf({ condition: name }, set.conditions, sizes, []);
    if ('circle' in size) {
      const message = `The named conditions go in a circle: ${size.circle.join(' -> ')}.`;
      const mend = 'Write one of them out instead of naming it.';
      findings.push(error(path, 'circular-condition', message, { mend, values: { circle: size.circle } }));
    }
  }
  const names = new Set(set.rules.map(({ name }) => name));
  const seen = new Set<string>();
  set.rules.forEach((rule, index) => {
    const path = `/rules/${index}`;
    if (seen.has(rule.name)) findings.push(duplicateName(rule.name, `${path}/name`, names));
    seen.add(rule.name);
    findings.push(...referencesAndOperators(rule.conditions, `${path}/conditions`, set.conditions));
    const size = sizeOf(rule.conditions, set.conditions, sizes, []);
    if ('leaves' in size && isBeyondLimits(size)) {
      const message = `The rule has ${size.leaves} comparisons, ${size.depth} deep, named conditions counted; at most ${LEAVES_MAX}, ${DEPTH_MAX} deep. Split it.`;
      const values = { ...size, leavesMax: LEAVES_MAX, depthMax: DEPTH_MAX };
      findings.push(error(`${path}/conditions`, 'too-large', message, { mend: 'Split the rule.', values }));
    }
  });
  return findings;
}

/** Whether a condition without circles, named ones written out, is larger than a rule may be. */
export function isTooLarge(condition: Condition, named: Named): boolean {
  const size = sizeOf(condition, named, new Map(), []);
  return 'circle' in size || isBeyondLimits(size);
}

function isBeyondLimits({ leaves, depth }: { leaves: number; depth: number }): boolean {
  return leaves > LEAVES_MAX || depth > DEPTH_MAX;
}

function duplicateName(name: string, path: string, taken: ReadonlySet<string>): Finding {
  let free = 2;
  while (taken.has(`${name}-${free}`)) free++;
  const message = `Another rule is called ${name} too; names are unique.`;
  return error(path, 'duplicate-name', message, { ...useInstead(path, `${name}-${free}`, ''), values: { name } });
}

type Size = { leaves: number; depth: number } | { circle: string[] };

function sizeOf(condition: Condition, named: Named, known: Map<string, Size>, trail: string[]): Size {
  if (isLeaf(condition)) return { leaves: 1, depth: 1 };
  if ('condition' in condition) {
    const name = condition.condition;
    if (trail.includes(name)) return { circle: [...trail.slice(trail.indexOf(name)), name] };
    const target = namedCondition(named, name);
    if (target === undefined) return { leaves: 0, depth: 1 };
    const size = known.get(name) ?? sizeOf(target, named, known, [...trail, name]);
    if (!('circle' in size)) known.set(name, size);
    return size;
  }
  let leaves = 0;
  let depth = 0;
  for (const { child } of childrenOf(condition)) {
    const size = sizeOf(child, named, known, trail);
    if ('circle' in size) return size;
    leaves += size.leaves;
    depth = Math.max(depth, size.depth);
  }
  return { leaves, depth: depth + 1 };
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
