import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { MARKS } from '../../../src/core/approval/marks';
import type { InboxFilter, InboxSort } from '../../api/suggestions';

export const VIEWS = ['waiting', 'second', 'decided'] as const;
export type View = (typeof VIEWS)[number];
export const KINDS = ['discount', 'voucher', 'bundle', 'restore', 'alert'] as const;
export const SORTS = ['atStake', 'gain', 'staleValue', 'discountBp'] as const satisfies readonly InboxSort[];

type Lists = 'kind' | 'channel' | 'category' | 'rule' | 'mark';

export interface InboxAddress {
  view: View;
  filter: InboxFilter;
  sort: InboxSort;
  isNarrowed: boolean;
  show(view: View): void;
  sortBy(sort: InboxSort): void;
  setList(name: Lists, values: readonly string[]): void;
  setLeast(name: 'minAgeDays' | 'minAtStake', value: number | null): void;
  setSearch(search: string): void;
  clear(): void;
}

/** What the inbox shows stands in its address: a link, or the way back, opens the same. */
export function useInboxAddress(): InboxAddress {
  const [words, setWords] = useSearchParams();
  return useMemo(() => {
    const view = VIEWS.find((each) => each === words.get('view')) ?? 'waiting';
    const sort = SORTS.find((each) => each === words.get('sort')) ?? 'atStake';
    const filter: InboxFilter = {
      state: view === 'second' ? 'half-approved' : 'pending',
      kind: KINDS.filter((kind) => words.getAll('kind').includes(kind)),
      channel: words.getAll('channel'),
      category: words.getAll('category'),
      rule: words.getAll('rule'),
      mark: MARKS.filter((mark) => words.getAll('mark').includes(mark)),
      minAgeDays: figure(words.get('minAgeDays')),
      minAtStake: figure(words.get('minAtStake')),
      search: (words.get('search') ?? '').slice(0, 100),
    };
    const change = (edit: (next: URLSearchParams) => void): void =>
      setWords(
        (last) => {
          const next = new URLSearchParams(last);
          edit(next);
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    const setOne = (name: string, value: string | null): void =>
      change((next) => (value === null ? next.delete(name) : next.set(name, value)));
    return {
      view,
      filter,
      sort,
      isNarrowed: [...words.keys()].some((name) => name !== 'view' && name !== 'sort'),
      show: (next) => setOne('view', next === 'waiting' ? null : next),
      sortBy: (next) => setOne('sort', next === 'atStake' ? null : next),
      setList: (name, values) =>
        change((next) => {
          next.delete(name);
          for (const value of values) next.append(name, value);
        }),
      setLeast: (name, value) => setOne(name, value === null ? null : String(value)),
      setSearch: (search) => setOne('search', search === '' ? null : search),
      clear: () =>
        change((next) => {
          for (const name of [...next.keys()]) if (name !== 'view' && name !== 'sort') next.delete(name);
        }),
    };
  }, [words, setWords]);
}

function figure(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
