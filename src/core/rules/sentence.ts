import type { Change } from './changes.js';
import { quote } from './finding.js';

/** A sentence in the two languages of the shop. */
export interface Sentence {
  id: string;
  en: string;
}
/** A change without its sentence. */
export type Step = Omit<Change, 'sentence'>;
export type Words = readonly [id: string, en: string];

/** The same text in both languages: names, numbers, signs. */
export const same = (text: string): Sentence => ({ id: text, en: text });
/** Words, with what follows them; the blank between is the caller's. */
export const say = ([id, en]: Words, rest: Sentence | string = ''): Sentence => {
  const more = typeof rest === 'string' ? same(rest) : rest;
  return { id: `${id}${more.id}`, en: `${en}${more.en}` };
};
export const arrow = (before: Sentence, after: Sentence): Sentence => ({
  id: `${before.id} -> ${after.id}`,
  en: `${before.en} -> ${after.en}`,
});

export const DONE: Record<Change['op'], Words> = {
  add: ['ditambahkan', 'added'],
  remove: ['dihapus', 'removed'],
  replace: ['diubah', 'changed'],
  move: ['dipindahkan', 'moved'],
};

/** `310 -> 320`; `none` stands for what was not there, or is not any more. */
export function beforeAndAfter({ op, before, after }: Step, none: Words = ['-', '-']): Sentence {
  return arrow(op === 'add' ? say(none) : plain(before), op === 'remove' ? say(none) : plain(after));
}

/** Numbers and lists as they are read; texts with marks only where they would be misread: blanks, `"5"`, `"true"`. */
export function plain(value: unknown): Sentence {
  if (Array.isArray(value)) return same(cut(value.map((each) => String(each)).join(', ')));
  if (value === null) return { id: 'tidak diketahui', en: 'not known' };
  if (typeof value === 'boolean') return value ? { id: 'ya', en: 'yes' } : { id: 'tidak', en: 'no' };
  const isClear = typeof value === 'string' && !/\s|^(|true|false|null)$/.test(value) && Number.isNaN(Number(value));
  return same(isClear ? cut(value) : quote(value));
}

const TEXT_MAX = 160;
export const cut = (text: string): string => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 3)}...` : text);

export const withBlank = ([id, en]: Words): Words => [`${id} `, `${en} `];
