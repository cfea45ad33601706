import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fault, FORMS } from '../../src/contract/fault.js';
import { shapeIssues } from '../../src/contract/shape-issues.js';
import { ApiProblem } from '../../web/api/problem.js';
import { issueInIndonesian } from '../../web/text/issues.js';
import { findingInIndonesian } from '../../web/text/rule-findings.js';
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

/** The codes of what is wrong with single fields, by the file that says so: checks of the contract, and those that core and flows write out. */
function issueCodes(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || NOT_ON_SCREENS.test(file)) continue;
    const text = readFileSync(join(SRC, file), 'utf8');
    const says = /^core\/(what-if|intake\/mapping)|^flow\/channel-skus/.test(file)
      ? /(?:\bfault\(\s*|code: |\],\s*)'([a-z]+(?:-[a-z]+)*)'/g
      : /\bfault\(\s*'([a-z-]+)'/g;
    for (const [, code] of text.matchAll(says)) codes.set(code!, file);
  }
  for (const code of ZOD_CODES) codes.set(code, 'zod');
  return codes;
}

/** zod's own, but for `custom`, which is said by `fault`. */
const ZOD_CODES = [
  'invalid-type',
  'too-big',
  'too-small',
  'invalid-format',
  'not-multiple-of',
  'unrecognized-keys',
  'invalid-union',
  'invalid-key',
  'invalid-element',
  'invalid-value',
];

/** The codes of the checks of rules. */
function findingCodes(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!/^(core\/rules|contract)\/.*\.ts$/.test(file)) continue;
    const text = readFileSync(join(SRC, file), 'utf8');
    for (const [, code] of text.matchAll(/\b(?:error|warning)\((?:[^,()]|\([^()]*\))*,\s*'([a-z-]+)'/g)) {
      codes.set(code!, file);
    }
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
    expect(fieldSentence(field, 'en')).toBe('row 1 › Per cent of the price: at most 10000 is possible');
    const figured = { ...field, values: { most: 10_000 } };
    expect(fieldSentence(figured, 'id')).toBe('baris 1 › Persen dari harga: paling banyak 100 %');
    // A fault that is the refusal itself is told with its values.
    const url = { path: '/url', code: 'bad-webhook-url', message: 'In English.' };
    expect(fieldSentence(url, 'id', { fault: 'not-https' })).toBe('Alamatnya harus diawali https://.');
    expect(fieldSentence({ path: '/my~1key', code: 'new-here', message: 'it must rhyme' }, 'id')).toBe(
      'my/key: it must rhyme',
    );
  });
});

describe('what is wrong with single fields and rules', () => {
  it('has Indonesian words for every code', () => {
    const codes = issueCodes();
    expect([...codes.values()].filter((file) => file !== 'zod').length).toBeGreaterThan(25);
    expect(Object.fromEntries([...codes].filter(([code]) => issueInIndonesian(code, {}) === null))).toEqual({});
  });

  it('has Indonesian words for every finding of the rules', () => {
    const codes = findingCodes();
    expect(codes.size).toBeGreaterThan(35);
    const missing = [...codes].filter(([code]) => findingInIndonesian(code, {}) === null);
    expect(Object.fromEntries(missing)).toEqual({});
  });

  it('says what the contract says, from what zod found', () => {
    const Form = z.strictObject({
      name: z.string().min(1),
      note: z.string().max(3),
      at: z.string().regex(FORMS.time),
      days: z.int().min(1),
      role: z.enum(['owner', 'viewer']),
      to: z.string().refine(() => false, fault('ends-before-start', 'lies before the first day')),
    });
    const { error } = Form.safeParse({
      name: '',
      note: 'abcd',
      at: '25:00',
      days: 1.5,
      role: 'boss',
      to: 'x',
      extra: 1,
    });
    expect(shapeIssues(error!.issues).map((issue) => fieldSentence(issue, 'id'))).toEqual([
      'Nama: belum diisi',
      'Catatan: paling banyak 3 huruf',
      'Jam: harus jam, ditulis JJ:MM, misalnya 06:30',
      'Hari: harus bilangan bulat',
      'Peran: harus salah satu dari: owner, viewer',
      'to: hari terakhir ada sebelum hari pertama',
      'extra: tidak dikenal di sini; hapus, atau perbaiki namanya',
    ]);
  });

  it('says of a value in a rule what stands there and what should', () => {
    const values = { key: 'percent', value: 'ten', expected: 'number', received: 'string' };
    expect(findingInIndonesian('invalid-type', values)).toBe('percent: "ten" salah; harus angka, bukan teks.');
    const missing = { key: 'name', value: null, expected: 'string', received: 'undefined' };
    expect(findingInIndonesian('invalid-type', missing)).toBe('name: belum diisi.');
  });
});
