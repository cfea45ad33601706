import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditView } from '../../src/contract/access';
import type { Page } from '../../src/contract/http';
import { call } from './call';

export interface AuditFilter {
  actor?: string;
  action?: string;
  from?: string;
  to?: string;
}

/** Every change, newest first, page after page. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<AuditView>>({ path: '/audit', query: { ...filter, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}
