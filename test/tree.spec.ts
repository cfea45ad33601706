import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

/** Which folders of src (or single files, without ending) each folder may import from, besides itself. */
const LAYERS: Record<string, string[]> = {
  core: [],
  contract: ['core'],
  outside: ['core', 'contract'],
  db: ['core', 'migrations'],
  flow: ['core', 'contract', 'outside', 'db', 'config'],
  jobs: ['core', 'contract', 'db', 'flow', 'config', 'http/providers'],
  http: ['core', 'contract', 'db', 'flow', 'config', 'jobs', 'app.module', 'outside/package-files'],
  cli: ['core', 'contract', 'outside', 'db', 'flow', 'config', 'http/server'],
  config: ['core'],
  'app.module': ['core', 'contract', 'db', 'flow', 'config', 'jobs', 'http'],
  main: ['cli'],
};

/** In the order in which data flows: a stage imports earlier ones only. */
const STAGES = [
  'intake',
  'ledger',
  'ageing',
  'demand',
  'rules',
  'pricing',
  'approval',
  'feed',
  'outcome',
  'simulation',
];

/** Packages that would make the core depend on the world. */
const IMPURE = /^(@nestjs|typeorm|mysql2|better-sqlite3|fastify|@fastify|pino|node:(?!crypto$))/;

interface Import {
  file: string;
  target: string;
  /** A name that ends in .js may be a package's. */
  isOwn: boolean;
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports: Import[] = files.flatMap((file) =>
  importsOf(join(SRC, file)).map((target) => ({
    file,
    isOwn: target.startsWith('.'),
    target: target.startsWith('.') ? relative(SRC, normalize(join(SRC, dirname(file), target))) : target,
  })),
);
const top = (path: string): string => (path.includes('/') ? path.split('/')[0]! : path.replace(/\.[jt]s$/, ''));
const without = (path: string): string => path.replace(/\.[jt]s$/, '');

describe('imports point one way', () => {
  it('reads a tree that is there', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('core <- contract <- flow <- http, jobs, cli; core <- db <- flow', () => {
    const wrong = imports.filter(({ file, target, isOwn }) => {
      const from = top(file);
      if (!isOwn || !target.endsWith('.js') || target.startsWith('../package')) return false;
      const allowed = [from, ...(LAYERS[from] ?? [])];
      const to = target.startsWith('../migrations') ? 'migrations' : top(target);
      return !allowed.includes(to) && !allowed.includes(without(target));
    });
    expect(wrong).toEqual([]);
  });

  it('inside core a stage knows earlier stages only', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [layer, stage] = file.split('/');
      const [toLayer, toStage] = target.split('/');
      if (layer !== 'core' || toLayer !== 'core') return false;
      const from = STAGES.indexOf(stage!);
      return from >= 0 && STAGES.indexOf(toStage!) > from;
    });
    expect(wrong).toEqual([]);
  });

  it('core knows no framework, database, network or file system', () => {
    const wrong = imports.filter(({ file, target }) => top(file) === 'core' && IMPURE.test(target));
    expect(wrong).toEqual([]);
  });
});
