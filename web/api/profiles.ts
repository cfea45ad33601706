import { useQuery } from '@tanstack/react-query';
import type { ChannelProfiles, ProfileView, ShippedProfileList } from '../../src/contract/channel-profiles';
import { at, call } from './call';
import { queryClient, useSend } from './client';

/** What a channel takes and refuses, past and future profiles too. */
export function useProfile(code: string) {
  return useQuery({
    queryKey: ['profile', code],
    queryFn: ({ signal }) => call<ChannelProfiles>({ path: at`/channels/${code}/profile`, signal }),
  });
}

/** The profiles that the program came with. */
export function useShippedProfiles() {
  return useQuery({
    queryKey: ['channel-profiles'],
    queryFn: ({ signal }) => call<ShippedProfileList>({ path: '/channel-profiles', signal }),
    staleTime: Infinity,
  });
}

export function usePutProfile(code: string, done: () => void) {
  return useSend<{ items: ProfileView[]; expectedVersion: number; note: string }, ChannelProfiles>(
    (body) => ({ method: 'PUT', path: at`/channels/${code}/profile`, body }),
    (profile) => {
      queryClient.setQueryData(['profile', code], profile);
      done();
    },
  );
}
