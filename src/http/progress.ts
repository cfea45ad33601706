import type { MessageEvent } from '@nestjs/common';
import { distinctUntilChanged, exhaustMap, map, takeWhile, timer, type Observable } from 'rxjs';

const EVERY_MS = 500;

/**
 * Server-sent events of something that takes a while: what `find` answers, whenever it has changed, up to and with the
 * first that is not `isOpen` any more.
 */
export function progressOf<Row>(
  type: string,
  find: () => Promise<Row>,
  isOpen: (row: Row) => boolean,
  view: (row: Row) => object,
): Observable<MessageEvent> {
  return timer(0, EVERY_MS).pipe(
    exhaustMap(find),
    takeWhile(isOpen, true),
    map((row) => JSON.stringify(view(row))),
    distinctUntilChanged(),
    map((data): MessageEvent => ({ type, data })),
  );
}
