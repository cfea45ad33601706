import { useQuery } from '@tanstack/react-query';
import type { RunView } from '../../src/contract/runs';
import type { StartView } from '../../src/contract/start';
import { call } from './call';
import { queryClient, useSend } from './client';

const WHILE_A_RUN_IS_OPEN_MS = 1_000;

/** How far the shop has come on the way to its first suggestions. */
export function useStart() {
  return useQuery({
    queryKey: ['start'],
    queryFn: ({ signal }) => call<StartView>({ path: '/start', signal }),
    refetchInterval: ({ state }) => (state.data?.openRun == null ? false : WHILE_A_RUN_IS_OPEN_MS),
  });
}

/** Starts the analysis of the newest day. */
export function useFirstRun() {
  return useSend<void, RunView>(
    () => ({ path: '/runs', body: {} }),
    () => void queryClient.invalidateQueries({ queryKey: ['start'] }),
  );
}
