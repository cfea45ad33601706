import { comparisonSentence } from './comparison-sentence.js';
import { inBoth, type Currency } from './pricing/money-text.js';
import type { BothLanguages } from './rule-sentences.js';
import { turnOf } from './rules/distance.js';
import { relationOf } from './rules/relation.js';
import type { ConditionTrace } from './rules/rule.js';

/**
 * What a suggestion kept of a comparison, in words: what the fact was, what held of it, and how far it was from turning. The rule
 * fired, so that each is told as it was, also one that did not hold where another did instead.
 */
export function traceSentence(trace: ConditionTrace, currency: Currency): BothLanguages {
  const { fact, operator, value, factValue, result } = trace;
  const asks = relationOf(operator, factValue, value);
  const turn = turnOf(fact, factValue, asks, value, result);
  const told = { kind: 'comparison' as const, name: null, at: 0, valueFact: null, wanted: result, asks, turn };
  return inBoth((l) => comparisonSentence({ ...trace, ...told }, currency, l));
}
