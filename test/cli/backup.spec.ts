import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { describe, expect, it } from 'vitest';
import { DATABASES, freshUrl } from '../database.js';
import { folderWith, json, larisin, type Given } from './larisin.js';

const FILES = {
  'p.csv': 'sku,name,cost\nA-1,Kaos “hitam” 👕,50000\n',
  'r.csv': 'day,sku,quantity\n2025-01-01,A-1,40\n',
  'later.csv': 'sku,name\nB-2,Topi\n',
};
const stale = (given: Given) => json(['stale', '--all', '--as-of', '2025-03-31'], given);

async function shop(given: Given): Promise<void> {
  for (const args of [
    ['products', 'p.csv'],
    ['receipts', 'r.csv'],
  ])
    await json(['import', ...args], given);
}

describe('larisin backup of SQLite', () => {
  it('makes one checked file for its owner alone, which is a whole database', async () => {
    const given = { cwd: folderWith(FILES) };
    await shop(given);
    const before = await stale(given);
    const made = await json<{ file: string; bytes: number; checked: string }>(['backup', 'copy.sqlite'], given);
    expect(made).toEqual({
      file: join(given.cwd, 'copy.sqlite'),
      bytes: statSync(join(given.cwd, 'copy.sqlite')).size,
      checked: 'integrity_check: ok',
    });
    expect(statSync(made.file).mode & 0o777).toBe(0o600);
    await json(['import', 'products', 'later.csv'], given);
    expect(await stale({ ...given, env: { DATABASE_URL: 'sqlite:./copy.sqlite' } })).toEqual(before);
    expect(await stale(given)).not.toEqual(before);
  });

  it('overwrites nothing and leaves nothing behind when it is refused', async () => {
    const given = { cwd: folderWith({ ...FILES, 'mine.txt': 'precious' }) };
    const nothing = await larisin(['backup', 'copy.sqlite'], given);
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('There is no database');
    await shop(given);
    const taken = await larisin(['backup', 'mine.txt'], given);
    const nowhere = await larisin(['backup', 'no/such/folder/x'], given);
    expect([taken.code, nowhere.code]).toEqual([1, 1]);
    expect(readFileSync(join(given.cwd, 'mine.txt'), 'utf8')).toBe('precious');
    expect(readdirSync(given.cwd).sort()).toEqual(['data', 'later.csv', 'mine.txt', 'p.csv', 'r.csv']);
  });

  it('tells a damaged database instead of keeping a copy that is worth nothing', async () => {
    const given = { cwd: folderWith(FILES) };
    await shop(given);
    const file = join(given.cwd, 'data/larisin.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 20 * 4096, 40 * 4096);
    writeFileSync(file, bytes);
    const ran = await larisin(['backup', 'copy.sqlite'], given);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/damaged/);
    expect(readdirSync(given.cwd)).not.toContain('copy.sqlite');
  });
});

describe.runIf(DATABASES.includes('mariadb'))('larisin backup of MariaDB', () => {
  it('dumps from one snapshot without showing the password, and the dump can be put back', async () => {
    const url = await freshUrl('mariadb');
    const given = { cwd: folderWith(FILES), env: { DATABASE_URL: url } };
    await shop(given);
    const before = await stale(given);
    const made = await json<{ file: string; checked: string }>(['backup', 'copy.sql'], given);
    expect(made.checked).toBe('Dump completed stands at its end');
    expect(statSync(made.file).mode & 0o777).toBe(0o600);

    const restored = await freshUrl('mariadb');
    const { hostname, port, username, password, pathname } = new URL(restored);
    execFileSync('mariadb', ['-h', hostname, '-P', port, '-u', username, pathname.slice(1)], {
      input: readFileSync(made.file),
      env: { ...process.env, MYSQL_PWD: password },
    });
    expect(await stale({ ...given, env: { DATABASE_URL: restored } })).toEqual(before);
  });

  it('refuses with what the dump program said, and keeps no half file', async () => {
    const url = new URL(await freshUrl('mariadb'));
    const admin = await createConnection(url.href);
    await admin.query(`CREATE OR REPLACE USER 'nobody'@'127.0.0.1' IDENTIFIED BY 'geheim'`);
    await admin.end();
    url.username = 'nobody';
    url.password = 'geheim';
    const given = { cwd: folderWith(), env: { DATABASE_URL: url.href } };
    const ran = await larisin(['backup', 'copy.sql'], given);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/dump failed: .*denied/i);
    expect(ran.stderr).not.toContain('geheim');
    expect(readdirSync(given.cwd)).toEqual([]);
  });
});
