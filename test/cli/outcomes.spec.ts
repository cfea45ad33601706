import { beforeAll, describe, expect, it } from 'vitest';
import type { OutcomeView } from '../../src/contract/outcomes.js';
import { openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { freshUrl } from '../database.js';
import { fillOutcomeShop, runToday } from '../flow/outcome-shop.js';
import { TEST_CONFIG } from '../shop.js';
import { folderWith, larisin } from './larisin.js';

describe('larisin outcomes', () => {
  const cwd = folderWith({});
  let env: Record<string, string>;
  beforeAll(async () => {
    const url = await freshUrl('sqlite');
    env = { DATABASE_URL: url };
    const db = await openDatabase(url);
    await migrate(db);
    await ensureInstallation(db, TEST_CONFIG, 0);
    await fillOutcomeShop(db);
    await runToday(db);
    await db.close();
  });
  const ran = async (...args: string[]): Promise<string> => {
    const { code, stdout } = await larisin(['outcomes', ...args], { cwd, env });
    expect(code).toBe(0);
    return stdout;
  };

  it('lists offers for people, with sums and how forecasts held', async () => {
    const table = await ran();
    expect(table).toMatch(/P-1 .*rule-of-P-1.* more /);
    expect(table).toContain('2 offer(s), 2 measured: 1 sold more, 0 less, of 1 no effect is seen.');
    expect(table).toMatch(/Of 2 forecast\(s\) [0-2] held/);
  });

  it('and for programs, by the names of the API', async () => {
    const json = JSON.parse(await ran('--format', 'json', '--rule', 'rule-of-P-1')) as OutcomeView[];
    expect(json.map(({ sku, state, effect }) => [sku, state, effect])).toEqual([['P-1', 'measured', 'more']]);
    const csv = await ran('--format', 'csv', '--sku', 'P-2');
    expect(csv.split('\n')[0]).toMatch(/^entryId,sku,channel,kind,rule,price,units,expectedUnits,upliftBp/);
    expect(csv).toContain('none-seen');
  });
});
