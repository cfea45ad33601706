import { expect, it } from 'vitest';
import { z } from 'zod';
import { shapeIssues } from '../../src/contract/shape-issues.js';

/** What is said of a value that does not have the shape. */
function said(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value);
  return shapeIssues(error!.issues)
    .map(({ path, message }) => `${path}: ${message}`)
    .join('; ');
}

it.each<[z.ZodType, unknown, string]>([
  [z.object({ percent: z.number() }), { percent: 'ten' }, '/percent: a number is needed, not a text'],
  [z.object({ percent: z.number() }), {}, '/percent: a number is missing'],
  [z.int(), 1.5, ': a whole number is needed'],
  [z.number(), NaN, ': a number is needed, not NaN'],
  [z.int().min(1), 0, ': at least 1 is needed'],
  [z.number().gt(3), 2, ': more than 3 is needed'],
  [z.number().max(5), 7, ': at most 5 is possible'],
  [z.string().min(1), '', ': at least 1 character is needed'],
  [z.string().max(3), 'abcd', ': at most 3 characters'],
  [z.array(z.string()).max(1), ['a', 'b'], ': at most 1 item'],
  [z.strictObject({ a: z.string() }), { a: 'x', b: 1 }, '/b: is not known here: take it out, or mend its name'],
  [z.enum(['id', 'en']), 'fr', ': one of "id", "en" is needed'],
  [z.boolean(), 'yes', ': true or false is needed, not a text'],
  [z.array(z.string()), {}, ': a list is needed, not an object'],
  [z.iso.date(), '2026-13-01', ': a day is needed, written YYYY-MM-DD'],
  [z.string().refine(() => false, 'it must rhyme'), 'x', ': it must rhyme'],
])('says what is wrong in words for people: %#', (schema, value, words) => {
  expect(said(schema, value)).toBe(words);
});
