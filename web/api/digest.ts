import { useQuery } from '@tanstack/react-query';
import type { DigestTest, DigestTestResult, DigestView } from '../../src/contract/digest';
import { call } from './call';
import { queryClient, useSend } from './client';

const KEY = ['digest'];

/** What a person sets: the rest of the view is told by the server. */
export type DigestForm = Omit<DigestView, 'missing' | 'last'>;

export function useDigest() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => call<DigestView>({ path: '/me/digest', signal }) });
}

export function useSaveDigest() {
  return useSend<DigestForm, DigestView>(
    (body) => ({ method: 'PUT', path: '/me/digest', body }),
    (saved) => queryClient.setQueryData(KEY, saved),
  );
}

export function useTestDigest() {
  return useSend<DigestTest, DigestTestResult>((body) => ({ path: '/me/digest/test', body }));
}
