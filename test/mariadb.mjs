// Starts a private MariaDB for tests: own data directory, free port, gone at the end. `node test/mariadb.mjs` runs one
// by hand and prints its address.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const MEMORY_MIN = 4 * 1024 ** 3;
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends mariadb-server';

function find(names) {
  for (const name of names) {
    for (const dir of ['', '/usr/sbin/', '/usr/bin/', '/usr/local/sbin/', '/usr/local/bin/']) {
      const found = spawnSync(dir + name, ['--version'], { stdio: 'ignore' });
      if (found.status === 0) return dir + name;
    }
  }
  return null;
}

function ensureInstalled() {
  if (find(['mariadbd']) !== null) return;
  const isRoot = process.getuid?.() === 0;
  const prefix = isRoot ? '' : 'sudo -n ';
  const canInstall = spawnSync('sh', ['-c', `command -v apt-get && ${prefix}true`], { stdio: 'ignore' }).status === 0;
  if (canInstall) {
    console.log('mariadbd is missing: installing the package of Debian or Ubuntu ...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const command = INSTALL.replaceAll('apt-get', `${prefix}apt-get`);
    spawnSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'], env });
  }
  if (find(['mariadbd']) === null) {
    throw new Error(
      `The tests need mariadbd. Install it with:\n\n  sudo sh -c '${INSTALL}'\n\n` +
        'or leave MariaDB out on purpose with TEST_DATABASES=sqlite npm test',
    );
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A folder in memory where there is room for one: each test makes a schema, and a disk is waited for at each table. */
function quickFolder() {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > MEMORY_MIN ? memory : tmpdir();
}

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} url has no database name: add one per test file */
export async function startMariadb() {
  ensureInstalled();
  const dir = mkdtempSync(join(quickFolder(), 'larisin-mariadb-'));
  const port = await freePort();
  const user = userInfo().username;
  execFileSync(
    find(['mariadb-install-db']),
    [
      '--no-defaults',
      `--user=${user}`,
      `--datadir=${dir}/data`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'ignore' },
  );
  const server = spawn(
    find(['mariadbd']),
    [
      '--no-defaults',
      `--user=${user}`,
      `--datadir=${dir}/data`,
      `--socket=${dir}/sock`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--pid-file=${dir}/pid`,
      `--log-error=${dir}/err.log`,
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-doublewrite=0',
      '--sync-frm=0',
      '--skip-log-bin',
      '--innodb-buffer-pool-size=256M',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--default-time-zone=+00:00',
      '--local-infile=1',
      '--max-connections=1000',
    ],
    { stdio: 'ignore' },
  );
  const stop = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null) {
      server.kill('SIGTERM');
      await ended;
    }
    rmSync(dir, { recursive: true, force: true });
  };
  const sql =
    "create user 'larisin'@'127.0.0.1' identified by 'larisin'; grant all on *.* to 'larisin'@'127.0.0.1' with grant option";
  for (let tries = 0; ; tries++) {
    const done = spawnSync(find(['mariadb']), ['--no-defaults', `--socket=${dir}/sock`, '-uroot', '-e', sql]);
    if (done.status === 0) break;
    if (tries > 200 || server.exitCode !== null) {
      const log = readFileSync(join(dir, 'err.log'), 'utf8').slice(-2000);
      await stop();
      throw new Error(`mariadbd did not start:\n${log}`);
    }
    await sleep(100);
  }
  return { url: `mariadb://larisin:larisin@127.0.0.1:${port}`, stop };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url, stop } = await startMariadb();
  console.log(url);
  process.on('SIGINT', () => void stop().then(() => process.exit(0)));
  process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
}
