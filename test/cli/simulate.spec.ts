import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, larisin } from './larisin.js';

const cwd = folderWith();
const SMALL = ['--seeds', '2', '--days', '28', '--products', '4'];

describe('larisin simulate', () => {
  it('plays, prints the scoreboard and draws it, the same each time', async () => {
    const chart = join(cwd, 'year.svg');
    const first = await larisin(['simulate', ...SMALL, '--format', 'json', '--chart', chart], { cwd });
    expect(first.code).toBe(0);
    const board = JSON.parse(first.stdout) as { seeds: number; standings: { pricer: string }[] };
    expect(board.seeds).toBe(2);
    expect(board.standings.map(({ pricer }) => pricer)).toEqual(['none', 'ladder', 'engine', 'clairvoyant']);
    const svg = readFileSync(chart, 'utf8');
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).not.toContain('NaN');
    const second = await larisin(['simulate', ...SMALL, '--format', 'json'], { cwd });
    expect(second.stdout).toBe(first.stdout);
  });

  it('tells people who earned how much', async () => {
    const { code, stdout } = await larisin(['simulate', ...SMALL, '--seeds', '1', '--approve', 'none'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('of the clairvoyant');
    expect(stdout).toMatch(/no discounts {2}profit \+0\.0 %/); // nothing approved: the shop without discounts
  });

  it('refuses what it cannot play', async () => {
    expect((await larisin(['simulate', '--approve', 'some'], { cwd })).code).toBe(2);
    expect((await larisin(['simulate', '--seeds', '0'], { cwd })).code).toBe(2);
    const missing = await larisin(['simulate', ...SMALL, '--rules', '/no/such/folder'], { cwd });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('/no/such/folder');
  });
});
