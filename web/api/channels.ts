import { useQuery } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type { ChannelView } from '../../src/contract/shop';
import { call } from './call';

/** Every channel of the shop; there are a handful. */
export function useChannels() {
  return useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call<Page<ChannelView>>({ path: '/channels', signal }).then(({ items }) => items),
    staleTime: 60_000,
  });
}

/** The name of a channel by its code; the code itself until names are there. */
export function useChannelNames(): (code: string) => string {
  const { data } = useChannels();
  return (code) => data?.find((channel) => channel.code === code)?.name ?? code;
}
