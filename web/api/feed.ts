import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import type { Delivery, DriftDecision, DriftPage, DriftSettled, FeedStatus, DriftView } from '../../src/contract/feed';
import type { ChannelView, Hold } from '../../src/contract/shop';
import { at, call } from './call';
import { useChannels } from './channels';
import { queryClient, useSend } from './client';

export type { Delivery, DriftView };
export type DeliveredEntry = FeedStatus['items'][number];

/** Sync jobs work all day: what they say is looked for this often while somebody looks at it. */
const ASK_AGAIN_MS = 30_000;

const status = (code: string) => ({
  queryKey: ['feed', code, 'status'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call<FeedStatus>({ path: at`/channels/${code}/feed-status`, query: { limit: 1 }, signal }),
  refetchInterval: ASK_AGAIN_MS,
});

export interface ChannelFeed {
  channel: ChannelView;
  status: FeedStatus | undefined;
  error: Error | null;
}

/** How every active channel stands with its sync job. */
export function useChannelFeeds() {
  const channels = useChannels();
  const shown = (channels.data ?? []).filter(({ isActive }) => isActive);
  const feeds = useQueries({
    queries: shown.map(({ code }) => status(code)),
    combine: (results): ChannelFeed[] =>
      results.map(({ data, error }, i) => ({ channel: shown[i]!, status: data, error })),
  });
  return { channels, feeds };
}

export function useFeedStatus(code: string) {
  return useQuery(status(code));
}

/** Approved prices of a channel with what became of them, newest first. */
export function useDeliveries(code: string, delivery: Delivery | null) {
  return useInfiniteQuery({
    queryKey: ['feed', code, 'entries', delivery],
    queryFn: ({ pageParam, signal }) =>
      call<FeedStatus>({
        path: at`/channels/${code}/feed-status`,
        query: { limit: 50, delivery, after: pageParam },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ASK_AGAIN_MS,
  });
}

/** Products whose price on the channel is not ours. */
export function useDrifts(code: string) {
  return useInfiniteQuery({
    queryKey: ['feed', code, 'drifts'],
    queryFn: ({ pageParam, signal }) =>
      call<DriftPage>({ path: at`/channels/${code}/drifts`, query: { limit: 50, after: pageParam }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ASK_AGAIN_MS,
  });
}

const readAnew = (code: string): void => void queryClient.invalidateQueries({ queryKey: ['feed', code] });

/** Puts our price again, or accepts what the channel shows. */
export function useSettleDrift(code: string) {
  return useSend<DriftDecision, DriftSettled>(
    (body) => ({ path: at`/channels/${code}/drifts/decision`, body }),
    () => {
      readAnew(code);
      void queryClient.invalidateQueries({ queryKey: ['suggestions'] });
      void queryClient.invalidateQueries({ queryKey: ['products'] });
    },
  );
}

function afterSwitch(code: string): void {
  readAnew(code);
  void queryClient.invalidateQueries({ queryKey: ['channels'] });
}

/** The kill switch: sync jobs of the channel change nothing until it is released. */
export function useHold(code: string) {
  return useSend<Hold, ChannelView>(
    (body) => ({ method: 'PUT', path: at`/channels/${code}/hold`, body }),
    () => afterSwitch(code),
  );
}

export function useRelease(code: string) {
  return useSend<void, ChannelView>(
    () => ({ method: 'DELETE', path: at`/channels/${code}/hold` }),
    () => afterSwitch(code),
  );
}
