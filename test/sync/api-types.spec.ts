import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { SCHEMAS, typesOf } from '../../examples/sync-worker/generate.mjs';
import { openShop } from '../http/shop.js';

const FILE = join(import.meta.dirname, '../../examples/sync-worker/src/feed-types.ts');

describe('the types of the sync job', () => {
  it('are those of /api/openapi.json; UPDATE_GOLDEN=1 writes them anew', async () => {
    const shop = await openShop('sqlite');
    const { body } = await shop.owner.get('/api/openapi.json').expect(200);
    const options = { ...(await resolveConfig(FILE)), filepath: FILE };
    const types = await format(typesOf(body as object, SCHEMAS), options);
    if (process.env.UPDATE_GOLDEN) writeFileSync(FILE, types);
    expect(readFileSync(FILE, 'utf8')).toBe(types);
  });

  it('say what a schema says: what may be left out, null, choices, lists and names', () => {
    const schemas = {
      Price: {
        type: 'object',
        required: ['id', 'kind'],
        properties: {
          id: { type: 'integer', description: 'Of the entry.' },
          kind: { enum: ['set', 'ended'] },
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          'odd-name': { type: ['number', 'null'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
        },
      },
      Part: { type: 'object', additionalProperties: { type: 'boolean' } },
      Unused: { type: 'string' },
    };
    const text = typesOf({ components: { schemas } }, ['Price']);
    expect(text.split('\n').slice(2).join('\n')).toBe(
      [
        'export type Part = Record<string, boolean>;',
        '',
        'export type Price = {',
        '/** Of the entry. */',
        'id: number;',
        'kind: "set" | "ended";',
        'note?: string | null;',
        '"odd-name"?: number | null;',
        'parts?: Array<Part>;',
        '};',
        '',
      ].join('\n'),
    );
    expect(() => typesOf({ components: { schemas } }, ['Nothing'])).toThrow('no schema Nothing');
  });
});
