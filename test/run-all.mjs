// `npm test`: every check there is, on every database, in one command. Starts what it needs itself and stops it again.
// TEST_DATABASES=sqlite leaves MariaDB out, on purpose and out loud.
import { spawn } from 'node:child_process';
import { startMariadb } from './mariadb.mjs';

function run(name, args, env = {}) {
  console.log(`\n== ${name}`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

function fail(name) {
  console.log(`\n${name} failed\n\n0 passed, 1 failed`);
  process.exit(1);
}

const databases = (process.env.TEST_DATABASES ?? 'sqlite,mariadb').split(',');
const unknown = databases.filter((name) => !['sqlite', 'mariadb'].includes(name));
if (unknown.length > 0 || !databases.includes('sqlite')) {
  console.error('TEST_DATABASES is sqlite or sqlite,mariadb');
  fail('settings');
}

const tsc = 'node_modules/typescript7/bin/tsc';
const steps = [
  ['types', [tsc, '-p', 'tsconfig.json', '--noEmit', '--incremental', 'false']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['build', ['scripts/build.mjs']],
];
for (const [name, args] of steps) if ((await run(name, args)) !== 0) fail(name);

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
const code = await run('tests', ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], env);
await server?.stop();
process.exit(code);
