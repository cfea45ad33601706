import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CalendarDayList, CalendarDayView, WindowList, WindowView } from '../../src/contract/calendar';
import { at, call } from './call';
import { queryClient, useSend } from './client';

/** What is typed of an entry; days as `YYYY-MM-DD`. */
export type WindowContent = Omit<WindowView, 'id' | 'revision' | 'updatedBy' | 'updatedAt'>;

const changed = (): void => void queryClient.invalidateQueries({ queryKey: ['calendar'] });

/** The dated entries, and the days that the policy has come back. */
export function useCalendar() {
  return useQuery({
    queryKey: ['calendar'],
    queryFn: ({ signal }) => call<WindowList>({ path: '/calendar', signal }),
  });
}

/** What rules and guardrails see of each day. */
export function useCalendarDays(from: string, to: string) {
  return useQuery<CalendarDayView[]>({
    queryKey: ['calendar', 'days', from, to],
    queryFn: ({ signal }) =>
      call<CalendarDayList>({ path: '/calendar/days', query: { from, to }, signal }).then(({ items }) => items),
    placeholderData: keepPreviousData,
  });
}

/** Adds an entry, or changes the one that is given. */
export function useSaveWindow(window: WindowView | null, done: () => void) {
  return useSend<WindowContent, WindowView>(
    (content) =>
      window === null
        ? { path: '/calendar', body: content }
        : { method: 'PUT', path: at`/calendar/${window.id}`, body: { ...content, expectedRevision: window.revision } },
    () => {
      changed();
      done();
    },
  );
}

export function useRemoveWindow(done: () => void) {
  return useSend<WindowView, void>(
    ({ id, revision }) => ({
      method: 'DELETE',
      path: at`/calendar/${id}`,
      query: { expectedRevision: revision },
    }),
    () => {
      changed();
      done();
    },
  );
}
