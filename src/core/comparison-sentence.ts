import type { Currency, Locale } from './pricing/money-text.js';
import { countsThings, factLabel, gapText, valueText, yesOrNo } from './rule-words.js';
import type { Distance } from './rules/distance.js';
import { FACT_BY_NAME } from './rules/facts.js';
import { opposite, type Relation } from './rules/relation.js';
import type { ComparisonResult } from './rules/result-tree.js';

/**
 * One comparison in words: what the fact is, what the rule needs of it, how far it is from turning. The sentence speaks for
 * the rule, so that inside a `not` it is the opposite of the comparison that is needed:
 * "Umur lapisan stok tertua 28 hari, perlu lebih dari 30: kurang 3 hari",
 * "Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days".
 */
export function comparisonSentence(comparison: ComparisonResult, currency: Currency, l: Locale): string {
  const { factValue, asks, result, wanted, turn } = comparison;
  const subject = subjectText(comparison, currency, l);
  const isKnownFact = asksWhetherKnown(comparison);
  if (result !== wanted) {
    const need = isKnownFact ? knownNeed(comparison, l) : needText(comparison, currency, l);
    const by = turn.distance === null ? '' : `: ${missingText(comparison, turn.distance, currency, l)}`;
    return `${subject}, ${need}${by}`;
  }
  if (isKnownFact || (result && asks === 'equal-to'))
    return `${subject}, ${l === 'id' ? 'seperti diminta' : 'as asked'}`;
  if (factValue === null && !result && asks !== 'known') {
    const not = relationText(comparison, asks, 'state', currency, l);
    return `${subject}, ${l === 'id' ? `jadi tidak ${not}` : `so not ${not}`}`;
  }
  const state = relationText(comparison, result ? asks : opposite(asks), 'state', currency, l);
  const until = turn.distance === null ? '' : `: ${endText(comparison, turn.distance, currency, l)}`;
  return `${subject}, ${state}${until}`;
}

/** "Age of the oldest layer is 28 days", "Unit cost is not known", "Pay-day period: no". */
function subjectText({ fact, factValue }: ComparisonResult, currency: Currency, l: Locale): string {
  const about = FACT_BY_NAME.get(fact);
  const label = factLabel(fact, l);
  if (about?.knownOf != null && typeof factValue === 'boolean') {
    if (l === 'id') return `${label} ${factValue ? 'diketahui' : 'tidak diketahui'}`;
    return `${label} ${isPlural(fact) ? 'are' : 'is'} ${factValue ? 'known' : 'not known'}`;
  }
  if (about?.type === 'boolean' && typeof factValue === 'boolean') return `${label}: ${yesOrNo(factValue, l)}`;
  const value = valueText(fact, factValue, currency, l);
  const isLong = label.includes(',');
  if (l === 'id') return `${label}${isLong ? ':' : ''} ${value}`;
  return `${label}${isLong ? ',' : ''} ${isPlural(fact) ? 'are' : 'is'} ${value}`;
}

/** A companion that is compared with yes or no: it is told as "known" and "not known" of the fact behind it. */
function asksWhetherKnown({ fact, factValue, value }: ComparisonResult): boolean {
  return FACT_BY_NAME.get(fact)?.knownOf != null && typeof factValue === 'boolean' && typeof value === 'boolean';
}

function isPlural(fact: string): boolean {
  return countsThings(fact) || /^(all|tags)\b/i.test(factLabel(fact, 'en'));
}

function needText(comparison: ComparisonResult, currency: Currency, l: Locale): string {
  const { turn, fact } = comparison;
  const needs = relationText(comparison, turn.needs, 'need', currency, l);
  if (turn.needs === 'not-satisfying') return needs;
  return l === 'id' ? `perlu ${needs}` : `${isPlural(fact) ? 'need' : 'needs'} ${needs}`;
}

/** Of a companion: what `turn.needs` and the value say of the fact behind it. */
function knownNeed({ factValue, fact }: ComparisonResult, l: Locale): string {
  if (l === 'id') return factValue === true ? 'perlu tidak diketahui' : 'perlu diketahui';
  const verb = isPlural(fact) ? 'need' : 'needs';
  return factValue === true ? `${verb} to be unknown` : `${verb} to be known`;
}

type Form = 'need' | 'state';
type Words = Record<Locale, string>;

