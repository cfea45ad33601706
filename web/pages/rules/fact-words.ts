import { useMemo } from 'react';
import type { FactView } from '../../../src/contract/rules-api';
import { wordOfFact } from '../../../src/core/rules/fact-values';
import { useMe } from '../../api/session';
import { useFacts } from '../../api/rules';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { ruleWordsText } from '../../text/rule-words';
import { useText } from '../../text/texts';
import { isObject } from './editor/pointer';

const FULL_BP = 10_000;
const PER_CENT = 100;
const MILLI = 1_000;

/** The facts by name, and of each nullable one the companion that says whether it is known. */
export interface FactBook {
  list: readonly FactView[];
  byName: ReadonlyMap<string, FactView>;
  companionOf: ReadonlyMap<string, FactView>;
}

export function useFactBook(): FactBook {
  const { data } = useFacts();
  return useMemo(() => {
    const list = data ?? [];
    const companions = list.flatMap((fact): [string, FactView][] =>
      fact.knownOf === null ? [] : [[fact.knownOf, fact]],
    );
    return { list, byName: new Map(list.map((fact) => [fact.name, fact])), companionOf: new Map(companions) };
  }, [data]);
}

/** People write per cent and rupiah; rules hold basis points and the smallest unit. How many of those one written unit is. */
export function useWrittenUnit(): (unit: string) => number {
  const { scale } = useMe().shop;
  return (unit) => ({ bp: FULL_BP / PER_CENT, milli: MILLI, money: 10 ** scale })[unit] ?? 1;
}

export interface FactWords {
  /** What the fact is, without its small print: `Umur lapisan stok tertua`. */
  label(name: string): string;
  /** A value of the fact as people write it: `Rp 125.000`, `20 %`, `61 hari`. */
  value(name: string, value: unknown): string;
}

export function useFactWords(): FactWords {
  const language = useLanguage();
  const text = useText(ruleWordsText);
  const format = useFormat();
  const written = useWrittenUnit();
  const { byName } = useFactBook();

  const label = (name: string): string => {
    const fact = byName.get(name);
    if (fact === undefined) return name;
    const base = fact.knownOf === null ? undefined : byName.get(fact.knownOf);
    return ((base ?? fact).sentence[language].split(/[;:(]/)[0] ?? name).trim();
  };
  const number = (unit: string, value: number): string => {
    if (unit === 'money') return format.money(value);
    if (unit === 'bp') return format.percent(value);
    const figure = format.number(value / written(unit), 4);
    return Object.hasOwn(text.units, unit) ? `${figure} ${text.units[unit as keyof typeof text.units]}` : figure;
  };
  const value = (name: string, given: unknown): string => {
    if (Array.isArray(given)) return format.list(given.map((each) => value(name, each)));
    if (isObject(given) && typeof given.fact === 'string') return label(given.fact);
    if (given === null) return text.nothing;
    if (typeof given === 'boolean') return given ? text.yes : text.no;
    const unit = byName.get(name)?.unit ?? 'count';
    if (typeof given === 'number') return number(unit, given);
    if (unit === 'day' && typeof given === 'string') return format.day(given);
    return wordOfFact(name, String(given))?.[language] ?? String(given);
  };
  return { label, value };
}
