import { useQuery } from '@tanstack/react-query';
import type { Summary } from '../../src/contract/summary';
import { call } from './call';

const ASK_EVERY_MS = 60_000;

/** What waits, what sits and what is wrong; asked for every minute while it is looked at. */
export function useSummary() {
  return useQuery({
    queryKey: ['summary'],
    queryFn: ({ signal }) => call<Summary>({ path: '/summary', signal }),
    refetchInterval: ASK_EVERY_MS,
  });
}
