import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { LogIn, Me } from '../../src/contract/access';
import type { Role } from '../../src/core/access';
import { call } from './call';
import { queryClient, useSend } from './client';
import { ApiProblem } from './problem';

const KEY = ['session'];

/** Who is logged in; null: nobody. */
export function useSession(): UseQueryResult<Me | null> {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      call<Me>({ path: '/session', signal }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }),
    staleTime: 300_000,
  });
}

export function useLogIn() {
  return useSend<LogIn, Me>(
    (body) => ({ path: '/session', body }),
    (me) => {
      queryClient.setQueryData(KEY, me);
      // The reader of the API's documents is no screen: the server leads here from it, and names it.
      const next = new URLSearchParams(window.location.search).get('next');
      if (next?.startsWith('/docs')) window.location.assign(next);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
  );
}

export function useLogOut() {
  return useSend<void, void>(
    () => ({ method: 'DELETE', path: '/session' }),
    () => window.location.assign('/'), // begins anew: nothing of the last reader stays in the page's memory
  );
}

export const MeContext = createContext<Me | null>(null);

/** Who is reading, inside the frame, where somebody is. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === null) throw new Error('broken assumption: useMe stands inside the frame');
  return me;
}

const RANK: Record<Role, number> = { viewer: 0, merchandiser: 1, owner: 2 };

/** Whether the reader may do what is kept for `role` and those above: viewer < merchandiser < owner. */
export function useMay(role: Role): boolean {
  const { role: own } = useMe();
  return own !== null && RANK[own] >= RANK[role];
}
