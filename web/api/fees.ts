import { useQuery } from '@tanstack/react-query';
import type { FeeList, FeeView } from '../../src/contract/shop';
import { at, call } from './call';
import { queryClient, useSend } from './client';

/** Every fee of a channel, past and future ones too. */
export function useFees(code: string) {
  return useQuery({
    queryKey: ['fees', code],
    queryFn: ({ signal }) => call<FeeList>({ path: at`/channels/${code}/fees`, signal }),
  });
}

export function useReplaceFees(code: string, done: () => void) {
  return useSend<{ items: FeeView[]; expectedRevision: string }, FeeList>(
    (body) => ({ method: 'PUT', path: at`/channels/${code}/fees`, body }),
    (fees) => {
      queryClient.setQueryData(['fees', code], fees);
      done();
    },
  );
}
