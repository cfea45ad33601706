import type { Condition, LeafCondition, Rule, RuleSet } from './rule.js';

export type Named = Readonly<Record<string, Condition>>;

export function isLeaf(condition: Condition): condition is LeafCondition {
  return Object.hasOwn(condition, 'fact');
}

/** The fact that a value points to (`{ "fact": "..." }`), else null: the value is meant as it stands. */
export function factOfValue(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, 'fact')) return null;
  return (value as { fact: string }).fact;
}

/** The conditions directly inside one, each with its JSON pointer relative to it. A reference and a leaf have none. */
export function childrenOf(condition: Condition): { child: Condition; pointer: string }[] {
  if ('all' in condition) return condition.all.map((child, index) => ({ child, pointer: `/all/${index}` }));
  if ('any' in condition) return condition.any.map((child, index) => ({ child, pointer: `/any/${index}` }));
  if ('not' in condition) return [{ child: condition.not, pointer: '/not' }];
  return [];
}

/** A named condition; undefined when there is none (names such as `constructor` are not found by accident). */
export function namedCondition(named: Named, name: string): Condition | undefined {
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

/** Every leaf in document order, through named conditions. An unknown name has none. No cycles allowed. */
export function leavesOf(condition: Condition, named: Named): LeafCondition[] {
  if (isLeaf(condition)) return [condition];
  if ('condition' in condition) {
    const found = namedCondition(named, condition.condition);
    return found === undefined ? [] : leavesOf(found, named);
  }
  return childrenOf(condition).flatMap(({ child }) => leavesOf(child, named));
}

/** Names of the facts that a rule reads: left side and, fact against fact, right side. Scope is not counted. */
export function factsReadBy(rule: Rule, named: Named): string[] {
  const names = new Set<string>();
  for (const leaf of leavesOf(rule.conditions, named)) {
    names.add(leaf.fact);
    const right = factOfValue(leaf.value);
    if (right !== null) names.add(right);
  }
  return [...names];
}

/** The order in which rules fire: priority from high to low; equal ones in the order of the set. */
export function inFiringOrder(ruleSet: RuleSet): Rule[] {
  return [...ruleSet.rules].sort((a, b) => b.priority - a.priority);
}
