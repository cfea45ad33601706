import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { StalePage, StaleTotals, StaleTrend } from '../../src/contract/stock';
import { addressOf, call } from './call';

/** What the list is narrowed by and how it is ordered; a category of null: products without one. */
export interface StaleFilter {
  scope: 'flagged' | 'stale' | 'all';
  category?: string | null | undefined;
  /** First day of an age bucket. */
  bucket?: number | undefined;
  search?: string | undefined;
  sort: string;
  order: 'asc' | 'desc';
}

const PAGE = 50;

/** Products without a category are asked for by an empty one, which must not be left out. */
function words({ category, bucket, search, ...rest }: StaleFilter, more: Record<string, string>): string {
  const all = new URLSearchParams({ ...rest, ...more });
  if (category !== undefined) all.set('category', category ?? '');
  if (bucket !== undefined) all.set('bucket', String(bucket));
  if (search !== undefined) all.set('search', search);
  return String(all);
}

/** Products of the last run, page after page. */
export function useStaleList(filter: StaleFilter) {
  return useInfiniteQuery({
    queryKey: ['stale', 'list', filter],
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: String(PAGE), ...(pageParam === null ? {} : { after: pageParam }) };
      return call<StalePage>({ path: `/stale?${words(filter, page)}`, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** Where the whole list can be downloaded as a file. */
export function staleFileAddress(filter: StaleFilter, format: 'csv' | 'xlsx', language: string): string {
  return addressOf(`/stale/products.${format}?${words(filter, { language })}`);
}

/** Sums by category and age, and the largest products, of the last run. */
export function useStaleTotals() {
  return useQuery({
    queryKey: ['stale', 'totals'],
    queryFn: ({ signal }) => call<StaleTotals>({ path: '/stale/totals', signal }),
  });
}

/** Week by week, oldest first. */
export function useStaleTrend(weeks = 26) {
  return useQuery({
    queryKey: ['stale', 'trend', weeks],
    queryFn: ({ signal }) => call<StaleTrend>({ path: '/stale/trend', query: { weeks }, signal }),
  });
}
