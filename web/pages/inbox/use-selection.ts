import { useMemo, useRef, useState } from 'react';
import type { SuggestionTotals, SuggestionView } from '../../../src/contract/suggestions';
import type { Sums } from './selection-bar';

export interface Selection {
  chosen: ReadonlyMap<number, SuggestionView>;
  list: readonly SuggestionView[];
  /** Everything that matches, also what was not read yet. */
  isAll: boolean;
  sums: Sums;
  /** With a range: also every row between this one and the last one that was chosen. */
  toggle(row: SuggestionView, isRange: boolean): void;
  all(): void;
  clear(): void;
  drop(ids: ReadonlySet<number>): void;
}

const NONE: ReadonlyMap<number, SuggestionView> = new Map();

export function useSelection(rows: readonly SuggestionView[], totals: SuggestionTotals | undefined): Selection {
  const [chosen, setChosen] = useState(NONE);
  const [isAll, setAll] = useState(false);
  const lastId = useRef<number | null>(null);
  const list = useMemo(() => [...chosen.values()], [chosen]);
  const sums = useMemo((): Sums => {
    if (isAll && totals !== undefined) return totals;
    const sum = (of: (row: SuggestionView) => number | null): number =>
      list.reduce((total, row) => total + (of(row) ?? 0), 0);
    return {
      count: list.length,
      gain: sum(({ gain }) => gain),
      staleValue: sum(({ staleValue }) => staleValue),
      discountGiven: sum(({ discountGiven }) => discountGiven),
    };
  }, [isAll, list, totals]);
  return {
    chosen,
    list,
    isAll,
    sums,
    toggle: (row, isRange) => {
      const isOn = !isAll && !chosen.has(row.id);
      const next = new Map(isAll ? rows.map((each) => [each.id, each]) : chosen);
      const [from, to] = [rows.findIndex(({ id }) => id === lastId.current), rows.findIndex(({ id }) => id === row.id)];
      const affected = isRange && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [row];
      for (const each of affected) {
        if (isOn) next.set(each.id, each);
        else next.delete(each.id);
      }
      lastId.current = row.id;
      setAll(false);
      setChosen(next);
    },
    all: () => setAll(true),
    clear: () => {
      setAll(false);
      setChosen(NONE);
    },
    drop: (ids) =>
      setChosen((now) => ([...ids].some((id) => now.has(id)) ? new Map([...now].filter(([id]) => !ids.has(id))) : now)),
  };
}