/** Where `need` and `state` are the same text, it stands once; `{}` is the value. */
const WORDS: Record<Exclude<Relation, 'satisfying' | 'not-satisfying'>, Words | Record<Form, Words>> = {
  'more-than': { id: 'lebih dari {}', en: 'more than {}' },
  'at-least': { id: 'minimal {}', en: 'at least {}' },
  'less-than': { id: 'kurang dari {}', en: 'less than {}' },
  'at-most': { id: 'maksimal {}', en: 'at most {}' },
  'equal-to': { need: { id: '{}', en: 'to be {}' }, state: { id: '{}', en: '{}' } },
  'other-than': {
    need: { id: 'selain {}', en: 'to be other than {}' },
    state: { id: 'selain {}', en: 'other than {}' },
  },
  'one-of': { id: 'salah satu dari {}', en: 'one of {}' },
  'none-of': { id: 'bukan salah satu dari {}', en: 'none of {}' },
  containing: { need: { id: 'memuat {}', en: 'to contain {}' }, state: { id: 'memuat {}', en: 'containing {}' } },
  'not-containing': {
    need: { id: 'tidak memuat {}', en: 'not to contain {}' },
    state: { id: 'tidak memuat {}', en: 'not containing {}' },
  },
  known: { need: { id: 'diketahui', en: 'to be known' }, state: { id: 'jadi diketahui', en: 'so it is known' } },
  'not-known': {
    need: { id: 'tidak diketahui', en: 'to be unknown' },
    state: { id: 'seperti diminta', en: 'as asked' },
  },
};

const DAY_WORDS: Partial<Record<Relation, Words>> = {
  'more-than': { id: 'sesudah {}', en: 'after {}' },
  'at-least': { id: 'pada atau sesudah {}', en: 'on or after {}' },
  'less-than': { id: 'sebelum {}', en: 'before {}' },
  'at-most': { id: 'pada atau sebelum {}', en: 'on or before {}' },
};

function relationText(
  comparison: ComparisonResult,
  relation: Relation,
  form: Form,
  currency: Currency,
  l: Locale,
): string {
  const other = otherText(comparison, currency, l);
  if (relation === 'satisfying' || relation === 'not-satisfying') {
    return satisfyingText(relation === 'satisfying', form, `${comparison.operator} ${other}`, l);
  }
  const words = (isDay(comparison.fact) ? DAY_WORDS[relation] : undefined) ?? WORDS[relation];
  return ('need' in words ? words[form] : words)[l].replace('{}', () => other);
}

/** An operator that no plain word tells stands as the rule writes it. */
function satisfyingText(holds: boolean, form: Form, operator: string, l: Locale): string {
  if (l === 'id') {
    if (holds) return `memenuhi ${operator}`;
    return form === 'need' ? `tidak boleh memenuhi ${operator}` : `tidak memenuhi ${operator}`;
  }
  if (holds) return form === 'need' ? `to satisfy ${operator}` : `satisfying ${operator}`;
  return form === 'need' ? `must not satisfy ${operator}` : `not satisfying ${operator}`;
}

/** What the fact is compared with, and whose value that is. */
function otherText(
  { fact, factValue, value, valueFact, asks }: ComparisonResult,
  currency: Currency,
  l: Locale,
): string {
  const text = valueText(fact, value, currency, l, typeof factValue !== 'number');
  if (valueFact === null) return text;
  const label = factLabel(valueFact, l);
  const isOrdering = /^(more|less)-than$|^at-/.test(asks);
  if (value !== null || !isOrdering) return `${text} (${label})`;
  return l === 'id' ? `0 (${label} tidak diketahui, dihitung 0)` : `0 (${label} is not known and counts as 0)`;
}

const isDay = (fact: string): boolean => FACT_BY_NAME.get(fact)?.unit === 'day';

function missingText({ fact }: ComparisonResult, distance: Distance, currency: Currency, l: Locale): string {
  const { direction, by, isBeyond } = distance;
  const isUp = direction === 'up';
  const gap = gapText(fact, by, currency, l);
  if (isDay(fact)) {
    if (l === 'id') return `${gap} terlalu ${isUp ? 'awal' : 'lambat'}`;
    return `${gap} too ${isUp ? 'early' : 'late'}`;
  }
  if (isBeyond && by === 0) return l === 'id' ? 'tepat di batas' : 'exactly at the limit';
  // "kurang lebih" would read as "about".
  if (l === 'id')
    return isBeyond ? `${isUp ? 'kurangnya' : 'lebihnya'} di atas ${gap}` : `${isUp ? 'kurang' : 'lebih'} ${gap}`;
  return `${isBeyond ? 'more than ' : ''}${gap} ${isUp ? 'short' : 'over'}`;
}

function endText({ fact }: ComparisonResult, distance: Distance, currency: Currency, l: Locale): string {
  const { direction, by, isBeyond } = distance;
  const isUp = direction === 'up';
  const gap = gapText(fact, by, currency, l);
  if (isDay(fact)) {
    if (l === 'id') return isUp ? `berakhir ${gap} lagi` : `belum berlaku ${gap} sebelumnya`;
    return isUp ? `ends ${gap} later` : `did not hold ${gap} earlier`;
  }
  if (isBeyond && by === 0) {
    if (l === 'id') return `tepat di batas, berakhir begitu ${isUp ? 'naik' : 'turun'}`;
    return `at the limit, ends with any ${isUp ? 'rise' : 'fall'}`;
  }
  if (l === 'id') return `berakhir bila ${isUp ? 'naik' : 'turun'} ${isBeyond ? 'lebih dari ' : ''}${gap}`;
  return `ends with a ${isUp ? 'rise' : 'fall'} of ${isBeyond ? 'more than ' : ''}${gap}`;
}
