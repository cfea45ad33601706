import { FACT_BY_NAME } from '../facts.js';
import { cutPercent, resolve } from '../resolve.js';
import type { Facts, Rule, RuleSet } from '../rule.js';
import { factsReadBy } from '../tree.js';
import { literalsOf, negated, type Formula } from './formula.js';
import { holdsAt, pointOf } from './point.js';
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
  fires(contender: Contender): boolean;
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
  /** Rules that were the best of a trial. */
  winners: ReadonlySet<Rule>;
  trials: readonly Trial[];
  /** Null: there are no such facts, which is certain. `unknown`: none were found. */
  tryOn(formulas: readonly Formula[]): Trial | null | 'unknown';
  /** To be called where something could not be decided. */
  onUnsure(path: string): void;
}

const BASE_PRICE = 'channel.basePrice';
const EVERYWHERE = ['channel.code', 'product.category', 'calendar.day', BASE_PRICE];

export function createArena(
  set: RuleSet,
  contenders: readonly Contender[],
  budget: Budget,
  only: number | null,
  onUnsure: (path: string) => void,
): Arena {
  const names = new Set([...EVERYWHERE, ...contenders.flatMap(({ rule }) => factsReadBy(rule, set.conditions))]);
  const strongestFirst = inFiringOrder(contenders);
  const trials: Trial[] = [];
  const winners = new Set<Rule>();
  return {
    set,
    contenders,
    budget,
    only,
    told: new Set(),
    winners,
    trials,
    tryOn(formulas) {
      const region = solve(formulas, budget);
      if (region === null) return null;
      const facts = region === 'unsure' ? null : factsIn(region, names);
      if (facts === null) return 'unknown';
      const point = pointOf(facts);
      const trial: Trial = { facts, fires: ({ formula }) => holdsAt(formula, point, budget) };
      const best = bestOf(trial, strongestFirst, set.onTie);
      if (best !== null) winners.add(best);
      trials.push(trial);
      return trial;
    },
    onUnsure,
  };
}

function inFiringOrder(contenders: readonly Contender[]): Contender[] {
  const isHold = ({ rule }: Contender): number => Number(rule.event.type === 'hold');
  const competing = contenders.filter(({ rule }) => rule.event.type !== 'alert');
  return competing.sort((a, b) => isHold(b) - isHold(a) || b.rule.priority - a.rule.priority || a.index - b.index);
}

/** The rule whose price or hold stands; see resolve. */
function bestOf(trial: Trial, strongestFirst: readonly Contender[], onTie: RuleSet['onTie']): Rule | null {
  const first = strongestFirst.findIndex((contender) => trial.fires(contender));
  if (first < 0) return null;
  const { rule } = strongestFirst[first]!;
  if (rule.event.type === 'hold') return rule;
  const tied: Rule[] = [rule];
  for (let i = first + 1; strongestFirst[i]?.rule.priority === rule.priority; i++) {
    if (trial.fires(strongestFirst[i]!)) tied.push(strongestFirst[i]!.rule);
  }
  return resolve(tied, onTie, trial.facts[BASE_PRICE] as number | null).winner;
}

/**
 * Facts under which the formulas hold and none of the rivals fires. A rival is only argued against once it fires where it
 * should not: of many, few are needed.
 *
 * @returns `against`: those that were needed; together they leave nothing when the trial is null
 */
export function tryWithout(
  arena: Arena,
  formulas: readonly Formula[],
  rivals: readonly Contender[],
): { trial: Trial | null | 'unknown'; against: Contender[] } {
  const against: Contender[] = [];
  for (;;) {
    const trial = arena.tryOn([...formulas, ...against.map(({ formula }) => negated(formula))]);
    if (trial === null) return { trial, against };
    if (trial === 'unknown') break;
    const rival = rivals.find((each) => trial.fires(each));
    if (rival === undefined) return { trial, against };
    against.push(rival);
  }
  // No facts were found to go by: what is left is to reason about all rivals at once.
  const none = rivals.map(({ formula }) => negated(formula));
  const isImpossible = solve([...formulas, ...none], arena.budget) === null;
  return isImpossible ? { trial: null, against: [...rivals] } : { trial: 'unknown', against };
}

/** Of a trial's facts those that some contenders read, and the base price where a tie between amounts hangs on it. */
export function askedOf(arena: Arena, { facts }: Trial, contenders: readonly Contender[]): Facts {
  const literals = contenders.flatMap(({ formula }) => literalsOf(formula));
  const names = new Set(literals.flatMap(({ dimension }) => factsOfDimension(dimension)));
  if (contenders.some(({ rule }) => rule.event.type !== 'alert' && !isCutConstant(rule))) names.add(BASE_PRICE);
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
