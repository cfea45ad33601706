import { describe } from './condition-sentence.js';
import { traceLeaf } from './explain.js';
import { quote } from './finding.js';
import type { Condition, ConditionTrace, Facts, LeafCondition, Rule, RuleExample } from './rule.js';
import { scopeOf, type ScopePart } from './scope.js';
import { childrenOf, factOfValue, isLeaf, namedCondition, type Named } from './tree.js';

/** Comparisons that a message names before it only counts the rest. */
const SHOWN = 3;
const FACT_OF_SCOPE = { channel: 'channel.code', category: 'product.category', validity: 'calendar.day' } as const;

interface Read {
  leaf: LeafCondition;
  trace: ConditionTrace;
  /** The named condition in which it stands. */
  within: string | null;
}

/** Why a rule does not fire on an example's facts, in plain words: its scope, else the comparisons that decide it. */
export function whySilent(rule: Rule, { facts }: RuleExample, named: Named): string {
  const outside = scopeOf(rule, facts).find((part) => !part.holds && isNamed(part, facts));
  if (outside !== undefined) return `it is outside of the rule's scope: ${scopeText(outside)}`;
  return listed(reasonOf(rule.conditions, named, facts, null).because, facts);
}

/** Why a rule fires on an example's facts: the comparisons that decide it. */
export function whyFiring(rule: Rule, { facts }: RuleExample, named: Named): string {
  return listed(reasonOf(rule.conditions, named, facts, null).because, facts);
}

/** The first key in which what an example expects differs from what the rule gives. Paths in dots: `params.percent`. */
export function differenceOf(expected: unknown, given: unknown): string | null {
  const found = differenceBetween(expected, given, '');
  if (found === null) return null;
  if (found.given === undefined) return `has no ${found.at}`;
  return `gives ${found.at} ${quote(found.given)}, the example expects ${quote(found.expected)}`;
}

/** The same as data; `given` is undefined where the rule has no such key. */
export function differenceBetween(
  expected: unknown,
  given: unknown,
  at: string,
): { at: string; expected: unknown; given: unknown } | null {
  if (isObject(expected) && isObject(given)) {
    for (const [key, value] of Object.entries(expected)) {
      const inside = at === '' ? key : `${at}.${key}`;
      if (!Object.hasOwn(given, key)) return { at: inside, expected: value, given: undefined };
      const found = differenceBetween(value, given[key], inside);
      if (found !== null) return found;
    }
    return null;
  }
  if (Array.isArray(expected) && Array.isArray(given) && expected.length === given.length) {
    return expected.reduce<{ at: string; expected: unknown; given: unknown } | null>(
      (found, value, index) => found ?? differenceBetween(value, given[index], `${at}.${index}`),
      null,
    );
  }
  return expected === given ? null : { at, expected, given };
}

/** The result of a condition with the comparisons that alone decide it. */
function reasonOf(
  condition: Condition,
  named: Named,
  facts: Facts,
  within: string | null,
): { result: boolean; because: Read[] } {
  if (isLeaf(condition)) {
    const trace = traceLeaf(condition, facts);
    return { result: trace.result, because: [{ leaf: condition, trace, within }] };
  }
  if ('condition' in condition) {
    return reasonOf(namedCondition(named, condition.condition)!, named, facts, condition.condition);
  }
  const parts = childrenOf(condition).map(({ child }) => reasonOf(child, named, facts, within));
  if ('not' in condition) return { ...parts[0]!, result: !parts[0]!.result };
  // One part that fails decides an `all`, one that holds an `any`; else it takes every part. Nothing at all holds.
  const isAll = 'all' in condition || parts.length === 0;
  const deciding = parts.find(({ result }) => result !== isAll);
  return deciding ?? { result: isAll, because: parts.flatMap(({ because }) => because) };
}

/** An example that does not name a part of the scope is inside of it. */
function isNamed(part: ScopePart, facts: Facts): boolean {
  return part.part !== 'enabled' && Object.hasOwn(facts, FACT_OF_SCOPE[part.part]);
}

function scopeText(part: ScopePart): string {
  if (part.part === 'enabled') return '';
  const fact = `${FACT_OF_SCOPE[part.part]} is ${quote(part.value)}`;
  if (part.part !== 'validity') return `${fact}, the rule is for ${(part.among ?? []).map(quote).join(', ')}`;
  const [from, to] = [part.from === null ? '' : ` from ${part.from}`, part.to === null ? '' : ` to ${part.to}`];
  return `${fact}, the rule holds${from}${to}`;
}

function listed(reads: readonly Read[], facts: Facts): string {
  if (reads.length === 0) return 'its conditions are empty, which always holds';
  const shown = reads.slice(0, SHOWN).map((read) => readText(read, facts));
  const more = reads.length > SHOWN ? [`${reads.length - SHOWN} more`] : [];
  return [...shown, ...more].join('; ');
}

/** `stock.onHand > 0 does not hold, stock.onHand is 0`. */
function readText({ leaf, trace, within }: Read, facts: Facts): string {
  const other = factOfValue(leaf.value);
  const sides = [valueText(leaf.fact, trace.factValue, facts)];
  if (other !== null) sides.push(valueText(other, trace.value, facts));
  const place = within === null ? '' : ` (in the named condition ${quote(within)})`;
  return `${describe(leaf).en}${place} ${trace.result ? 'holds' : 'does not hold'}, ${sides.join(' and ')}`;
}

function valueText(fact: string, value: unknown, facts: Facts): string {
  return Object.hasOwn(facts, fact) ? `${fact} is ${quote(value)}` : `the example does not give ${fact}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
