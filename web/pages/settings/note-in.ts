import type { Language } from '../../text/language';

const MARKED = /^(id|en): /;

/** A note in one language: of lines that are marked `id:` or `en:` those of the reader's, and all that are not marked. */
export function noteIn(note: string, language: Language): string {
  return note
    .split('\n')
    .filter((line) => (MARKED.exec(line)?.[1] ?? language) === language)
    .map((line) => line.replace(MARKED, ''))
    .join('\n');
}
