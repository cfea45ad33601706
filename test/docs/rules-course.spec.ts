import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_SCHEMAS } from '../../src/contract/generated.js';
import { checkRuleFiles, type RuleFileText } from '../../src/contract/rule-set.js';
import { compileForColumns, compileForFacts } from '../../src/core/rules/bulk.js';
import { createFactTable, FACT_BY_NAME } from '../../src/core/rules/facts.js';
import { resolve } from '../../src/core/rules/resolve.js';
import type { Facts, FactValue, RuleSet } from '../../src/core/rules/rule.js';
import { factsReadBy } from '../../src/core/rules/tree.js';
import { judge, SCOPE_FACTS } from '../core/rules/arbitrary.js';

interface Row {
  facts: Facts;
  says: string[];
}
interface Example {
  title: string;
  text: string;
  files: RuleFileText[];
  rows: Row[];
}

const course = readFileSync(join(import.meta.dirname, '../../docs/rules-course.md'), 'utf8');
const examples = course
  .split(/^(?=## )/m)
  .filter((section) => /^## \d+\. /.test(section))
  .map(exampleIn);

const validators = new Map(
  Object.entries(PUBLISHED_SCHEMAS).map(([name, schema]) => [`./${name}`, new Ajv2020().compile(schema())]),
);

/** The numbered section as files and cases. */
function exampleIn(text: string): Example {
  const blocks = [...text.matchAll(/```json\n([^`]*)```/g)].map((match) => match[1]!);
  const files = blocks.map((block) => ({ fileName: fileNameOf(JSON.parse(block) as object), text: block }));
  const [head = [], , ...rows] = [...text.matchAll(/^\| (.*) \|$/gm)].map((match) =>
    match[1]!.split(' | ').map((cell) => cell.trim()),
  );
  const names = head.flatMap((cell) => /^`(.+)`$/.exec(cell)?.[1] ?? []);
  return {
    title: /^## (.*)$/m.exec(text)![1]!,
    text,
    files,
    rows: rows.map((cells) => ({
      facts: Object.fromEntries(names.map((name, i) => [name, JSON.parse(cells[i]!) as FactValue])),
      says: cells.slice(names.length).map((cell) => cell.replaceAll('`', '')),
    })),
  };
}

function fileNameOf(block: object): string {
  if ('event' in block && 'name' in block) return `${String(block.name)}.json`;
  return 'onTie' in block ? 'set.json' : 'conditions.json';
}

/** One row of typed columns; a companion that is true gives the fact that it speaks of some value. */
function tableOf(facts: Facts) {
  const table = createFactTable(1);
  const stored = { ...facts };
  for (const [name, value] of Object.entries(facts)) {
    const base = FACT_BY_NAME.get(name)!.knownOf;
    if (base !== null && value === true) stored[base] ??= FACT_BY_NAME.get(base)!.example;
    if (base !== null && value === false) expect(facts[base] ?? null).toBeNull();
  }
  for (const [name, value] of Object.entries(stored)) {
    const { type, knownOf } = FACT_BY_NAME.get(name)!;
    if (value === null || knownOf !== null) continue;
    if (type === 'number') table.numbers[name]![0] = value as number;
    else if (type === 'boolean') table.booleans[name]![0] = value === true ? 1 : 0;
    else if (type === 'text') table.texts[name]![0] = value as string;
    else table.lists[name]![0] = value as string[];
  }
  return table;
}

/** What json-rules-engine as it comes says, scopes written out as conditions. */
async function firedByTheLibrary(set: RuleSet, facts: Facts): Promise<string[]> {
  const names = [...SCOPE_FACTS, ...set.rules.flatMap((rule) => factsReadBy(rule, set.conditions))];
  return (await judge(set, [...new Set(names)], 'whereGiven')(facts)).fired.sort();
}

describe('docs/rules-course.md', () => {
  it('has ten numbered examples', () => {
    expect(examples.map(({ title }) => Number.parseInt(title))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('shows every type of event but alert, and every way to put conditions together', () => {
    for (const type of ['discount', 'voucher', 'bundle', 'hold', 'restore'])
      expect(course).toContain(`"type": "${type}"`);
    for (const key of ['all', 'any', 'not', 'condition']) expect(course).toContain(`"${key}": `);
  });

  describe.each(examples)('$title', ({ text, files, rows }) => {
    const { ruleSet, findings } = checkRuleFiles(files);

    it('passes every check, its own examples included; warnings only where the text names them', () => {
      const untold = findings.filter(({ severity, code }) => severity === 'error' || !text.includes(`\`${code}\``));
      expect(untold).toEqual([]);
      expect(ruleSet!.rules.length).toBeGreaterThan(0);
    });

    it('fits the schemas that its files name', () => {
      for (const { fileName, text: body } of files) {
        const value = JSON.parse(body) as { $schema: string };
        const validate = validators.get(value.$schema)!;
        expect([fileName, validate(value), validate.errors]).toEqual([fileName, true, null]);
      }
    });

    it('has a table of four cases or more, with more than one outcome', () => {
      expect(rows.length).toBeGreaterThanOrEqual(4);
      expect(new Set(rows.map(({ says }) => says[0])).size).toBeGreaterThan(1);
    });

    it.each(rows)('comes out as the table says for $facts', async ({ facts, says }) => {
      const fired = compileForFacts(ruleSet!, 'whereGiven')(facts);
      const names = fired.map(({ name }) => name).sort();
      expect(
        compileForColumns(ruleSet!)(tableOf(facts))
          .on(0)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names);
      expect(await firedByTheLibrary(ruleSet!, facts)).toEqual(names);
      if (says.length === 1) {
        expect(names.length === 1 ? 'yes' : 'no').toBe(says[0]);
        return;
      }
      const [best] = resolve(fired, ruleSet!.onTie, null).matched;
      expect([best?.name ?? 'nothing', best?.reason ?? '']).toEqual(says);
    });
  });
});
