import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  ChannelSkuChange,
  ChannelSkuView,
  ChannelSkusSaid,
  UnmappedCounts,
  UnmappedView,
} from '../../src/contract/channel-skus';
import type { Page } from '../../src/contract/http';
import { at, call } from './call';
import { queryClient, useSend } from './client';
import { followImport } from './imports';

export type { ChannelSkuView, UnmappedView };

const KEY = ['channel-skus'];
/** More is looked at page by page: each is a choice to be made. */
const PAGE = 10;

/** The channels on which rows wait for a product, and for how many. */
export function useUnmappedCounts() {
  return useQuery({
    queryKey: [...KEY, 'counts'],
    queryFn: ({ signal }) => call<UnmappedCounts>({ path: '/unmapped-skus', signal }).then(({ items }) => items),
  });
}

/** What rows of a channel wait for, the most money first, with likely products. */
export function useUnmapped(code: string) {
  return useInfiniteQuery({
    queryKey: [...KEY, code, 'unmapped'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<UnmappedView>>({
        path: at`/channels/${code}/unmapped`,
        query: { limit: PAGE, likely: 'true', after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export interface SaidFilter {
  search: string;
  /** False: only what is not the shop's; true: only products. */
  ours: boolean | undefined;
}

/** What somebody has said of a channel's SKUs. */
export function useSaidSkus(code: string, { search, ours }: SaidFilter) {
  return useInfiniteQuery({
    queryKey: [...KEY, code, 'said', search, ours],
    queryFn: ({ pageParam, signal }) =>
      call<Page<ChannelSkuView>>({
        path: at`/channels/${code}/skus`,
        query: { limit: PAGE, source: 'said', ours, search: search === '' ? undefined : search, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

const changed = (): void => {
  void queryClient.invalidateQueries({ queryKey: KEY });
  void queryClient.invalidateQueries({ queryKey: ['imports'] });
};

export function useSaySkus(code: string, after: (said: ChannelSkusSaid) => void) {
  return useSend<ChannelSkuChange['items'], ChannelSkusSaid>(
    (items) => ({ method: 'PUT', path: at`/channels/${code}/skus`, body: { items } }),
    (said) => {
      changed();
      // What comes in changes figures everywhere: they are asked for again when it is in.
      for (const id of said.imports) followImport(id, () => undefined);
      after(said);
    },
  );
}

export function useForgetSku(code: string) {
  return useSend<string, void>(
    (channelSku) => ({ method: 'DELETE', path: at`/channels/${code}/skus`, query: { channelSku } }),
    changed,
  );
}
