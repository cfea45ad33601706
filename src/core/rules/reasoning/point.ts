import { parseDay } from '../../units.js';
import { FACT_BY_NAME } from '../facts.js';
import { operatorNamed } from '../operators.js';
import type { Facts } from '../rule.js';
import { factOfValue } from '../tree.js';
import { atomOf, type Dimension } from './domain.js';
import { isLiteral, type Formula } from './formula.js';
import type { Budget } from './solve.js';
import { contains, type Choice } from './value-set.js';

/** Facts as formulas read them: a value for each dimension, looked up once. */
export type Point = (dimension: Dimension) => number | Choice;

export function pointOf(facts: Facts): Point {
  const known = new Map<Dimension, number | Choice>();
  return (dimension) => {
    let value = known.get(dimension);
    if (value === undefined) known.set(dimension, (value = valueAt(facts, dimension)));
    return value;
  };
}

function valueAt(facts: Facts, dimension: Dimension): number | Choice {
  const atom = atomOf(dimension);
  if (atom !== null) {
    const other = factOfValue(atom.value);
    return operatorNamed(atom.operator)!(
      facts[atom.fact] ?? null,
      other === null ? atom.value : (facts[other] ?? null),
    );
  }
  const value = facts[dimension] ?? null;
  return typeof value === 'string' && FACT_BY_NAME.get(dimension)?.unit === 'day' ? parseDay(value) : (value as Choice);
}

/** Whether a formula holds for facts; what was looked at is taken off the budget. */
export function holdsAt(formula: Formula, point: Point, budget: Budget): boolean {
  if (isLiteral(formula)) {
    budget.stepsLeft--;
    return contains(formula.set, point(formula.dimension));
  }
  const isAll = 'all' in formula;
  for (const part of isAll ? formula.all : formula.any) if (holdsAt(part, point, budget) !== isAll) return !isAll;
  return isAll;
}
