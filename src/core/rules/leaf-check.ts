import { FACT_BY_NAME, type Fact } from './facts.js';
import { asType, error, isOfType, quote, typeText, unknownFact, warning, type Finding } from './finding.js';
import { operatorNamed } from './operators.js';
import type { LeafCondition } from './rule.js';
import { factOfValue } from './tree.js';

const ORDERING = /^(less|greater)Than(Inclusive)?$/;
/** What looks into a list in place of what compares single values. */
const FOR_LISTS: Record<string, string> = { equal: 'contains', notEqual: 'doesNotContain' };
const FOR_SINGLE_VALUES: Record<string, string> = { contains: 'equal', doesNotContain: 'notEqual' };

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

  const wrongOperator = operatorProblem(fact, leaf, `${path}/operator`);
  if (wrongOperator !== null) return [...findings, wrongOperator];
  if (other !== undefined) return [...findings, ...againstFact(leaf, fact, other, path, guarded)];
  return [...findings, ...againstValue(leaf, fact, `${path}/value`)];
}

function operatorProblem(fact: Fact, { operator, value }: LeafCondition, path: string): Finding | null {
  const is = `${fact.name} is ${typeText(fact)}`;
  const values = { fact: fact.name, type: fact.type, operator };
  const wrong = (message: string, mend: string, better?: string): Finding =>
    error(path, 'wrong-operator', message, {
      mend,
      values,
      ...(better === undefined ? {} : { patch: [{ op: 'replace', path, value: better }] }),
    });
  if (ORDERING.test(operator) && fact.type !== 'number' && fact.unit !== 'day') {
    const mend = fact.type === 'list' ? 'Use contains or doesNotContain.' : 'Use equal, notEqual, in or notIn.';
    return wrong(`${is}; ${operator} compares numbers and days.`, mend);
  }
  if (/ontain/.test(operator) && fact.type !== 'list') {
    const better = isOfType(fact, value) ? FOR_SINGLE_VALUES[operator] : undefined;
    return wrong(`${is}; ${operator} looks into lists. Use equal or in.`, 'Use equal or in.', better);
  }
  if (/^(equal|notEqual|in|notIn)$/.test(operator) && fact.type === 'list') {
    const better = typeof value === 'string' ? FOR_LISTS[operator] : undefined;
    const use = 'Use contains or doesNotContain.';
    return wrong(`${is}; ${operator} compares single values. ${use}`, use, better);
  }
  return null;
}

function againstFact(
  leaf: LeafCondition,
  fact: Fact,
  other: Fact,
  leafPath: string,
  guarded: ReadonlySet<string>,
): Finding[] {
  const { operator } = leaf;
  const path = `${leafPath}/value/fact`;
  const wantsList = operator === 'in' || operator === 'notIn';
  const isFitting = wantsList
    ? fact.type === 'text' && other.type === 'list'
    : fact.type === 'list'
      ? other.type === 'text'
      : fact.type === other.type && (!ORDERING.test(operator) || (fact.unit === 'day') === (other.unit === 'day'));
  const values = { fact: fact.name, operator, other: other.name };
  if (!isFitting) {
    const message = `${fact.name} is ${typeText(fact)} and ${other.name} is ${typeText(other)}: ${operator} cannot compare them.`;
    return [error(path, 'wrong-type', message, { values, mend: `Compare with a fact that goes with ${fact.name}.` })];
  }
  if (!ORDERING.test(operator) || !other.nullable || guarded.has(other.name)) return [];
  const guard = { fact: other.name, operator: 'notEqual', value: null };
  const mend = `Put {"fact": "${other.name}", "operator": "notEqual", "value": null} beside it in the same "all".`;
  const message = `${other.name} may be null, and a null on the right counts as 0. ${mend}`;
  const beside = /\/all\/\d+$/.test(leafPath)
    ? ({ op: 'add', path: leafPath.replace(/\d+$/, '-'), value: guard } as const)
    : ({ op: 'replace', path: leafPath, value: { all: [guard, leaf] } } as const);
  return [warning(path, 'null-counts-as-zero', message, { values, mend, patch: [beside] })];
}

