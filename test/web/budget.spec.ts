import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const BUILT = join(ROOT, 'dist/web');
const FIRST_VIEW_BYTES_MAX = 250_000;

/** Words that stay in a built file: each library writes them into the page. */
const HEAVY = { charts: 'echarts_instance_', editor: 'cm-editor' };

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  isEntry?: boolean;
}

function readManifest(): Record<string, Chunk> {
  const manifest = join(BUILT, '.vite/manifest.json');
  const built = statSync(manifest, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(ROOT, 'web'), { recursive: true, encoding: 'utf8' });
  const newest = Math.max(...sources.map((file) => statSync(join(ROOT, 'web', file)).mtimeMs));
  if (built < newest)
    throw new Error(`dist/web is ${built === 0 ? 'missing' : 'older than web/'}: npm run build first`);
  return JSON.parse(readFileSync(manifest, 'utf8'));
}

const manifest = readManifest();
const ENTRY = 'index.html';
/** What the router loads; further parts of a page come when they are opened. */
const pages = (manifest[ENTRY]?.dynamicImports ?? []).filter((key) => key.startsWith('pages/'));
/** A draft is a place of work two steps inside: nobody's day begins with it. */
const firstViews = pages.filter((key) => key !== 'pages/rules/draft-page.tsx');

/** The scripts that a browser needs before the page can be seen: these chunks and all that they import at once. */
function scriptsOf(...keys: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (key: string): void => {
    const { file, imports = [] } = manifest[key]!;
    if (found.has(file)) return;
    found.add(file);
    imports.forEach(visit);
  };
  keys.forEach(visit);
  return found;
}

const read = (file: string): Buffer => readFileSync(join(BUILT, file));

describe('the first view', () => {
  it('is known: an entry, and pages that are loaded when they are opened', () => {
    expect(manifest[ENTRY]?.isEntry).toBe(true);
    expect(pages).toContain('pages/inbox/inbox-page.tsx');
  });

  it.each(firstViews)('of %s costs less than 250 kB of compressed script', (page) => {
    const bytes = [...scriptsOf(ENTRY, page)].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
    expect(bytes).toBeGreaterThan(50_000); // React alone is more: an empty list would pass any budget
    expect(bytes).toBeLessThan(FIRST_VIEW_BYTES_MAX);
  });

  it.each(Object.entries(HEAVY))('does not wait for %s, which come when they are needed', (_, word) => {
    const at = (files: Iterable<string>): string[] => [...files].filter((file) => read(file).includes(word));
    const all = Object.values(manifest).map(({ file }) => file);
    expect(at(all.filter((file) => file.endsWith('.js')))).not.toEqual([]);
    expect(at(scriptsOf(ENTRY, ...pages))).toEqual([]);
  });
});
