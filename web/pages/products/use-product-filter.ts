import { useSearchParams } from 'react-router';
import type { ProductFilter } from '../../api/products';

export const SORTS = ['staleValue', 'ageDaysOldest', 'onHand', 'units30', 'sku'] as const;
export type Sort = (typeof SORTS)[number];

interface FilterInAddress {
  filter: ProductFilter & { sort: Sort; order: 'asc' | 'desc' };
  /** Something besides the order is asked for. */
  isNarrowed: boolean;
  /** Null takes a filter away. */
  change(values: Record<string, string | null>): void;
  clear(): void;
}

/** What the list shows, as the address says it. */
export function useProductFilter(): FilterInAddress {
  const [words, setWords] = useSearchParams();
  const word = (name: string): string | undefined => words.get(name) ?? undefined;
  const sort = SORTS.find((each) => each === words.get('sort')) ?? 'staleValue';
  const usual = sort === 'sku' ? 'asc' : 'desc';
  const given = words.get('order');
  const filter = {
    ...{ search: word('q'), category: word('category'), brand: word('brand') },
    flagged: words.get('stale') === '1' ? true : undefined,
    sort,
    order: given === 'asc' || given === 'desc' ? given : usual,
  } as const;
  const { search, category, brand, flagged } = filter;
  return {
    filter,
    isNarrowed: [search, category, brand, flagged].some((each) => each !== undefined),
    change: (values) =>
      setWords(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === null || value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    clear: () => setWords({}, { replace: true }),
  };
}
