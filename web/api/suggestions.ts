import { keepPreviousData, useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type { QuoteRequest, QuoteView } from '../../src/contract/quotes';
import type {
  BulkDecisions,
  DecisionResults,
  Reopenings,
  SelectionDecisionInput,
  SelectionResults,
  StandingDecision,
  SuggestionTotals,
  SuggestionView,
  WithdrawalResults,
  Withdrawals,
} from '../../src/contract/suggestions';
import { at, call } from './call';
import { queryClient, useSend } from './client';

/** What the inbox is narrowed by, in the API's words. */
export interface InboxFilter {
  state: SuggestionView['state'];
  kind: SuggestionView['kind'][];
  channel: string[];
  category: string[];
  rule: string[];
  mark: NonNullable<SelectionDecisionInput['filter']['mark']>;
  minAgeDays: number | null;
  minAtStake: number | null;
  search: string;
}
export type InboxSort = 'atStake' | 'gain' | 'staleValue' | 'discountBp';
export type SuggestionPages = InfiniteData<Page<SuggestionView>, string | null>;

const ROWS = 60;
/** Lists this long are not read again by themselves when the reader comes back to the window. */
const PAGES_READ_AGAIN = 3;

const ALL = ['suggestions'];
export const LIST = [...ALL, 'list'];
const TOTALS = [...ALL, 'totals'];
const DECIDED = [...ALL, 'decided'];

/** The words of an address; a category may hold commas, so lists are written one word each. */
function words(filter: InboxFilter): URLSearchParams {
  const query = new URLSearchParams({ state: filter.state });
  for (const name of ['channel', 'category', 'rule'] as const) {
    for (const value of filter[name]) query.append(name, value);
  }
  for (const name of ['kind', 'mark'] as const) {
    if (filter[name].length > 0) query.set(name, filter[name].join(','));
  }
  if (filter.minAgeDays !== null) query.set('minAgeDays', String(filter.minAgeDays));
  if (filter.minAtStake !== null) query.set('minAtStake', String(filter.minAtStake));
  if (filter.search !== '') query.set('search', filter.search);
  return query;
}

/** The same filter as a decision on all that match names it. */
export function selectionOf(filter: InboxFilter): SelectionDecisionInput['filter'] {
  const { state, kind, channel, category, rule, mark, minAgeDays, minAtStake, search } = filter;
  return {
    state: [state as 'pending' | 'half-approved'],
    ...(kind.length > 0 && { kind }),
    ...(channel.length > 0 && { channel }),
    ...(category.length > 0 && { category }),
    ...(rule.length > 0 && { rule }),
    ...(mark.length > 0 && { mark }),
    ...(minAgeDays !== null && { minAgeDays }),
    ...(minAtStake !== null && { minAtStake }),
    ...(search !== '' && { search }),
  };
}

export function useSuggestions(filter: InboxFilter, sort: InboxSort) {
  return useInfiniteQuery({
    queryKey: [...LIST, filter, sort],
    queryFn: ({ pageParam, signal }) => {
      const query = words(filter);
      query.set('sort', sort);
      query.set('limit', String(ROWS));
      if (pageParam !== null) query.set('after', pageParam);
      return call<Page<SuggestionView>>({ path: `/suggestions?${query}`, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= PAGES_READ_AGAIN,
  });
}

export function useSuggestionTotals(filter: InboxFilter) {
  return useQuery({
    queryKey: [...TOTALS, filter],
    queryFn: ({ signal }) => call<SuggestionTotals>({ path: `/suggestions/totals?${words(filter)}`, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What people decided last, newest first. */
export function useDecided() {
  return useInfiniteQuery({
    queryKey: DECIDED,
    queryFn: ({ pageParam, signal }) =>
      call<Page<StandingDecision>>({ path: '/suggestions/decided', query: { limit: 50, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** What a price would do; the last answer stays until the next one is there. */
export function useQuote(id: number, request: QuoteRequest | null) {
  return useQuery({
    queryKey: [...ALL, 'quote', id, request],
    queryFn: ({ signal }) =>
      call<QuoteView>({ method: 'POST', path: at`/suggestions/${id}/quote`, body: request, signal }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export function useDecide() {
  return useSend<BulkDecisions, DecisionResults>((body) => ({ path: '/suggestions/decisions', body }), countAgain);
}

/** One part of a decision on all that match. */
export function useDecideSelection() {
  return useSend<SelectionDecisionInput, SelectionResults>(
    (body) => ({ path: '/suggestions/decisions/selection', body }),
    countAgain,
  );
}

export function useWithdraw() {
  return useSend<Withdrawals, WithdrawalResults>((body) => ({ path: '/suggestions/withdrawals', body }), countAgain);
}

export function useReopen() {
  return useSend<Reopenings, DecisionResults>((body) => ({ path: '/suggestions/reopenings', body }), countAgain);
}

/** All that tells of suggestions is asked anew, but for the lists: they are kept, with what was decided taken out. */
function countAgain(): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [area, what] }) => area === 'summary' || (area === ALL[0] && what !== LIST[1]),
  });
}

/** Everything is read anew, from the first page. */
export async function readListAgain(): Promise<void> {
  countAgain();
  await queryClient.resetQueries({ queryKey: LIST });
}

/** Takes rows out of every list that shows them. */
export function removeFromLists(ids: ReadonlySet<number>): void {
  queryClient.setQueriesData<SuggestionPages>({ queryKey: LIST }, (data) => {
    if (data === undefined || !data.pages.some(({ items }) => items.some(({ id }) => ids.has(id)))) return data;
    const pages = data.pages.map((page) =>
      page.items.some(({ id }) => ids.has(id)) ? { ...page, items: page.items.filter(({ id }) => !ids.has(id)) } : page,
    );
    return { ...data, pages };
  });
}

/** Puts a row back where it stood, in the lists of its state that are sorted so. */
export function putBackInLists(rows: readonly SuggestionView[]): void {
  for (const [key] of queryClient.getQueriesData<SuggestionPages>({ queryKey: LIST })) {
    const [filter, sort] = key.slice(LIST.length) as [InboxFilter, InboxSort];
    for (const row of rows) {
      if (!matches(row, filter)) continue;
      queryClient.setQueryData<SuggestionPages>(
        key,
        (data) => data && { ...data, pages: inserted(data.pages, row, sort) },
      );
    }
  }
}

/** As the server would narrow it, but for the wide meanings of a search. */
function matches(row: SuggestionView, filter: InboxFilter): boolean {
  const among = (chosen: readonly string[], value: string | null): boolean =>
    chosen.length === 0 || (value !== null && chosen.includes(value));
  const word = filter.search.toLowerCase();
  return (
    row.state === filter.state &&
    among(filter.kind, row.kind) &&
    among(filter.channel, row.channel) &&
    among(filter.category, row.category) &&
    among(filter.rule, row.rule) &&
    (filter.mark.length === 0 || filter.mark.some((mark) => row.marks.includes(mark))) &&
    (filter.minAgeDays === null || (row.ageDays ?? -1) >= filter.minAgeDays) &&
    row.atStake >= (filter.minAtStake ?? 0) &&
    (row.sku.toLowerCase().includes(word) || row.name.toLowerCase().includes(word))
  );
}

function inserted(pages: Page<SuggestionView>[], row: SuggestionView, sort: InboxSort): Page<SuggestionView>[] {
  if (pages.some(({ items }) => items.some(({ id }) => id === row.id))) return pages;
  const isBehind = (other: SuggestionView): boolean => {
    const [own, its] = [row[sort] ?? -Infinity, other[sort] ?? -Infinity];
    return its < own || (its === own && other.id < row.id);
  };
  const at = pages.findIndex(({ items }, i) => items.some(isBehind) || i === pages.length - 1);
  return pages.map((page, i) => {
    if (i !== at) return page;
    const place = page.items.findIndex(isBehind);
    const items = [...page.items];
    items.splice(place < 0 ? items.length : place, 0, row);
    return { ...page, items };
  });
}
