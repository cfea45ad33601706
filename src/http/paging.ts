import { z } from 'zod';
import { Refusal } from '../core/refusal.js';
import type { Page } from '../contract/http.js';

/** A cursor is opaque to callers: JSON in base64url. It holds the sort key of the last row of a page. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws Refusal `bad-cursor` when the text is not a cursor of this list. */
export function decodeCursor<T>(text: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (text === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new Refusal(
      'invalid',
      'bad-cursor',
      '`after` is not a cursor of this list: pass on `next` of the page before.',
      {},
      [{ path: '/after', code: 'bad-cursor', message: 'is not a cursor of this list' }],
    );
  }
}

/** Reads an id cursor. */
export const afterId = (text: string | undefined): number | undefined => decodeCursor(text, z.int().positive());

/** A page out of `limit + 1` rows: ask the store for one more than the limit, and this tells whether there is a next page. */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => unknown,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}
