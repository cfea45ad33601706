// Writes src/feed-types.ts from the OpenAPI document of a Larisin server:
//   LARISIN_KEY=lrs_... node generate.mjs http://127.0.0.1:3000
// or from a file: node generate.mjs openapi.json
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a sync job sends and reads; what these refer to comes along. */
export const SCHEMAS = [
  'PriceSnapshot',
  'PriceChanges',
  'FeedEntry',
  'Acks',
  'AckResults',
  'CurrentPrices',
  'CurrentPriceResults',
];

/**
 * TypeScript types of the named schemas of an OpenAPI 3.1 document and of all that they refer to, by name.
 * @param {{ components?: { schemas?: Record<string, object> } }} document
 * @param {string[]} names
 * @returns {string}
 */
export function typesOf(document, names) {
  const schemas = document.components?.schemas ?? {};
  const written = new Map();
  const waiting = [...names];
  while (waiting.length > 0) {
    const name = waiting.shift();
    if (written.has(name)) continue;
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`The document has no schema ${name}.`);
    written.set(name, `export type ${name} = ${typeOf(schema, (other) => waiting.push(other))};\n`);
  }
  const parts = [...written.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return `// Written by generate.mjs from the OpenAPI document of the server. Do not edit.\n\n${parts.join('\n')}`;
}

function typeOf(schema, refer) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1);
    refer(name);
    return name;
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return union(choices.map((one) => typeOf(one, refer)));
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, refer)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, refer);
    case 'array':
      return `Array<${schema.items === undefined ? 'unknown' : typeOf(schema.items, refer)}>`;
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }, refer) {
  const lines = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    const words = schema.description === undefined ? '' : `/** ${schema.description.replaceAll('*/', '* /')} */\n`;
    return `${words}${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}${mark}: ${typeOf(schema, refer)};\n`;
  });
  if (lines.length > 0) return `{\n${lines.join('')}}`;
  return typeof additionalProperties === 'object' ? `Record<string, ${typeOf(additionalProperties, refer)}>` : 'object';
}

const union = (types) => [...new Set(types)].join(' | ');

async function read(source) {
  if (!/^https?:/.test(source)) return JSON.parse(readFileSync(source, 'utf8'));
  const headers = { Authorization: `Bearer ${process.env.LARISIN_KEY ?? ''}` };
  const reply = await fetch(new URL('/api/openapi.json', source), { headers });
  if (!reply.ok) throw new Error(`${source} answered ${reply.status}: is LARISIN_KEY set?`);
  return reply.json();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source] = process.argv.slice(2);
  if (source === undefined) throw new Error('Name the address of a server, or a file with its OpenAPI document.');
  writeFileSync(join(import.meta.dirname, 'src/feed-types.ts'), typesOf(await read(source), SCHEMAS));
}
