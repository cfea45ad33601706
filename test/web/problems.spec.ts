import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../web/api/problem.js';
import { crossedSentences, fieldSentence, problemSentence, PROBLEMS_ID } from '../../web/text/problems.js';

const SRC = join(import.meta.dirname, '../../src');

/** Whose refusals nobody meets on a screen: the command line, files on the server, loading of demos, feeds of machines. */
const NOT_ON_SCREENS =
  /^(cli|config|db\/(migrate|bulk)|flow\/(backup|demo|publish|feed|setup)|outside\/(package-files|rules-folder|files\/open)|core\/(rules\/eval-file|feed\/cursor)|contract\/plans)/;

/** Refused only to machines, or only by work in the background whose state the screens show in other words. */
const FOR_MACHINES = new Set([
  'backtest-not-queued',
  'idempotency-key-bad',
  'idempotency-key-missing',
  'import-not-queued',
  'not-from-whatsapp',
  'run-not-queued',
  'scope-missing',
]);

/** The codes of all refusals, by the file that throws them. */
function codesKnown(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || NOT_ON_SCREENS.test(file)) continue;
    const text = readFileSync(join(SRC, file), 'utf8');
    for (const [, code] of text.matchAll(/\b(?:new Refusal\(\s*'\w+'|refusal\(\s*suggestion),\s*'([a-z0-9-]+)'/g))
      codes.set(code!, file);
  }
  return codes;
}

const problem = (code: string, values: Record<string, unknown> = {}) =>
  new ApiProblem({ type: '', title: '', status: 422, code, detail: 'In English.', instance: 'urn:uuid:1', values });

describe('refusals on the screens', () => {
  it('have Indonesian words for every code that a person can meet', () => {
    const codes = codesKnown();
    expect(codes.size).toBeGreaterThan(60);
    const missing = [...codes].filter(([code]) => !(code in PROBLEMS_ID) && !FOR_MACHINES.has(code));
    expect(Object.fromEntries(missing)).toEqual({});
  });

  it('name what the server names', () => {
    expect(problemSentence(problem('selection-changed', { count: 12, expectedCount: 10 }), 'id')).toBe(
      'Sekarang ada 12 usulan yang cocok, bukan 10. Lihat lagi daftarnya.',
    );
    expect(problemSentence(problem('unknown-channel', { known: ['shopee', 'lazada'] }), 'id')).toContain(
      'shopee, lazada',
    );
    expect(problemSentence(problem('too-many-log-ins', { retryAfterS: 61 }), 'id')).toContain('2 menit');
  });

  it('tell what a channel does not take as the server says it', () => {
    const sentence = { id: 'Mulai paling cepat 10.30.', en: 'Begin at 10:30 or later.' };
    const values = { crossed: [{ code: 'start-too-soon', sentence }] };
    expect(problemSentence(problem('crosses-channel-limit', values), 'id')).toBe(sentence.id);
    expect(crossedSentences(values, 'en')).toEqual([sentence.en]);
    expect(problemSentence(problem('crosses-channel-limit'), 'id')).toContain('tidak menerima');
  });

  it("are the server's own words in English, and where there are no others", () => {
    expect(problemSentence(problem('selection-changed'), 'en')).toBe('In English.');
    expect(problemSentence(problem('not-known-yet'), 'id')).toBe('In English.');
  });

  it('point to the field', () => {
    const field = { path: '/items/0/rateBp', code: 'too-big', message: 'at most 10000 is possible' };
    expect(fieldSentence(field, 'en')).toBe('items › 0 › rateBp: at most 10000 is possible');
    expect(fieldSentence(field, 'id')).toBe('items › 0 › rateBp: terlalu besar atau terlalu panjang');
  });
});
