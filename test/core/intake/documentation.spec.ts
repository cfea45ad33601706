import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { declarationOf, type Column } from '../../../src/core/intake/columns.js';
import { headerKey } from '../../../src/core/intake/mapping.js';
import { IMPORT_KINDS } from '../../../src/core/intake/records.js';
import { REJECT_CODES } from '../../../src/core/intake/reject.js';

const PAGE = readFileSync(new URL('../../../docs/imports.md', import.meta.url), 'utf8');

/** The text of a section and the cells of its first table, header left out. */
function section(title: string): { text: string; table: string[][] } {
  const from = PAGE.indexOf(`# ${title}\n`);
  expect(from, title).toBeGreaterThan(0);
  const text = PAGE.slice(from + 2).split(/\n#+ /)[0]!;
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
  return { text, table: rows.slice(2) };
}

function words(column: Column): string[][] {
  const meanings = [...new Set(Object.values(column.values!))];
  return meanings.map((meaning) => [
    meaning,
    Object.keys(column.values!)
      .filter((word) => column.values![word] === meaning)
      .join(', '),
  ]);
}

describe('docs/imports.md', () => {
  it.each(IMPORT_KINDS)('lists the columns of %s with their aliases, key and repeat', (kind) => {
    const { columns, key, repeat } = declarationOf(kind);
    const { text, table } = section(kind);
    expect(table.slice(0, columns.length).map(([name, required, , aliases]) => [name, required, aliases])).toEqual(
      columns.map((column) => [column.name, column.required === true ? 'yes' : '', column.aliases.join(', ')]),
    );
    expect(text).toContain(`Key: ${key.join(' + ')}; a repeat ${repeat}.`);
  });

  it('lists the words for the status of orders and products', () => {
    const rows = PAGE.split('\n').map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
    const orders = declarationOf('orders').columns.find((column) => column.name === 'status')!;
    const products = declarationOf('products').columns.find((column) => column.name === 'status')!;
    for (const row of [...words(orders), ...words(products)]) expect(rows).toContainEqual(row);
  });

  it('lists every code of a rejected row', () => {
    expect(section('Why a row is rejected').table).toEqual(Object.entries(REJECT_CODES));
  });

  it.each(IMPORT_KINDS)('has no alias of %s that means two columns or is another column', (kind) => {
    const claimed = declarationOf(kind).columns.flatMap((column) => [column.name, ...column.aliases].map(headerKey));
    expect(claimed.filter((key, at) => claimed.indexOf(key) !== at)).toEqual([]);
  });
});
