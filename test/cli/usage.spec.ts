import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, larisin, start } from './larisin.js';

describe('the command line', () => {
  const cwd = folderWith({ 'p.csv': 'sku,name\nA-1,Kaos\n', 'wrong.csv': 'foo,bar\n1,2\n' });

  it.each([
    [['--help'], 0],
    [['--version'], 0],
    [['stale', '--help'], 0],
    [[], 2],
    [['stael'], 2],
    [['stale', '--as-of', '2026-02-30'], 2],
    [['stale', '--format', 'xml'], 2],
    [['stale', 'too', 'many'], 2],
    [['import', 'ordres', 'p.csv'], 2],
    [['import', 'products'], 2],
    [['import', 'none.csv'], 2],
    [['import', 'p.csv', '--fixed', 'channel=shopee'], 2],
    [['import', 'products', 'p.csv', 'p.csv', '--rejects', 'r.csv'], 2],
    [['approve', 'twelve'], 2],
    [['reject', '1'], 2],
    [['reject', '1', '--reason', ' '], 2],
    [['suggestions', '--state', 'panding'], 2],
    [['outcomes', '--state', 'splendid'], 2],
    [['rules', 'eval', '--rules', '.'], 2],
    [['user', 'add', 'siti', '--role', 'boss'], 2],
  ])('ends %j with exit code %i', async (args, code) => {
    const ran = await larisin(args, { cwd, isFresh: args.length < 2 });
    expect(ran.code).toBe(code);
    expect(code === 0 ? ran.stdout : ran.stderr).not.toBe('');
  });

  it('takes reasons of up to 1000 characters', async () => {
    const ran = await larisin(['approve', '1', '--reason', 'x'.repeat(1001)], { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('1 to 1000 characters');
  });

  it('touches no database when it is used wrongly', () => {
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });

  it('names the command that was meant', async () => {
    const { stderr } = await larisin(['stael'], { cwd });
    expect(stderr).toContain('Did you mean stale?');
  });

  it('refuses wrong settings all at once with exit code 1', async () => {
    const { code, stderr } = await larisin(['stale'], { cwd, env: { DATABASE_URL: 'postgres://x', PORT: 'many' } });
    expect(code).toBe(1);
    expect(stderr).toContain('DATABASE_URL');
    expect(stderr).toContain('PORT');
  });

  it('says what to do when the database does not answer, and never prints the password', async () => {
    const env = { DATABASE_URL: 'mariadb://shop:geheim@127.0.0.1:1/larisin' };
    const { code, stderr, stdout } = await larisin(['stale'], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toContain('mariadb://shop@127.0.0.1:1/larisin');
    expect(stderr).toContain('Is the server running');
    expect(stderr + stdout).not.toContain('geheim');
  });

  it('tells a refusal as one JSON object on stderr with --format json', async () => {
    const shop = folderWith();
    await larisin(['migrate'], { cwd: shop });
    const { code, stdout, stderr } = await larisin(['feed', 'nowhere', '--format', 'json'], { cwd: shop });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'unknown-channel',
      type: 'urn:larisin:problem:unknown-channel',
      values: { known: expect.arrayContaining(['shopee', 'store']) as unknown },
    });
  });

  it('takes --format before the command too', async () => {
    const shop = folderWith();
    await larisin(['migrate'], { cwd: shop });
    const { stdout } = await larisin(['--format', 'json', 'stale'], { cwd: shop });
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `SKU-${i},A product with a rather long name ${i}`);
    const shop = folderWith({ 'many.csv': `sku,name\n${lines.join('\n')}\n` });
    await larisin(['import', 'products', 'many.csv'], { cwd: shop });
    const child = start(['stale', '--all', '--format', 'json'], { cwd: shop });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout!.once('data', () => child.stdout!.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
