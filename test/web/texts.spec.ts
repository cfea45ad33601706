import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadedCatalogues } from '../../web/text/texts';
import { SAME_WORDS } from './same-words';
import { visibleTextIn } from './visible-text';

const WEB = join(import.meta.dirname, '../../web');
import.meta.glob('../../web/text/*.ts', { eager: true });

/** A screen with every way to write words into it; only those of the catalogue are right. */
const SAMPLE = `
  const Page = () => (
    <Box title="Satu" data-kind="discount" label={text.ok} aria-label={isOpen ? 'Dua' : text.closed}>
      Tiga
      <b>{isOpen && 'Empat'}</b> {text.count({ count: format.number(3, 'short') })} {kind === 'voucher' ? text.a : text.b}
      <i alt={\`Lima \${name}\`}>{count} × 2 · Larisin</i>
    </Box>
  );
  show({ message: 'Enam', color: 'red' });
`;

describe('every word on the screens', () => {
  it('is looked for: this is what would be found', () => {
    const found = visibleTextIn('sample.tsx', SAMPLE).map(({ text }) => text);
    expect(found).toEqual(['Satu', 'Dua', 'Tiga', 'Empat', 'Lima', '× 2 · Larisin', 'Enam']);
  });

  it('is in the catalogues, not in the code', () => {
    const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
    expect(files.length).toBeGreaterThan(5);
    const written = files.flatMap((file) =>
      visibleTextIn(file, readFileSync(join(WEB, file), 'utf8')).map(({ line, text }) => `${file}:${line} ${text}`),
    );
    expect(written).toEqual([]);
  });
});

type Words = [key: string, text: string][];

/** Every text of a catalogue by its key; of those that are made of values, with the names of the values in them. */
function wordsOf(texts: unknown, prefix = ''): Words {
  return Object.entries(texts as object).flatMap(([key, value]: [string, unknown]): Words => {
    const name = prefix + key;
    if (typeof value === 'string') return [[name, value]];
    if (typeof value !== 'function') return wordsOf(value, `${name}.`);
    const named = new Proxy({}, { get: (_, word) => `{${String(word)}}` });
    return [[name, String((value as (values: object) => string)(named))]];
  });
}

describe('the catalogues', () => {
  const catalogues = loadedCatalogues().map(({ id, en }) => ({ id: wordsOf(id), en: wordsOf(en) }));

  it('have every text in both languages', () => {
    expect(catalogues.length).toBeGreaterThan(1);
    for (const { id, en } of catalogues) {
      expect(en.map(([key]) => key).sort()).toEqual(id.map(([key]) => key).sort());
      expect([...id, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('say nothing in the same words in both, but what is the same', () => {
    const alike = catalogues.flatMap(({ id, en }) => {
      const inEnglish = new Map(en);
      return id.filter(([key, text]) => /\p{L}{2}/u.test(text.replace(/\{\w+\}/g, '')) && inEnglish.get(key) === text);
    });
    expect(alike.filter(([, text]) => !SAME_WORDS.includes(text))).toEqual([]);
    expect(SAME_WORDS.filter((word) => !alike.some(([, text]) => text === word))).toEqual([]);
  });
});
