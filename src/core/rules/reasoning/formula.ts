import type { Condition, LeafCondition, Rule } from '../rule.js';
import { escapePointer, quote } from '../finding.js';
import { childrenOf, isLeaf, namedCondition, type Named } from '../tree.js';
import { domainOf, leafText, valuesOf, type Dimension } from './domain.js';
import { complement, intersect, isEmpty, union, type ValueSet } from './value-set.js';

/** One comparison as a set of values, with the place where it stands. */
export interface Literal {
  readonly dimension: Dimension;
  readonly set: ValueSet;
  readonly path: string;
  readonly what: string;
}

/** Conditions with every `not` pushed down into the sets of values. No parts: `all` holds, `any` does not. */
export type Formula = Literal | { readonly all: readonly Formula[] } | { readonly any: readonly Formula[] };

export const ALWAYS: Formula = { all: [] };
export const NEVER: Formula = { any: [] };

export function isLiteral(formula: Formula): formula is Literal {
  return (formula as Literal).dimension !== undefined;
}

/**
 * Conditions (checked, without circles) as a formula that holds for exactly the same facts of a run. A literal out of a
 * named condition has its path there.
 */
export function formulaOf(condition: Condition, path: string, named: Named): Formula {
  if (isLeaf(condition)) return literalOf(condition, path);
  if ('condition' in condition) {
    return namedFormula(condition.condition, named);
  }
  const parts = childrenOf(condition).map(({ child, pointer }) => formulaOf(child, path + pointer, named));
  if ('not' in condition) return negated(parts[0]!);
  if (parts.length === 0) return ALWAYS; // an empty `any` holds too, to the library
  return 'all' in condition ? { all: parts } : { any: parts };
}

const NAMED = new WeakMap<Named, Map<string, Formula>>();

/** A named condition is written out once, however many rules name it. */
function namedFormula(name: string, named: Named): Formula {
  let known = NAMED.get(named);
  if (known === undefined) NAMED.set(named, (known = new Map()));
  let formula = known.get(name);
  if (formula === undefined) {
    formula = formulaOf(namedCondition(named, name)!, `/conditions/${escapePointer(name)}`, named);
    known.set(name, formula);
  }
  return formula;
}

/** Where a rule applies: channels, categories and days, as one comparison each. */
export function scopeOf(rule: Rule, path: string): Literal[] {
  const literals: Literal[] = [];
  const add = (key: 'channels' | 'categories' | 'validFrom' | 'validTo', fact: string, operator: string): void => {
    const value = rule[key];
    if (value === undefined) return;
    literals.push(literalOf({ fact, operator, value }, `${path}/${key}`, `${key} ${quote(value)}`));
  };
  add('channels', 'channel.code', 'in');
  add('categories', 'product.category', 'in');
  add('validFrom', 'calendar.day', 'greaterThanInclusive');
  add('validTo', 'calendar.day', 'lessThanInclusive');
  return literals;
}

function literalOf(leaf: LeafCondition, path: string, what = leafText(leaf)): Literal {
  const { dimension, set } = valuesOf(leaf);
  return { dimension, set, path, what };
}

const NEGATIONS = new WeakMap<Formula, Formula>();

/** Holds exactly where the formula does not. */
export function negated(formula: Formula): Formula {
  let found = NEGATIONS.get(formula);
  if (found === undefined) {
    if (isLiteral(formula)) {
      const { dimension, set, path, what } = formula;
      found = { dimension, set: complement(set, domainOf(dimension)), path, what: opposite(what) };
    } else {
      found = 'all' in formula ? { any: formula.all.map(negated) } : { all: formula.any.map(negated) };
    }
    NEGATIONS.set(formula, found);
  }
  return found;
}

function opposite(what: string): string {
  return what.startsWith('not (') ? what.slice('not ('.length, -1) : `not (${what})`;
}

/** The formula in which comparisons that stand elsewhere say nothing: never holds less than the whole one. */
export function keptOf(formula: Formula, paths: ReadonlySet<string>): Formula {
  if (isLiteral(formula)) return paths.has(formula.path) ? formula : ALWAYS;
  return 'all' in formula
    ? { all: formula.all.map((part) => keptOf(part, paths)) }
    : { any: formula.any.map((part) => keptOf(part, paths)) };
}

/** Every literal, in the order in which it is written. */
export function literalsOf(formula: Formula): Literal[] {
  if (isLiteral(formula)) return [formula];
  return ('all' in formula ? formula.all : formula.any).flatMap(literalsOf);
}

/** For each fact the values that it may have where the formula holds (at most; a few more may be said). Null: none. */
export function hullOf(formula: Formula): ReadonlyMap<Dimension, ValueSet> | null {
  let found = HULLS.get(formula);
  if (found === undefined) HULLS.set(formula, (found = newHull(formula)));
  return found;
}

const HULLS = new WeakMap<Formula, ReadonlyMap<Dimension, ValueSet> | null>();

function newHull(formula: Formula): ReadonlyMap<Dimension, ValueSet> | null {
  if (isLiteral(formula)) return isEmpty(formula.set) ? null : new Map([[formula.dimension, formula.set]]);
  if ('all' in formula) {
    const hull = new Map<Dimension, ValueSet>();
    for (const part of formula.all) {
      const inner = hullOf(part);
      if (inner === null) return null;
      for (const [dimension, set] of inner) {
        const before = hull.get(dimension);
        const both = before === undefined ? set : intersect(before, set);
        if (isEmpty(both)) return null;
        hull.set(dimension, both);
      }
    }
    return hull;
  }
  const [first, ...rest] = formula.any.map(hullOf).filter((hull) => hull !== null);
  if (first === undefined) return null;
  const hull = new Map(first);
  for (const other of rest) {
    for (const [dimension, set] of hull) {
      const more = other.get(dimension);
      if (more === undefined) hull.delete(dimension);
      else hull.set(dimension, union(set, more));
    }
  }
  return hull;
}
