import { quote } from './finding.js';
import type { Condition, LeafCondition } from './rule.js';
import {
  arrow,
  beforeAndAfter,
  cut,
  DONE,
  plain,
  same,
  say,
  withBlank,
  type Sentence,
  type Step,
  type Words,
} from './sentence.js';
import { childrenOf, factOfValue, isLeaf } from './tree.js';

/** A step inside conditions: `stock.ageDaysOldest >= 31 -> >= 35`, `condition added: stock.onHand > 0`. */
export function conditionChange(change: Step, parentBefore: unknown, parentAfter: unknown): Sentence {
  const [before, after] = [parentBefore, parentAfter] as [Condition, Condition];
  const last = change.path.split('/').at(-1)!;
  if (change.op === 'replace' && isComparison(before) && isComparison(after)) {
    if (last === 'fact' || last === 'operator' || last === 'value') return comparisonChange(before, after);
  }
  const value = (change.after ?? change.before) as Condition;
  if (change.op === 'replace' && isCondition(change.before) && isCondition(change.after)) {
    if (isComparison(change.before) && isComparison(change.after)) return comparisonChange(change.before, change.after);
    return arrow(describe(change.before), describe(change.after));
  }
  if (!isCondition(value)) {
    const words: Words = last === 'priority' ? ['urutan periksa ', 'order of checking '] : [`${last} `, `${last} `];
    return say(words, beforeAndAfter(change));
  }
  const [id, en] = DONE[change.op];
  return say([`syarat ${id}: `, `condition ${en}: `], describe(value));
}

function comparisonChange(before: LeafCondition, after: LeafCondition): Sentence {
  const isSameFact = before.fact === after.fact;
  return arrow(describe(before), isSameFact ? comparison(after) : describe(after));
}

const isCondition = (value: unknown): value is Condition =>
  typeof value === 'object' &&
  value !== null &&
  ['fact', 'all', 'any', 'not', 'condition'].some((key) => Object.hasOwn(value, key));
const isComparison = (value: unknown): value is LeafCondition =>
  isCondition(value) && isLeaf(value) && Object.hasOwn(value, 'operator');

const OPERATOR_SIGNS: Record<string, Words> = {
  equal: ['=', '='],
  notEqual: ['!=', '!='],
  lessThan: ['<', '<'],
  lessThanInclusive: ['<=', '<='],
  greaterThan: ['>', '>'],
  greaterThanInclusive: ['>=', '>='],
  in: ['salah satu dari', 'one of'],
  notIn: ['bukan salah satu dari', 'none of'],
  contains: ['memuat', 'holds'],
  doesNotContain: ['tidak memuat', 'does not hold'],
};

/** `>= 31` */
function comparison({ operator, value }: LeafCondition): Sentence {
  const sign = Object.hasOwn(OPERATOR_SIGNS, operator) ? OPERATOR_SIGNS[operator]! : ([operator, operator] as const);
  const fact = factOfValue(value);
  return say(withBlank(sign), fact === null ? plain(value) : same(fact));
}

const CHILDREN_SHOWN = 3;

/** A condition in a few words: `all of (stock.onHand > 0; stock.staleUnits > 0)`. */
export function describe(condition: Condition): Sentence {
  if (isLeaf(condition)) return say([`${condition.fact} `, `${condition.fact} `], comparison(condition));
  if ('condition' in condition) return same(quote(condition.condition));
  if ('not' in condition) {
    const inside = describe(condition.not);
    return { id: `bukan (${inside.id})`, en: `not (${inside.en})` };
  }
  const children = childrenOf(condition);
  const shown = children.slice(0, CHILDREN_SHOWN).map(({ child }) => describe(child));
  const more = children.length > CHILDREN_SHOWN ? [same(`+${children.length - CHILDREN_SHOWN}`)] : [];
  const list = (language: keyof Sentence): string => [...shown, ...more].map((each) => each[language]).join('; ');
  const [id, en] = 'all' in condition ? ['semua dari', 'all of'] : ['salah satu dari', 'any of'];
  return { id: `${id} (${cut(list('id'))})`, en: `${en} (${cut(list('en'))})` };
}
