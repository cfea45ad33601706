import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type { PolicyPreviewView } from '../../src/contract/policy-preview';
import type { PolicyVersionHead } from '../../src/contract/shop';
import type { Policy } from '../../src/core/pricing/policy';
import { at, call } from './call';
import { queryClient, useSend } from './client';

/** A version of the policy with its settings. */
export interface PolicyVersion extends PolicyVersionHead {
  policy: Policy;
}

/** The policy in force. */
export function usePolicy() {
  return useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => call<PolicyVersion>({ path: '/policy', signal }),
  });
}

/** @param version null: none is asked for */
export function usePolicyVersion(version: number | null) {
  return useQuery({
    queryKey: ['policy', version],
    queryFn: ({ signal }) => call<PolicyVersion>({ path: at`/policy/versions/${version ?? 0}`, signal }),
    enabled: version !== null && version > 0,
    staleTime: Infinity, // a version never changes
  });
}

export function usePolicyVersions() {
  return useQuery({
    queryKey: ['policy', 'versions'],
    queryFn: ({ signal }) =>
      call<Page<PolicyVersionHead>>({ path: '/policy/versions', query: { limit: 500 }, signal }).then(
        ({ items }) => items,
      ),
  });
}

/**
 * What a policy would do today, while it is being edited.
 * @param draft null: nothing is changed, nothing is asked
 */
export function usePolicyPreview(draft: Policy | null, inForce: number) {
  return useQuery({
    queryKey: ['policy', 'preview', inForce, draft],
    queryFn: ({ signal }) =>
      call<PolicyPreviewView>({ method: 'POST', path: '/policy/preview', body: { policy: draft }, signal }),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
}

export function usePutPolicy(done: (put: PolicyVersion) => void) {
  return useSend<{ expectedVersion: number; policy: Policy; note: string }, PolicyVersion>(
    (body) => ({ method: 'PUT', path: '/policy', body }),
    (put) => {
      queryClient.setQueryData(['policy'], put);
      void queryClient.invalidateQueries({ queryKey: ['policy', 'versions'] });
      void queryClient.invalidateQueries({ queryKey: ['calendar'] });
      done(put);
    },
  );
}
