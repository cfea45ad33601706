import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, json, larisin } from './larisin.js';

interface Row {
  channelCode: string;
  validFrom: string;
  leadMinutes: number;
}
const SHIPPED = JSON.parse(readFileSync(join(import.meta.dirname, '../../rules/profiles.json'), 'utf8')) as {
  profiles: Row[];
};
const ofShopee = SHIPPED.profiles.filter(({ channelCode }) => channelCode === 'shopee');

describe('larisin profile', () => {
  const cwd = folderWith({
    'order.csv': 'sku,name\nA,A\n',
    'empty.json': '{"collectedOn":"2026-11-01","profiles":[]}',
    'broken.json': '{',
  });

  it('exports what it imports, counts versions, and changes nothing for a file that says what holds', async () => {
    await larisin(['import', 'products', 'order.csv'], { cwd });
    const exported = await larisin(['profile', 'export', 'shopee'], { cwd });
    const file = JSON.parse(exported.stdout) as { profiles: Row[] };
    expect([file.profiles, exported.stderr]).toEqual([ofShopee, expect.stringContaining('--expect-version 1')]);
    const shown = await larisin(['profile', 'show', 'shopee'], { cwd });
    expect(shown.stdout).toMatch(/^leadMinutes +60 +yes$/m);
    const changed = file.profiles.map((row) => ({ ...row, leadMinutes: 90 }));
    const folder = folderWith({
      'same.json': exported.stdout,
      'new.json': JSON.stringify({ ...file, profiles: changed }),
      'wrong.json': JSON.stringify({ ...file, profiles: changed.map((row) => ({ ...row, leadMinutes: -1 })) }),
    });
    const take = (name: string, ...more: string[]) =>
      larisin(['profile', 'import', 'shopee', `${folder}/${name}`, '--note', 'Asked Shopee', ...more], { cwd });
    expect((await take('same.json')).stdout).toContain('already (version 1)');
    expect((await take('new.json', '--expect-version', '1')).stdout).toContain('Version 2');
    const late = await take('same.json', '--expect-version', '1');
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('at version 2 by now, not 1')]);
    const wrong = await take('wrong.json');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('leadMinutes')]);
    const versions = await json<{ version: number; note: string; items: Row[] }[]>(['profile', 'versions', 'shopee'], {
      cwd,
    });
    expect(versions.map(({ version, note }) => [version, note])).toEqual([
      [2, 'Asked Shopee'],
      [1, expect.any(String)],
    ]);
    const first = await larisin(['profile', 'export', 'shopee', '1'], { cwd });
    expect(JSON.parse(first.stdout)).toEqual(file);
    expect((await larisin(['profile', 'export', 'shopee', '7'], { cwd })).stderr).toContain('no version 7');
    expect(versions[0]!.items.map(({ leadMinutes }) => leadMinutes)).toEqual(changed.map(() => 90));
  });

  it('limits nothing for an empty list, and refuses files that are none, or of other channels', async () => {
    const take = (channel: string, name: string) =>
      larisin(['profile', 'import', channel, name, '--note', 'Gone'], { cwd });
    expect((await take('shopee', 'empty.json')).code).toBe(0);
    const shown = await json<{ inForce: { validFrom: string | null } }>(['profile', 'show', 'shopee'], { cwd });
    expect(shown.inForce.validFrom).toBeNull();
    const broken = await take('shopee', 'broken.json');
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('cannot be read as JSON')]);
    const other = await take('whatsapp', join(import.meta.dirname, '../../rules/profiles.json'));
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('has no profile of whatsapp')]);
    expect((await larisin(['profile', 'show', 'nope'], { cwd })).code).toBe(1);
    expect((await larisin(['profile', 'import', 'shopee', 'empty.json'], { cwd })).code).toBe(2);
  });
});
