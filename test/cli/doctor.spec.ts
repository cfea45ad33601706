import { describe, expect, it } from 'vitest';
import { DATABASES, freshUrl } from '../database.js';
import { folderWith, json, larisin, type Given } from './larisin.js';

interface Check {
  check: string;
  status: string;
  message: string;
  remedy: string | null;
}

async function examine(given: Given): Promise<{ code: number | null; of(check: string): Check | undefined }> {
  const { code, stdout } = await larisin(['doctor', '--format', 'json'], given);
  const checks = JSON.parse(stdout) as Check[];
  return { code, of: (name) => checks.find(({ check }) => check === name) };
}

describe('larisin doctor', () => {
  it('makes no database where there is none, and says what makes one', async () => {
    const { code, of } = await examine({ cwd: folderWith() });
    expect(code).toBe(0);
    expect(of('database')).toMatchObject({
      status: 'warning',
      remedy: expect.stringContaining('larisin import') as unknown,
    });
    expect(of('node')).toMatchObject({ status: 'ok' });
    expect(of('disk')).toBeDefined();
  });

  it('tells each wrong setting as a problem and ends with 1', async () => {
    const { code, of } = await examine({ cwd: folderWith(), env: { PORT: 'x', DAILY_RUN_AT: '25:00' } });
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject({ status: 'problem', remedy: 'Correct PORT.' });
  });

  it('tells a server that does not answer', async () => {
    const { code, of } = await examine({ cwd: folderWith(), env: { DATABASE_URL: 'mysql://u:geheim@127.0.0.1:1/x' } });
    expect(code).toBe(1);
    expect(of('database')).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('Is the server running') as unknown,
    });
    expect(JSON.stringify(of('database'))).not.toContain('geheim');
  });

  it('warns when others can reach an address without TLS', async () => {
    const { of } = await examine({ cwd: folderWith(), env: { HOST: '0.0.0.0' } });
    expect(of('address')).toMatchObject({ status: 'warning' });
    const behindProxy = await examine({
      cwd: folderWith(),
      env: { HOST: '0.0.0.0', PUBLIC_URL: 'https://toko.example' },
    });
    expect(behindProxy.of('address')).toBeUndefined();
  });
});

describe.each(DATABASES)('larisin doctor on %s', (kind) => {
  it('follows a shop from its first command to its first analysis, and sees a schema of the future', async () => {
    const url = await freshUrl(kind);
    const given = { cwd: folderWith({ 'p.csv': 'sku,name\nA-1,Kaos\n' }), env: { DATABASE_URL: url } };
    if (kind === 'mariadb') {
      const empty = await examine(given);
      expect(empty.code).toBe(1);
      expect(empty.of('schema')).toMatchObject({
        status: 'problem',
        remedy: expect.stringContaining('larisin migrate') as unknown,
      });
    }
    await json(['import', 'products', 'p.csv'], given);
    const fresh = await examine(given);
    expect(fresh.code).toBe(0);
    for (const name of ['database', 'schema', 'owner', 'shop']) expect(fresh.of(name)?.status).toBe('ok');
    if (kind === 'mariadb') expect(fresh.of('local_infile')?.status).toBe('ok');
    expect(fresh.of('last run')).toMatchObject({ status: 'warning', remedy: 'Run: npx larisin analyse' });
    await json(['analyse'], given);
    expect((await examine(given)).of('last run')?.status).toBe('ok');

    const { openDatabase } = await import('../../src/db/database.js');
    const db = await openDatabase(url);
    await db.query(`INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`);
    await db.close();
    const later = await examine(given);
    expect(later.code).toBe(1);
    expect(later.of('schema')).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('Later9999999999999') as unknown,
    });
  });
});
