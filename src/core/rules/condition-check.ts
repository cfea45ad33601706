import { FACT_BY_NAME } from './facts.js';
import { error, type Finding } from './finding.js';
import { checkLeaf } from './leaf-check.js';
import type { Condition } from './rule.js';
import { childrenOf, factOfValue, isLeaf, namedCondition, type Named } from './tree.js';

/** Meaning of conditions, one by one: facts, types, empty lists, nulls. `guarded`: facts that cannot be null here. */
export function checkCondition(
  condition: Condition,
  path: string,
  named: Named,
  guarded: ReadonlySet<string> = new Set(),
): Finding[] {
  if (isLeaf(condition)) return checkLeaf(condition, path, guarded);
  if ('condition' in condition) return [];
  const children = childrenOf(condition);
  if (children.length === 0) {
    const key = 'all' in condition ? 'all' : 'any';
    const message = `An empty "${key}" always holds, so that the rule would fire for every product. Add a condition.`;
    return [error(`${path}/${key}`, 'empty-condition', message, { mend: 'Add a condition.', values: { key } })];
  }
  const inside =
    'all' in condition ? new Set([...guarded, ...condition.all.flatMap((c) => guardsOf(c, named))]) : guarded;
  return children.flatMap(({ child, pointer }) => checkCondition(child, path + pointer, named, inside));
}

/** Facts that are certainly not null where this condition holds. */
function guardsOf(condition: Condition, named: Named): string[] {
  if (isLeaf(condition)) {
    const { fact, operator, value } = condition;
    const knownOf = FACT_BY_NAME.get(fact)?.knownOf ?? null;
    if (knownOf !== null) return operator === 'equal' && value === true ? [knownOf] : [];
    const constant = factOfValue(value) === null;
    const excludesNull =
      /Than/.test(operator) ||
      (operator === 'notEqual' && value === null) ||
      (operator === 'equal' && constant && value !== null) ||
      (operator === 'in' && Array.isArray(value) && !(value as unknown[]).includes(null));
    return excludesNull && !operator.includes(':') && FACT_BY_NAME.has(fact) ? [fact] : [];
  }
  if ('condition' in condition) {
    const target = namedCondition(named, condition.condition);
    return target === undefined ? [] : guardsOf(target, {}); // one step, lest references multiply
  }
  return 'all' in condition ? condition.all.flatMap((child) => guardsOf(child, named)) : [];
}
