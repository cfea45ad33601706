import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { generatedFiles, PUBLISHED_SCHEMAS } from '../../src/contract/generated.js';
import { withTables } from '../../src/contract/rule-document.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('npm run generate', () => {
  it.each(generatedFiles(read))('would write $path as it is', async ({ path, text }) => {
    const file = join(ROOT, path);
    expect(await format(text, { ...(await resolveConfig(file)), filepath: file })).toBe(read(path));
  });

  it('refuses a document without the markers of a table', () => {
    expect(() => withTables('# Rules', { facts: () => '' })).toThrow('<!-- facts -->');
  });
});

describe('rules/', () => {
  const names = readdirSync(join(ROOT, 'rules'));
  const schemas = names.filter((name) => name.endsWith('schema.json'));
  const others = names.filter((name) => !schemas.includes(name));

  it('holds every schema', () => {
    expect(schemas.toSorted()).toEqual(Object.keys(PUBLISHED_SCHEMAS).toSorted());
  });

  it.each(others)('%s points to the schema that it fits', (name) => {
    const value = JSON.parse(read(`rules/${name}`)) as { $schema?: string };
    const own = ['conditions.json', 'set.json', 'policy.json', 'fees.json', 'profiles.json'];
    const expected = own.includes(name) ? name.replace('.json', '.schema.json') : 'schema.json';
    expect(value.$schema).toBe(`./${expected}`);
    const validate = new Ajv2020().compile(JSON.parse(read(`rules/${expected}`)) as object);
    expect([validate(value), validate.errors]).toEqual([true, null]);
  });
});
