import { formatDay } from '../../units.js';
import { FACT_BY_NAME, FACTS } from '../facts.js';
import { operatorNamed } from '../operators.js';
import type { Facts, FactValue } from '../rule.js';
import { factOfValue } from '../tree.js';
import { atomOf, domainOf, type Dimension } from './domain.js';
import type { Region } from './solve.js';
import { above, below, isNumberSet, type Choice, type ValueSet } from './value-set.js';

/** Ranges whose ends are tried: a list of values that are left out makes a thousand of them. */
const RANGES_MAX = 10;
/** Combinations of values that are tried to make atoms true or false. */
const TRIES_MAX = 2_000;
const COMPANION = new Map(FACTS.flatMap(({ name, knownOf }) => (knownOf === null ? [] : [[knownOf, name] as const])));

/**
 * Facts that lie in a region: what to show of it, and to prove it by. Facts that are not in the region get the example of
 * their declaration; each fact that may be null brings its companion.
 *
 * @param names facts to give, besides those of the region
 * @returns null where no values were found that make the region's atoms (fact against fact) what they should be
 */
export function factsIn(region: Region, names: Iterable<string>): Facts | null {
  const atoms = [...region].flatMap(([dimension, set]) => {
    const atom = atomOf(dimension);
    return atom === null ? [] : [{ ...atom, isTrue: (set as { members: ReadonlySet<Choice> }).members.has(true) }];
  });
  const plain = new Set<string>();
  const add = (name: string): unknown => plain.add(FACT_BY_NAME.get(name)?.knownOf ?? name);
  for (const name of names) add(name);
  for (const dimension of region.keys()) if (atomOf(dimension) === null) add(dimension);
  const linked = new Set<string>();
  for (const { fact, value } of atoms) {
    for (const name of [fact, factOfValue(value)])
      if (name !== null) linked.add(FACT_BY_NAME.get(name)?.knownOf ?? name);
  }

  const facts: Facts = {};
  const give = (name: string, value: FactValue): void => {
    facts[name] = value;
    const companion = COMPANION.get(name);
    if (companion !== undefined) facts[companion] = value !== null;
  };
  for (const name of plain) if (!linked.has(name)) give(name, candidates(name, region, [])[0]!);

  const shared = [...linked].flatMap((name) => candidates(name, region, []));
  const texts = atoms.flatMap(({ value }): unknown[] => (Array.isArray(value) ? value : [value]));
  const open = [...linked].map((name) => ({ name, values: candidates(name, region, [...shared, ...texts]) }));
  let tries = 0;
  const fits = (): boolean =>
    atoms.every(({ fact, operator, value, isTrue }) => {
      const other = factOfValue(value);
      return operatorNamed(operator)!(facts[fact], other === null ? value : facts[other]) === isTrue;
    });
  const settle = (index: number): boolean => {
    const next = open[index];
    if (next === undefined) return ++tries <= TRIES_MAX && fits();
    return next.values.some((value) => {
      give(next.name, value);
      return tries <= TRIES_MAX && settle(index + 1);
    });
  };
  return settle(0) ? facts : null;
}

/** Values that a fact may have, the most telling first: its example, ends of its ranges, what others are compared with. */
function candidates(name: string, region: Region, others: readonly unknown[]): FactValue[] {
  const { type, unit, example } = FACT_BY_NAME.get(name)!;
  if (type === 'list') {
    const texts = others.filter((each) => typeof each === 'string');
    return [[], [...texts], ...texts.map((text) => [text])];
  }
  const set = region.get(name) ?? domainOf(name);
  if (!isNumberSet(set)) return choices(set, [example as Choice, ...(others as Choice[])]);
  const near = unit === 'day' ? [] : [example as number, ...others.filter((each) => typeof each === 'number')];
  const numbers = numbersIn(set, near);
  return [...numbers.map((value) => (unit === 'day' ? formatDay(value) : value)), ...(set.hasNull ? [null] : [])];
}

function numbersIn(set: Extract<ValueSet, { ranges: unknown }>, near: number[]): number[] {
  const { ranges, isWhole } = set;
  const wanted = [...near];
  for (let i = 0; i < Math.min(ranges.length, 2 * RANGES_MAX); i += 2) {
    const [from, to] = [ranges[i]!, ranges[i + 1]!];
    // The end itself may be the next double after a round number: a round one inside reads better.
    wanted.push(Math.floor(from) + 1, Math.ceil(from), Math.ceil(to) - 1, from, to);
  }
  for (const each of near) wanted.push(above(each, true), below(each, true));
  const isInside = (v: number): boolean => ranges.some((from, i) => i % 2 === 0 && from <= v && v <= ranges[i + 1]!);
  const fitting = wanted.filter((each) => isInside(each) && (!isWhole || Number.isSafeInteger(each)));
  return [...new Set(fitting.map((each) => each + 0))];
}

function choices(set: Exclude<ValueSet, { ranges: unknown }>, wanted: Choice[]): Choice[] {
  if (!set.isExcept) return [...set.members].sort((a, b) => Number(a === null) - Number(b === null));
  const free = ['other', 'another'].filter((text) => !set.members.has(text));
  const fresh =
    free.length > 0 ? free : [`other-${set.members.size}`, ...[...set.members].map((each) => `not ${each}`)];
  const texts = wanted.filter((each) => typeof each === 'string');
  return [...new Set([...texts, ...fresh, null])].filter((each) => !set.members.has(each));
}

/** The dimension's fact, or the facts of an atom. */
export function factsOfDimension(dimension: Dimension): string[] {
  const atom = atomOf(dimension);
  if (atom === null) return [dimension];
  const other = factOfValue(atom.value);
  return other === null ? [atom.fact] : [atom.fact, other];
}
