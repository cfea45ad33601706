import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/main.js';
import { readConfig } from '../../src/config.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('docs/operating.md', () => {
  it('lists every setting of the program with its default, and no other', () => {
    const named = [...read('src/config.ts').matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name!);
    const defaults = readConfig({}) as Record<string, unknown>;
    const rows = [...read('docs/operating.md').matchAll(/^\| `([A-Z_]+)` *\| *(?:`([^`]*)`)? *\|/gm)];
    expect(named.length).toBeGreaterThan(10);
    expect(rows.map(([, name, value]) => [name, value])).toEqual(
      named.map((name) => [name, defaults[name] === undefined ? undefined : String(defaults[name])]),
    );
  });
});

describe('docs/cli.md', () => {
  const text = read('docs/cli.md');
  const leaves = (command: Command, path: string): [string, Command][] =>
    command.commands.length === 0
      ? [[path, command]]
      : command.commands.flatMap((each) => leaves(each, `${path} ${each.name()}`));
  const commands = leaves(createProgram(), 'larisin');

  it.each(commands.map(([path, command]) => ({ path, command })))(
    'names $path with every option',
    ({ path, command }) => {
      expect(text).toContain(path);
      const missing = command.options.map(({ long }) => long!).filter((option) => !text.includes(option));
      expect(missing).toEqual([]);
    },
  );

  it('names no option that is not there', () => {
    const known = new Set([
      '--format',
      '--help',
      '--version',
      ...commands.flatMap(([, { options }]) => options.map(({ long }) => long)),
    ]);
    const named = [...text.matchAll(/`(--[a-z-]+)/g)].map(([, option]) => option!);
    expect(named.filter((option) => !known.has(option))).toEqual([]);
  });
});
