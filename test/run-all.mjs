// `npm test`: every check there is, on every database and in a browser, in one command. Starts what it needs itself and
// stops it again. TEST_DATABASES=sqlite leaves MariaDB out, on purpose and out loud; names of test files after
// `npm test --` leave the browser stories out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { readCounts, tell } from './counts.mjs';
import { startMariadb } from './mariadb.mjs';

function run(name, args, env = {}) {
  console.log(`\n== ${name}`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

function fail(name) {
  console.log(`\n${name} failed`);
  tell({ passed: 0, failed: 1, skipped: 0 });
  process.exit(1);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const folder = mkdtempSync(join(tmpdir(), 'larisin-counts-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Runs tests and adds up what they counted; a runner that ends badly without a failure to show is one itself. */
async function runTests(name, args, env = {}) {
  const file = join(folder, name);
  const code = await run(name, args, { ...env, TEST_COUNTS: file });
  const own = readCounts(file) ?? { passed: 0, failed: 0, skipped: 0 };
  for (const key of Object.keys(counts)) counts[key] += own[key];
  if (code !== 0 && own.failed === 0) counts.failed++;
}

const databases = (process.env.TEST_DATABASES ?? 'sqlite,mariadb').split(',');
const unknown = databases.filter((name) => !['sqlite', 'mariadb'].includes(name));
if (unknown.length > 0 || !databases.includes('sqlite')) {
  console.error('TEST_DATABASES is sqlite or sqlite,mariadb');
  fail('settings');
}
const only = process.argv.slice(2);

/** Runs one after another what does not end badly; told together with what it printed, as two lanes go on at once. */
async function check(lane) {
  for (const [name, args] of lane) {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    const [code] = await once(child, 'close');
    console.log(`\n== ${name}\n${text}`.trimEnd());
    if (code !== 0) fail(name);
  }
}

const types = (project) => ['node_modules/typescript7/bin/tsc', '-p', project, '--noEmit', '--incremental', 'false'];
await Promise.all([
  check([['lint', ['node_modules/eslint/bin/eslint.js', '.']]]),
  check([
    ['build', ['scripts/build.mjs']],
    ['types', types('tsconfig.json')],
    ['types of the screens', types('web')],
    ['types of their tests', types('test/browser')],
    ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ]),
]);

let server = null;
if (process.env.TEST_MARIADB_URL) {
  console.log('\n== MariaDB as given by TEST_MARIADB_URL');
} else if (databases.includes('mariadb')) {
  console.log('\n== a private MariaDB');
  try {
    server = await startMariadb();
  } catch (error) {
    console.error(error.message);
    fail('MariaDB');
  }
} else {
  console.log('\n== without MariaDB, as TEST_DATABASES says');
}
const env = server ? { TEST_MARIADB_URL: server.url } : {};
await runTests('tests', ['node_modules/vitest/vitest.mjs', 'run', ...only], env);
await server?.stop();

if (only.length > 0) {
  console.log('\n== without the browser stories: only what was named is run (npm run stories -- <name>)');
} else {
  try {
    ensureChromium();
    const config = 'test/browser/playwright.config.ts';
    await runTests('stories', ['node_modules/@playwright/test/cli.js', 'test', '--config', config]);
  } catch (error) {
    console.error(error.message);
    counts.failed++;
  }
}
tell(counts);
process.exit(counts.failed > 0 ? 1 : 0);
