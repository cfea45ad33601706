import type { FieldReader } from '../cells.js';
import type { OrderStatus } from '../records.js';
import type { OrderPhase } from '../rows.js';

/** What a phase counts as: orders that may still be cancelled or are not paid count nothing until they are decided. */
export const STATUS_OF: Record<OrderPhase, OrderStatus> = {
  unpaid: 'pending',
  underway: 'sold',
  hold: 'pending',
  completed: 'sold',
  cancelled: 'cancelled',
  returned: 'returned',
};

/** The words of an export for the state of an order, in lower case; and beginnings of those that are whole sentences. */
export interface StatusWords {
  words: Readonly<Record<string, OrderPhase>>;
  beginnings?: readonly (readonly [string, OrderPhase])[];
}

/** What a shop has said of words that exports write for the state of an order: by format, by word (`stateWord`). */
export type OrderWords = Readonly<Record<string, Readonly<Record<string, OrderPhase>>>>;

/** A word as it is compared: in lower case, spaces and `_` alike. */
export const stateWord = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();

/** What a word (`stateWord`) means; what the shop itself has said of it goes first. Null when nobody knows. */
export function phaseOf(
  word: string,
  { words, beginnings = [] }: StatusWords,
  said: Readonly<Record<string, OrderPhase>>,
): OrderPhase | null {
  const own = Object.hasOwn(said, word) ? said[word] : undefined;
  const found = Object.hasOwn(words, word) ? words[word] : undefined;
  return own ?? found ?? beginnings.find(([beginning]) => word.startsWith(beginning))?.[1] ?? null;
}

/** The phase that a cell tells. Null when it is empty. A word that is not known is told to the reader. */
export function readPhase(read: FieldReader, column: number, states: StatusWords): OrderPhase | null {
  const text = read.text(column);
  if (text === null) return null;
  const phase = phaseOf(stateWord(text), states, read.orderWords);
  if (phase !== null) return phase;
  read.fail(
    column,
    'unknown-state',
    'This state of an order is not known here. Say what it means (order words) and import the file again.',
  );
  return null;
}