function againstValue({ operator, value }: LeafCondition, fact: Fact, path: string): Finding[] {
  if (operator === 'in' || operator === 'notIn') return listOf(fact, operator, value, path);
  const values = { fact: fact.name, type: fact.type, operator, value };
  if (operator === 'contains' || operator === 'doesNotContain') {
    if (typeof value === 'string') return [];
    const message = `${fact.name} is a list of texts: ${operator} needs a text, not ${quote(value)}.`;
    const isWritable = typeof value === 'number' || typeof value === 'boolean';
    return [error(path, 'wrong-type', message, { values, ...insteadOf(path, isWritable ? String(value) : undefined) })];
  }
  if (value === null && !ORDERING.test(operator)) return fact.nullable ? [] : [neverNull(fact, operator, path)];
  if (!isOfType(fact, value)) {
    const isUnknown = ORDERING.test(operator) && value === null;
    const hint = isUnknown ? ' To ask whether it is known, use equal or notEqual.' : '';
    const mend = isUnknown ? { mend: 'Use equal or notEqual.' } : insteadOf(path, asType(fact, value), fact);
    const message = `${fact.name} is ${typeText(fact)}; ${quote(value)} is not.${hint}`;
    return [error(path, 'wrong-type', message, { values, ...mend })];
  }
  return typeof value === 'number' ? outOfRange(fact, operator, value, path) : [];
}

/** Mend of a value of the wrong type; with a patch where only its spelling is wrong. */
function insteadOf(path: string, meant: unknown, fact?: Fact): Pick<Finding, 'mend' | 'patch'> {
  if (meant === undefined) return { mend: fact === undefined ? 'Write a text.' : `Write ${typeText(fact)}.` };
  return { mend: `Write ${quote(meant)}.`, patch: [{ op: 'replace', path, value: meant }] };
}

function listOf(fact: Fact, operator: string, value: unknown, path: string): Finding[] {
  const values = { fact: fact.name, type: fact.type, operator, value };
  if (!Array.isArray(value)) {
    const message = `${operator} needs a list such as ["a", "b"], not ${quote(value)}.`;
    const mend = insteadOf(path, value === null || isOfType(fact, value) ? [value] : undefined, fact);
    return [error(path, 'wrong-type', message, { values, ...mend })];
  }
  if (value.length === 0) {
    const message = `The list is empty: ${operator} is always ${operator === 'notIn'}.`;
    return [warning(path, 'empty-list', message, { values, mend: 'Write the values that are meant into the list.' })];
  }
  return value.flatMap((each: unknown, index): Finding[] => {
    if (each === null || isOfType(fact, each)) return [];
    const at = `${path}/${index}`;
    const message = `${fact.name} is ${typeText(fact)}; ${quote(each)} is not.`;
    const detail = { values: { ...values, value: each }, ...insteadOf(at, asType(fact, each), fact) };
    return [error(at, 'wrong-type', message, detail)];
  });
}

function neverNull(fact: Fact, operator: string, path: string): Finding {
  const always = operator === 'notEqual' ? 'always' : 'never';
  const message = `${fact.name} is never null: ${operator} null ${always} holds.`;
  const mend = 'Leave the comparison out, or ask for a value.';
  return warning(path, 'never-null', message, { mend, values: { fact: fact.name, operator } });
}

/**
 * A number that the fact cannot reach, most often per cent written where basis points are meant, or the reverse; and a
 * fraction that a whole number should equal.
 */
function outOfRange(fact: Fact, operator: string, value: number, path: string): Finding[] {
  const [min, max] = fact.range ?? [null, null];
  const above = max !== null && (value > max || (value === max && operator === 'greaterThan'));
  const below = min !== null && (value < min || (value === min && operator === 'lessThan'));
  const isEquality = operator === 'equal' || operator === 'notEqual';
  const isBetween = isEquality && fact.isWhole && !Number.isInteger(value);
  if (!above && !below && !isBetween) return [];
  const isAlways = isEquality ? operator === 'notEqual' : above === operator.startsWith('less');
  const values = { fact: fact.name, unit: fact.unit, range: fact.range, operator, value, isAlways };
  const holds = `${operator} ${value} ${isAlways ? 'always' : 'never'} holds`;
  if (!above && !below) {
    const message = `${fact.name} is a whole number: ${holds}.`;
    return [warning(path, 'out-of-range', message, { values, mend: 'Write a whole number.' })];
  }
  const unit = fact.unit === 'bp' ? ' basis points (10,000 = 100 %)' : '';
  const range = `${min ?? 'open'} to ${max ?? 'open'}${unit}`;
  const message = `${fact.name} runs from ${range}: ${holds}.`;
  return [warning(path, 'out-of-range', message, { values, mend: `Write a number from ${range}.` })];
}
