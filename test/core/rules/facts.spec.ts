import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFactTable, FACT_BY_NAME, factOfRow, FACTS, factsOfRow } from '../../../src/core/rules/facts.js';
import { isOfType } from '../../../src/core/rules/finding.js';
import { factTableMarkdown } from '../../../src/core/rules/fact-document.js';

describe('FACTS', () => {
  it('have names of their own, a sentence in both languages, and an example of their type and range', () => {
    expect(FACT_BY_NAME.size).toBe(FACTS.length);
    for (const fact of FACTS) {
      expect(fact.name).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*$/);
      expect(fact.sentence.id.length * fact.sentence.en.length).toBeGreaterThan(0);
      expect([fact.name, isOfType(fact, fact.example)]).toEqual([fact.name, true]);
      const [min, max] = fact.range ?? [null, null];
      if (min !== null) expect(fact.example).toBeGreaterThanOrEqual(min);
      if (max !== null) expect(fact.example).toBeLessThanOrEqual(max);
    }
  });

  it('that may be null each have a companion that says whether they are known', () => {
    const nullable = FACTS.filter(({ nullable }) => nullable).map(({ name }) => name);
    expect(FACTS.flatMap(({ knownOf }) => knownOf ?? [])).toEqual(nullable);
    for (const name of ['product.costKnown', 'competitor.known', 'pair.known'])
      expect(FACT_BY_NAME.has(name)).toBe(true);
  });

  it('stand in docs/rules.md as they are here', () => {
    const document = readFileSync(join(import.meta.dirname, '../../../docs/rules.md'), 'utf8');
    const words = (text: string): string[] =>
      text.split('\n').map((line) => line.replaceAll(/ +/g, ' ').replaceAll(/-{2,}/g, '-').trim());
    const start = document.indexOf('<!-- facts -->');
    const table = document.slice(start + '<!-- facts -->'.length, document.indexOf('<!-- /facts -->'));
    expect(words(table.trim())).toEqual(words(factTableMarkdown()));
  });
});

describe('a fact table', () => {
  it('begins with every fact null and every companion false', () => {
    const facts = factsOfRow(createFactTable(2), 1);
    expect(Object.keys(facts)).toEqual(FACTS.map(({ name }) => name));
    for (const { name, knownOf } of FACTS) expect(facts[name]).toBe(knownOf === null ? null : false);
  });

  it('gives back what was put in, 0 and false and empty included', () => {
    const table = createFactTable(3);
    table.numbers['product.cost']!.set([0, NaN, 5]);
    table.booleans['calendar.isPayday']!.set([0, 1, 2]);
    table.texts['product.category'] = ['', 'kaos', null];
    table.lists['product.tags'] = [[], ['a'], null];
    const read = (name: string): unknown[] => [0, 1, 2].map((row) => factOfRow(table, row, name));
    expect(read('product.cost')).toEqual([0, null, 5]);
    expect(read('product.costKnown')).toEqual([true, false, true]);
    expect(read('calendar.isPayday')).toEqual([false, true, null]);
    expect(read('product.category')).toEqual(['', 'kaos', null]);
    expect(read('product.categoryKnown')).toEqual([true, true, false]);
    expect(read('product.tags')).toEqual([[], ['a'], null]);
  });
});
