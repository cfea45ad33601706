import { compileForFacts } from '../bulk.js';
import { FACT_BY_NAME } from '../facts.js';
import { cutPercent, resolve } from '../resolve.js';
import type { Facts, Rule, RuleSet } from '../rule.js';
import { factsReadBy } from '../tree.js';
import { literalsOf, type Formula } from './formula.js';
import { solve, type Budget, type Region } from './solve.js';
import { overlaps } from './value-set.js';
import { factsIn, factsOfDimension } from './witness.js';

/** An enabled rule that can fire, as the reasoning sees it. */
export interface Contender {
  rule: Rule;
  /** Place in the set. */
  index: number;
  path: string;
  /** Conditions and scope. */
  formula: Formula;
  /** What each fact can be at most where it fires. */
  hull: Region;
}

/** Facts, and what the rules make of them. */
export interface Trial {
  /** Every fact that any of the rules reads. */
  facts: Facts;
  /** Those of them that the question was about; what is left out makes no difference to its answer. */
  asked: Facts;
  fired: ReadonlySet<Rule>;
  /** The rule whose price or hold stands. */
  best: Rule | null;
}

/** Where rules are tried on facts: `tryOn` asks for facts under which formulas hold and lets all rules judge them. */
export interface Arena {
  set: RuleSet;
  contenders: readonly Contender[];
  budget: Budget;
  /** The one rule that matters, by its place in the set; null: all do. */
  only: number | null;
  /** Rules of which something was said that makes more about them noise. */
  told: Set<Rule>;
  trials: readonly Trial[];
  /** Null: there are no such facts, which is certain. `unknown`: none were found. */
  tryOn(formulas: readonly Formula[]): Trial | null | 'unknown';
  /** To be called where something could not be decided. */
  onUnsure(path: string): void;
}

const BASE_PRICE = 'channel.basePrice';

export function createArena(
  set: RuleSet,
  contenders: readonly Contender[],
  budget: Budget,
  only: number | null,
  onUnsure: (path: string) => void,
): Arena {
  const evaluate = compileForFacts({ ...set, rules: contenders.map(({ rule }) => rule) }, 'strict');
  const read = contenders.flatMap(({ rule }) => factsReadBy(rule, set.conditions));
  // A tie between amounts is a matter of the base price.
  const price = contenders.every(({ rule }) => rule.event.type === 'alert' || isCutConstant(rule)) ? [] : [BASE_PRICE];
  const everywhere = ['channel.code', 'product.category', 'calendar.day', BASE_PRICE];
  const allNames = new Set([...everywhere, ...read]);
  const trials: Trial[] = [];
  return {
    set,
    contenders,
    budget,
    only,
    told: new Set(),
    trials,
    tryOn(formulas) {
      const region = solve(formulas, budget);
      if (region === null) return null;
      const facts = region === 'unsure' ? null : factsIn(region, allNames);
      if (facts === null) return 'unknown';
      const fired = evaluate(facts);
      const { winner, hold } = resolve(fired, set.onTie, facts[BASE_PRICE] as number | null);
      const trial = { facts, asked: askedOf(facts, formulas, price), fired: new Set(fired), best: winner ?? hold };
      trials.push(trial);
      return trial;
    },
    onUnsure,
  };
}

function askedOf(facts: Facts, formulas: readonly Formula[], besides: readonly string[]): Facts {
  const asked = formulas.flatMap(literalsOf).flatMap(({ dimension }) => factsOfDimension(dimension));
  const names = new Set([...asked, ...besides]);
  const isAsked = (name: string): boolean => names.has(name) || names.has(FACT_BY_NAME.get(name)?.knownOf ?? '');
  return Object.fromEntries(Object.entries(facts).filter(([name]) => isAsked(name)));
}

export function matters({ only }: Arena, ...contenders: Contender[]): boolean {
  return only === null || contenders.some(({ index }) => index === only);
}

/** Whether two rules may fire on the same facts, as far as their hulls tell. */
export function mayMeet(a: Contender, b: Contender): boolean {
  for (const [dimension, set] of a.hull) {
    const other = b.hull.get(dimension);
    if (other !== undefined && !overlaps(set, other)) return false;
  }
  return true;
}

/**
 * Whether `one` wins over `other` on whatever facts both fire; see resolve. A tie counts only where the size of both cuts
 * is known without the base price.
 */
export function alwaysBeats(one: Contender, other: Contender, onTie: RuleSet['onTie']): boolean {
  const [a, b] = [one.rule, other.rule];
  if (a.event.type === 'alert' || b.event.type === 'alert') return false;
  const [isHold, isOtherHold] = [a.event.type === 'hold', b.event.type === 'hold'];
  if (isHold !== isOtherHold) return isHold;
  if (a.priority !== b.priority) return a.priority > b.priority;
  const isFirst = one.index < other.index;
  if (isHold || onTie === 'first') return isFirst;
  if (!isCutConstant(a) || !isCutConstant(b)) return false;
  const lead = cutPercent(b, onTie, null) - cutPercent(a, onTie, null);
  return lead === 0 ? isFirst : lead > 0 === (onTie === 'smallestCut');
}

function isCutConstant({ event }: Rule): boolean {
  if (event.type === 'restore' || event.type === 'hold') return true;
  const params = event.params as { percent?: number; optimise?: unknown };
  return params.percent !== undefined || params.optimise !== undefined;
}
