import { FACT_BY_NAME, type Fact } from './facts.js';
import { error, isOfType, quote, typeText, unknownFact, warning, type Finding } from './finding.js';
import { operatorNamed } from './operators.js';
import type { LeafCondition } from './rule.js';
import { factOfValue } from './tree.js';

const ORDERING = /^(less|greater)Than(Inclusive)?$/;

/**
 * Whether one comparison makes sense: known facts, an operator for the fact's type, a value of that type.
 * Where json-rules-engine would compare anyway (a text that looks like a number, a null that counts as 0), the author
 * is told instead. `guarded`: facts that cannot be null where this leaf is read.
 */
export function checkLeaf(leaf: LeafCondition, path: string, guarded: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const fact = FACT_BY_NAME.get(leaf.fact);
  if (fact === undefined) findings.push(unknownFact(leaf.fact, `${path}/fact`));
  const otherName = factOfValue(leaf.value);
  const other = otherName === null ? undefined : FACT_BY_NAME.get(otherName);
  if (otherName !== null && other === undefined) findings.push(unknownFact(otherName, `${path}/value/fact`));
  if (fact === undefined || operatorNamed(leaf.operator) === null) return findings;
  if (otherName !== null && other === undefined) return findings;
  if (leaf.operator.includes(':')) return findings; // a decorated operator may turn types around: its author knows

  const wrongOperator = operatorProblem(fact, leaf.operator);
  if (wrongOperator !== null) return [...findings, error(`${path}/operator`, 'wrong-operator', wrongOperator)];
  if (other !== undefined) return [...findings, ...againstFact(leaf, fact, other, `${path}/value/fact`, guarded)];
  return [...findings, ...againstValue(leaf, fact, `${path}/value`)];
}

function operatorProblem(fact: Fact, operator: string): string | null {
  const is = `${fact.name} is ${typeText(fact)}`;
  if (ORDERING.test(operator) && fact.type !== 'number' && fact.unit !== 'day') {
    return `${is}; ${operator} compares numbers and days.`;
  }
  if (/ontain/.test(operator) && fact.type !== 'list') return `${is}; ${operator} looks into lists. Use equal or in.`;
  if (/^(equal|notEqual|in|notIn)$/.test(operator) && fact.type === 'list') {
    return `${is}; ${operator} compares single values. Use contains or doesNotContain.`;
  }
  return null;
}

function againstFact(
  { operator }: LeafCondition,
  fact: Fact,
  other: Fact,
  path: string,
  guarded: ReadonlySet<string>,
): Finding[] {
  const wantsList = operator === 'in' || operator === 'notIn';
  const isFitting = wantsList
    ? fact.type === 'text' && other.type === 'list'
    : fact.type === 'list'
      ? other.type === 'text'
      : fact.type === other.type && (!ORDERING.test(operator) || (fact.unit === 'day') === (other.unit === 'day'));
  if (!isFitting) {
    const message = `${fact.name} is ${typeText(fact)} and ${other.name} is ${typeText(other)}: ${operator} cannot compare them.`;
    return [error(path, 'wrong-type', message)];
  }
  if (!ORDERING.test(operator) || !other.nullable || guarded.has(other.name)) return [];
  const message =
    `${other.name} may be null, and a null on the right counts as 0. ` +
    `Put {"fact": "${other.name}", "operator": "notEqual", "value": null} beside it in the same "all".`;
  return [warning(path, 'null-counts-as-zero', message)];
}

function againstValue({ operator, value }: LeafCondition, fact: Fact, path: string): Finding[] {
  if (operator === 'in' || operator === 'notIn') return listOf(fact, operator, value, path);
  if (operator === 'contains' || operator === 'doesNotContain') {
    if (typeof value === 'string') return [];
    return [
      error(path, 'wrong-type', `${fact.name} is a list of texts: ${operator} needs a text, not ${quote(value)}.`),
    ];
  }
  if (value === null && !ORDERING.test(operator)) return fact.nullable ? [] : [neverNull(fact, path)];
  if (!isOfType(fact, value)) {
    const hint = ORDERING.test(operator) && value === null ? ' To ask whether it is known, use equal or notEqual.' : '';
    return [error(path, 'wrong-type', `${fact.name} is ${typeText(fact)}; ${quote(value)} is not.${hint}`)];
  }
  return typeof value === 'number' ? outOfRange(fact, operator, value, path) : [];
}

function listOf(fact: Fact, operator: string, value: unknown, path: string): Finding[] {
  if (!Array.isArray(value)) {
    return [error(path, 'wrong-type', `${operator} needs a list such as ["a", "b"], not ${quote(value)}.`)];
  }
  if (value.length === 0) {
    return [warning(path, 'empty-list', `The list is empty: ${operator} is always ${operator === 'notIn'}.`)];
  }
  return value.flatMap((each: unknown, index) =>
    each === null || isOfType(fact, each)
      ? []
      : [error(`${path}/${index}`, 'wrong-type', `${fact.name} is ${typeText(fact)}; ${quote(each)} is not.`)],
  );
}

function neverNull(fact: Fact, path: string): Finding {
  return warning(path, 'never-null', `${fact.name} is never null.`);
}

/** A number that the fact cannot reach: most often per cent written where basis points are meant, or the reverse. */
function outOfRange(fact: Fact, operator: string, value: number, path: string): Finding[] {
  const [min, max] = fact.range ?? [null, null];
  const above = max !== null && (value > max || (value === max && operator === 'greaterThan'));
  const below = min !== null && (value < min || (value === min && operator === 'lessThan'));
  if (!above && !below) return [];
  const unit = fact.unit === 'bp' ? ' basis points (10,000 = 100 %)' : '';
  const range = `${min ?? 'open'} to ${max ?? 'open'}${unit}`;
  return [warning(path, 'out-of-range', `${fact.name} runs from ${range}: ${operator} ${value} says nothing.`)];
}
