import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Page } from '../../src/contract/http';
import type { RunChanges, RunView } from '../../src/contract/runs';
import { addressOf, at, call } from './call';
import { queryClient, useSend } from './client';

const ASK_EVERY_MS = 2_000;
const PAGE = 25;

/** Whether a run is still on its way. */
export const isOpen = (run: Pick<RunView, 'state'>): boolean => run.state === 'queued' || run.state === 'running';

/** The latest runs, newest first. */
export function useRuns(limit: number) {
  return useQuery({
    queryKey: ['runs', 'latest', limit],
    queryFn: ({ signal }) => call<Page<RunView>>({ path: '/runs', query: { limit }, signal }),
  });
}

/** All runs, newest first, page after page; asked for again while one is on its way. */
export function useRunList() {
  return useInfiniteQuery({
    queryKey: ['runs', 'list'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<RunView>>({ path: '/runs', query: { limit: PAGE, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(isOpen) === true ? ASK_EVERY_MS : false),
  });
}

/** One run, live while it is on its way: by server-sent events, or by asking where these do not come through. */
export function useRun(id: number) {
  const [isLive, setLive] = useState(true);
  const run = useQuery({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => call<RunView>({ path: at`/runs/${id}`, signal }),
    refetchInterval: ({ state }) => (!isLive && state.data !== undefined && isOpen(state.data) ? ASK_EVERY_MS : false),
  });
  const isWatched = run.data !== undefined && isOpen(run.data);
  useEffect(() => {
    if (!isWatched) return;
    const events = new EventSource(addressOf(at`/runs/${id}/events`));
    events.addEventListener('run', ({ data }) => {
      const now = JSON.parse(data as string) as RunView;
      setLive(true);
      queryClient.setQueryData(['runs', 'one', id], now);
    });
    events.onerror = () => setLive(false); // the browser tries again by itself
    return () => {
      events.close();
      showItsResults(id);
    };
  }, [id, isWatched]);
  return { ...run, isLive };
}

/** What a run has changed on other pages, once it has ended or is not watched any more. */
function showItsResults(id: number): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [area, , one] }) => !(area === 'session' || (area === 'runs' && one === id)),
  });
}

/** Asks for a run as of the last complete day. */
export function useStartRun(after: (run: RunView) => void) {
  return useSend<void, RunView>(
    () => ({ path: '/runs', body: {} }),
    (run) => {
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
      after(run);
    },
  );
}

export type ChangeKind = keyof RunChanges['totals'];

/** What a run that is done changed against the one before: sums of all kinds, rows of one, page after page. */
export function useRunChanges(id: number, change: ChangeKind) {
  return useInfiniteQuery({
    queryKey: ['runs', 'changes', id, change],
    queryFn: ({ pageParam, signal }) =>
      call<RunChanges>({ path: at`/runs/${id}/changes`, query: { change, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}
