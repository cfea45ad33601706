import { FORMATS } from '../core/intake/formats/list.js';
import { phaseOf, stateWord, type OrderWords } from '../core/intake/formats/order-status.js';
import type { ImportJob } from '../core/intake/records.js';
import type { OrderPhase } from '../core/intake/rows.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { listRejectedValues } from '../db/stores/imports.js';
import { ORDER_WORDS, readOrderWords } from '../db/stores/settings.js';
import { SettingTable } from '../db/tables/shop.js';

/** A word of an export for the state of an order. */
export interface OrderWord {
  export: string;
  title: string;
  word: string;
  state: OrderPhase;
  /** The shop has said it; else it came with the program. */
  isOwn: boolean;
}

const WORD_MAX = 200;
const WORDS_MAX = 500;

/** Every word that is known, by export; the shop's own in place of the program's. */
export async function orderWords(db: Database): Promise<OrderWord[]> {
  const own = await readOrderWords(db.manager);
  return FORMATS.flatMap(({ name, title, states }) => {
    if (states === undefined) return [];
    const said = own[name] ?? {};
    const shipped = Object.entries(states.words).filter(([word]) => !Object.hasOwn(said, word));
    const told =
      (isOwn: boolean) =>
      ([word, state]: [string, OrderPhase]) => ({ export: name, title, word, state, isOwn });
    return [...shipped.map(told(false)), ...Object.entries(said).map(told(true))];
  });
}

/** A word for which rows of an import were rejected, and what it counts as by now; null while nobody has said it. */
export interface AskedWord {
  word: string;
  rows: number;
  state: OrderPhase | null;
}

/** The words for which rows of an import were rejected, the one of most rows first. */
export async function askedWords(
  db: Database,
  { id, reading }: Pick<ImportJob, 'id' | 'reading'>,
): Promise<{ export: string | null; title: string | null; items: AskedWord[] }> {
  const format = FORMATS.find(({ name }) => name === reading?.export);
  if (format?.states === undefined) return { export: null, title: null, items: [] };
  const { name, title, states } = format;
  const said = (await readOrderWords(db.manager))[name] ?? {};
  const rows = new Map<string, number>();
  for (const { value, count } of await listRejectedValues(db.manager, id, 'unknown-state', WORDS_MAX)) {
    const word = stateWord(value);
    if (word !== '' && word.length <= WORD_MAX) rows.set(word, (rows.get(word) ?? 0) + count);
  }
  const items = [...rows].map(([word, count]) => ({ word, rows: count, state: phaseOf(word, states, said) }));
  return { export: name, title, items: items.sort((a, b) => b.rows - a.rows || (a.word < b.word ? -1 : 1)) };
}

/**
 * Keeps what a word of an export means, for files that are imported from now on; null forgets it.
 * @throws Refusal `unknown-export`, `bad-order-word`, `unknown-order-word`
 */
export async function sayOrderWord(
  db: Database,
  { export: name, word: written, state }: { export: string; word: string; state: OrderPhase | null },
  by: Caller,
  now: Instant,
): Promise<void> {
  const known = FORMATS.filter(({ states }) => states !== undefined).map((format) => format.name);
  if (!known.includes(name)) {
    throw new Refusal('notFound', 'unknown-export', `There is no export ${name}; there are ${known.join(', ')}.`, {
      known,
    });
  }
  const word = stateWord(written);
  if (word === '' || word.length > WORD_MAX) {
    throw new Refusal('invalid', 'bad-order-word', `A word has 1 to ${WORD_MAX} characters.`, { most: WORD_MAX });
  }
  await db.transaction(async (manager) => {
    // The lock holds until the end: of two who say words at once the second one sees the first one's.
    await manager.query(`SELECT name FROM setting WHERE name = ?${db.forUpdate}`, ['shop']);
    const own = await readOrderWords(manager);
    const said = new Map(Object.entries(own[name] ?? {}));
    if (state === null && !said.delete(word)) {
      const message = `Nobody has said what "${word}" means in ${name}.`;
      throw new Refusal('notFound', 'unknown-order-word', message, { word });
    }
    if (state !== null) said.set(word, state);
    if (said.size > WORDS_MAX) {
      throw new Refusal('conflict', 'bad-order-word', `At most ${WORDS_MAX} words are kept.`, { most: WORDS_MAX });
    }
    const value: OrderWords = { ...own, [name]: Object.fromEntries(said) };
    await manager.save(SettingTable, { name: ORDER_WORDS, value });
    const action = state === null ? 'order-word.forget' : 'order-word.say';
    const told = state === null ? { name: word } : { name: word, state };
    await recordAudit(manager, by, now, action, `export:${name}`, told);
  });
}
