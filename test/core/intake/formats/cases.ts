import { describe, expect, it } from 'vitest';
import { formatOfHeader, kindsOf } from '../../../../src/core/intake/formats/list.js';
import type { Cell } from '../../../../src/core/intake/header.js';
import { recognise } from '../../../../src/core/intake/recognise.js';
import type { ImportKind } from '../../../../src/core/intake/records.js';
import { Refusal } from '../../../../src/core/refusal.js';
import { kindsOfSample, readTable, tableOf, withCells, type FormatSample } from './sample.js';

/** What must hold of every format. */
export function describeFormat(sample: FormatSample): void {
  const { format: name, titles, rows, expected, personal } = sample;
  const table = tableOf(sample);
  const kinds = kindsOfSample(sample);
  const first = kinds[0]!;
  const compared = (kind: ImportKind) => expected[kind]!.map((row) => expect.objectContaining(row) as unknown);

  describe(name, () => {
    it('is told by its titles and says what it holds', () => {
      const found = recognise(table);
      expect(found.format?.name).toBe(name);
      expect(found.headerRow).toBe(sample.above?.length ?? 0);
      expect(kindsOf(found.format!)).toEqual(kinds);
    });

    it.each(kinds)('is read as %s', (kind) => {
      const read = readTable(kind, table);
      expect(read.rejects).toEqual([]);
      expect(read.rows).toEqual(compared(kind));
      expect(read.intake.format?.name).toBe(name);
    });

    it.each(kinds)('is read as %s in any order of columns, with columns that nobody knows', (kind) => {
      const turned = (row: Cell[], at: number) => [at === 0 ? 'Kolom Baru 2027' : '0812-999', ...row.toReversed()];
      const read = readTable(kind, [titles, ...rows].map(turned));
      expect(read.rejects).toEqual([]);
      expect(read.rows).toEqual(compared(kind));
    });

    if (sample.otherTitles !== undefined) {
      it('is read when titles are written otherwise, some or all of them', () => {
        const others = Object.entries(sample.otherTitles!);
        for (const changed of [
          others,
          others.filter((_, at) => at % 2 === 0),
          others.filter((_, at) => at % 2 === 1),
        ]) {
          const to = new Map(changed);
          const read = readTable(first, [titles.map((title) => to.get(title) ?? title), ...rows]);
          expect(read.intake.format?.name).toBe(name);
          expect(read.rejects).toEqual([]);
          expect(read.rows).toEqual(compared(first));
        }
      });
    }

    it('names a column that is missing in the words of the export', () => {
      const at = titles.indexOf(sample.needed);
      const cut = [titles, ...rows].map((row) => row.toSpliced(at, 1));
      const read = () => readTable(first, cut);
      expect(read).toThrow(Refusal);
      expect(read).toThrow(/is missing/);
      expect(formatOfHeader(cut[0]!)?.format.name).toBe(name);
    });

    it('rejects a row that was cut, without keeping anything of it', () => {
      const cut = table.with(-1, table.at(-1)!.slice(0, -1));
      const { rejects } = readTable(first, cut);
      expect(rejects.at(-1)).toMatchObject({ line: table.length, code: 'too-few-cells', original: '' });
    });

    it('keeps ids of 18 digits and refuses those that a spreadsheet has rounded', () => {
      const id = '576123456789012345';
      const last = rows.length - 1;
      const kept = readTable(first, tableOf(withCells(sample, sample.id, { [last]: id })));
      expect(kept.rejects).toEqual([]);
      expect(JSON.stringify(kept.rows)).toContain(id);
      const damaged: Cell[] = ['1.23457E+17', '5,76123E+17', 576123456789012300];
      for (const cell of damaged) {
        const { rejects } = readTable(first, tableOf(withCells(sample, sample.id, { [last]: cell })));
        expect(rejects.at(-1)).toMatchObject({ code: 'spreadsheet-damage' });
      }
    });

    it('takes a formula for text', () => {
      const { rejects, rows: read } = readTable(
        first,
        tableOf(withCells(sample, sample.text, { 0: '=HYPERLINK("http://x","y")' })),
      );
      expect(rejects).toEqual([]);
      expect(read).toHaveLength(expected[first]!.length);
    });

    it.each(kinds)('counts %s once where the file says everything twice', (kind) => {
      const read = readTable(kind, [...table, ...rows]);
      const keys = (all: readonly object[]) => new Set(all.map((row) => JSON.stringify({ ...row, line: 0 })));
      expect(keys(read.rows)).toEqual(keys(readTable(kind, table).rows));
    });

    it.each(kinds)('keeps nothing of a buyer in rows, rejects and their originals of %s', (kind) => {
      const bad = Object.fromEntries(rows.map((_, at) => [at, '1.23457E+17']));
      const refused = readTable(kind, tableOf(withCells(sample, sample.id, bad)));
      expect(refused.rejects.length).toBeGreaterThan(0);
      const read = readTable(kind, table);
      const everything = JSON.stringify([read.rows, read.originals, refused.rejects, refused.rows, read.intake.notes]);
      expect(personal.length).toBeGreaterThan(0);
      for (const value of personal) {
        expect(JSON.stringify(sample.documents ?? rows)).toContain(value);
        expect(everything).not.toContain(value);
      }
    });
  });
}
