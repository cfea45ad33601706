import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BacktestHeadView, BacktestView } from '../../src/contract/backtests';
import type { Page } from '../../src/contract/http';
import type { PreviewRowPage, PreviewView } from '../../src/contract/preview';
import type { WhatIfView } from '../../src/contract/what-if';
import { addressOf, at, call } from './call';
import { queryClient, useSend } from './client';
import type { RuleSetJson } from './rules';

/** What is tried: a version as it was kept, or a set as it stands in the editor. */
export type ToTry = { version: number } | { ruleSet: RuleSetJson };

export function usePreview() {
  return useSend<ToTry, PreviewView>((body) => ({ path: '/rules/preview', body }));
}

export interface RowFilter {
  change?: string | undefined;
  channel?: string | undefined;
  category?: string | undefined;
  rule?: string | undefined;
}

const ROWS_A_PAGE = 25;

/** The listings that a preview found to change, most money at stake first. */
export function usePreviewRows(id: string, filter: RowFilter) {
  return useInfiniteQuery({
    queryKey: ['preview-rows', id, filter],
    queryFn: ({ signal, pageParam }) =>
      call<PreviewRowPage>({
        path: at`/rules/previews/${id}/rows`,
        query: { ...filter, limit: ROWS_A_PAGE, after: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: Infinity,
  });
}

export function useBacktests(version: number) {
  return useQuery({
    queryKey: ['backtests', { version }],
    queryFn: ({ signal }) =>
      call<Page<BacktestHeadView>>({ path: '/rules/backtests', query: { version, limit: 10 }, signal }),
  });
}

const backtestKey = (id: number): unknown[] => ['backtests', id];
const isOver = ({ state }: Pick<BacktestHeadView, 'state'>): boolean => state !== 'queued' && state !== 'running';

/** A back-test; while it is being worked on its progress is followed as the server tells it. */
export function useBacktest(id: number) {
  const client = useQueryClient();
  const backtest = useQuery({
    queryKey: backtestKey(id),
    queryFn: ({ signal }) => call<BacktestView>({ path: at`/rules/backtests/${id}`, signal }),
  });
  const isRunning = backtest.data !== undefined && !isOver(backtest.data);
  useEffect(() => {
    if (!isRunning) return;
    const events = new EventSource(addressOf(at`/rules/backtests/${id}/events`));
    events.addEventListener('backtest', ({ data }: MessageEvent<string>) => {
      const head = JSON.parse(data) as BacktestHeadView;
      client.setQueryData<BacktestView>(backtestKey(id), (known) => known && { ...known, ...head });
      if (!isOver(head)) return;
      events.close();
      void client.invalidateQueries({ queryKey: ['backtests'] }); // the result comes with the whole
    });
    return () => events.close();
  }, [client, id, isRunning]);
  return backtest;
}

export type BacktestAsked = ToTry & { from?: string; to?: string; everyDays?: number };

export function useStartBacktest() {
  return useSend<BacktestAsked, BacktestHeadView>(
    (body) => ({ path: '/rules/backtests', body }),
    () => void queryClient.invalidateQueries({ queryKey: ['backtests'] }),
  );
}

export function useCancelBacktest() {
  return useSend<number, BacktestHeadView>(
    (id) => ({ path: at`/rules/backtests/${id}/cancel` }),
    () => void queryClient.invalidateQueries({ queryKey: ['backtests'] }),
  );
}

export function useWhatIf() {
  return useSend<{ sku: string; channel: string; ruleSet: RuleSetJson }, WhatIfView>((body) => ({
    path: '/evaluate',
    body,
  }));
}
