import { domainOf, type Dimension } from './domain.js';
import { isLiteral, negated, type Formula } from './formula.js';
import { intersect, isEmpty, isWithin, overlaps, type ValueSet } from './value-set.js';

/** Values of facts (those not named may have any) under which formulas hold together. */
export type Region = ReadonlyMap<Dimension, ValueSet>;

/** Comparisons of two sets of values that may still be made; shared by all questions of one kind about a rule set. */
export interface Budget {
  stepsLeft: number;
}

/**
 * About a second of work for each kind of question (constants, trials, twins, shadows, ties), so that no kind uses up
 * another's, and a tenth of that for one question.
 */
export const STEPS_OF_A_KIND = 10_000_000;
export const STEPS_OF_A_QUESTION = 1_000_000;

/**
 * Looks for facts under which all formulas hold.
 *
 * What has only one way to hold is drawn first (and narrows the rest); only then is one of the shortest alternatives
 * tried after the other. Nothing is written out, so that ten lists of ten alternatives cost what they need, not 10^10.
 *
 * @returns a region in which they hold; null when there is none, which is certain; `unsure` when the budget is used up.
 * A region may still be empty where it holds atoms, since these are not looked into.
 */
export function solve(formulas: readonly Formula[], budget: Budget): Region | null | 'unsure' {
  if (budget.stepsLeft <= 0) return 'unsure';
  const allowed = Math.min(budget.stepsLeft, STEPS_OF_A_QUESTION);
  const search = new Search(allowed);
  const answer = search.run(formulas);
  budget.stepsLeft -= allowed - Math.max(0, search.stepsLeft);
  return answer;
}

interface Choices {
  any: readonly Formula[];
}

class Search {
  private readonly region = new Map<Dimension, ValueSet>();
  /** What the region said before, to go back to. */
  private readonly trail: [Dimension, ValueSet | undefined][] = [];

  constructor(public stepsLeft: number) {}

  run(formulas: readonly Formula[]): Region | null | 'unsure' {
    const open: Choices[] = [];
    if (!formulas.every((formula) => this.assume(formula, open))) return null;
    return this.explore(open) ? new Map(this.region) : this.stepsLeft < 0 ? 'unsure' : null;
  }

  /** False also when the steps are used up. */
  private explore(given: readonly Choices[]): boolean {
    const open = this.draw(given);
    if (open === null || this.stepsLeft < 0) return false;
    const [shortest] = open.toSorted((a, b) => a.any.length - b.any.length);
    if (shortest === undefined) return true;
    const others = open.filter((choices) => choices !== shortest);
    const start = this.trail.length;
    for (const part of shortest.any) {
      const mark = this.trail.length;
      const inner: Choices[] = [];
      if (this.assume(part, inner) && this.explore([...others, ...inner])) return true;
      this.back(mark);
      if (this.stepsLeft < 0) return false;
      // From here on only what is outside of that part is new.
      if (isLiteral(part) && !this.assume(negated(part), [])) break;
    }
    this.back(start);
    return false;
  }

  /** Drops what holds anyway, draws what has one way left; null when something has none. */
  private draw(given: readonly Choices[]): Choices[] | null {
    let open = [...given];
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      const next: Choices[] = [];
      for (const { any } of open) {
        const live: Formula[] = [];
        let holds = false;
        for (const part of any) {
          const verdict = this.judge(part);
          if (verdict === 1) {
            holds = true;
            break;
          }
          if (verdict === 0) live.push(part);
        }
        if (this.stepsLeft < 0) return null;
        if (holds) continue;
        if (live.length > 1) {
          next.push({ any: live });
          continue;
        }
        const [only] = live;
        if (only === undefined || !this.assume(only, next)) return null;
        isChanged = true;
      }
      open = next;
    }
    return open;
  }

  /** 1: holds in the whole region; -1: nowhere in it; 0: neither is seen. */
  private judge(formula: Formula): -1 | 0 | 1 {
    if (isLiteral(formula)) {
      this.stepsLeft--;
      const now = this.region.get(formula.dimension) ?? domainOf(formula.dimension);
      if (!overlaps(now, formula.set)) return -1;
      return isWithin(now, formula.set) ? 1 : 0;
    }
    const isAll = 'all' in formula;
    let verdict: -1 | 0 | 1 = isAll ? 1 : -1;
    for (const part of isAll ? formula.all : formula.any) {
      const inner = this.judge(part);
      if (inner === (isAll ? -1 : 1)) return inner;
      if (inner === 0) verdict = 0;
    }
    return verdict;
  }

  /** Narrows the region to where the formula holds, as far as there is one way; the rest goes to `open`. */
  private assume(formula: Formula, open: Choices[]): boolean {
    if (isLiteral(formula)) {
      this.stepsLeft--;
      const before = this.region.get(formula.dimension);
      const after = intersect(before ?? domainOf(formula.dimension), formula.set);
      if (isEmpty(after)) return false;
      this.trail.push([formula.dimension, before]);
      this.region.set(formula.dimension, after);
      return true;
    }
    if ('all' in formula) return formula.all.every((part) => this.assume(part, open));
    open.push(formula);
    return true;
  }

  private back(mark: number): void {
    while (this.trail.length > mark) {
      const [dimension, before] = this.trail.pop()!;
      if (before === undefined) this.region.delete(dimension);
      else this.region.set(dimension, before);
    }
  }
}

/**
 * A part of `items` that still cannot be, from which nothing can be taken away without becoming possible: what to name as
 * the cause. Where the budget runs out, it may hold more than needed.
 * Source: U. Junker, "QuickXplain: preferred explanations and relaxations for over-constrained problems", AAAI 2004.
 *
 * @param isImpossible must hold for all items together
 */
export function smallestCause<T>(items: readonly T[], isImpossible: (some: readonly T[]) => boolean): T[] {
  const within = (base: readonly T[], isBaseNew: boolean, rest: readonly T[]): T[] => {
    if (isBaseNew && isImpossible(base)) return [];
    if (rest.length <= 1) return [...rest];
    const [left, right] = [rest.slice(0, rest.length >> 1), rest.slice(rest.length >> 1)];
    const ofRight = within([...base, ...left], true, right);
    const ofLeft = within([...base, ...ofRight], ofRight.length > 0, left);
    return [...ofLeft, ...ofRight];
  };
  return within([], true, items);
}
