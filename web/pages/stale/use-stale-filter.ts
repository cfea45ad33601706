import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { StaleFilter } from '../../api/stale';

const SCOPES = ['flagged', 'stale', 'all'] as const;
/** What the server can order by. */
export const SORTS = ['staleValue', 'staleUnits', 'onHand', 'ageDaysOldest', 'daysSinceLastSale', 'units30', 'name'];

/** The list's filter and order, kept in the address; a word that is not known there counts as left out. */
export function useStaleFilter(): { filter: StaleFilter; change(change: Partial<StaleFilter>): void; clear(): void } {
  const [words, setWords] = useSearchParams();
  const filter = useMemo((): StaleFilter => {
    const category = words.get('category');
    const bucket = Number(words.get('bucket') ?? NaN);
    return {
      scope: SCOPES.find((scope) => scope === words.get('scope')) ?? 'stale',
      category: category === null ? undefined : category === '' ? null : category,
      bucket: Number.isInteger(bucket) && bucket >= 0 ? bucket : undefined,
      search: words.get('search') || undefined,
      sort: SORTS.find((sort) => sort === words.get('sort')) ?? 'staleValue',
      order: words.get('order') === 'asc' ? 'asc' : 'desc',
    };
  }, [words]);
  const change = useCallback(
    (change: Partial<StaleFilter>) => {
      setWords(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(change)) {
            if (value === undefined || value === '') after.delete(name);
            else after.set(name, value === null ? '' : String(value));
          }
          return after;
        },
        { replace: true, preventScrollReset: true },
      );
    },
    [setWords],
  );
  const clear = useCallback(() => setWords({}, { replace: true, preventScrollReset: true }), [setWords]);
  return { filter, change, clear };
}
