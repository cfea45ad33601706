import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SuggestionTable } from '../../src/db/tables/engine.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { claimForDemo, loadDemoShop } from '../../src/flow/demo/load.js';
import { isWholeFact } from '../../src/core/rules/facts.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../database.js';
import { day, TEST_CONFIG } from '../shop.js';

/**
 * What the engine says of the demo shop, written down: any change of a price, a rule or a forecast shows up here as a
 * line in a diff, to be looked at by a person. `UPDATE_GOLDEN=1` writes the file anew.
 */
const FILE = join(import.meta.dirname, 'demo-shop.json');
const AS_OF = day('2026-03-31');

describe.each(DATABASES)('the demo shop as of 2026-03-31 on %s', (kind) => {
  it('gets the same suggestions as ever', async () => {
    const db = await freshDatabase(kind);
    const now = Date.UTC(2026, 3, 1);
    await ensureInstallation(db, TEST_CONFIG, now);
    await loadDemoShop(db, await claimForDemo(db, 'shop', AS_OF), () => undefined);
    const { id } = await requestRun(db, { asOf: AS_OF, cause: 'demo', createdBy: 'test', today: AS_OF + 1 }, now);
    const totals = await analyse(db, id, undefined, () => Date.now());
    const rows = await db.manager.find(SuggestionTable, { where: { state: 'pending' } });
    const lines = rows
      .map(({ sku, channelCode, kind: what, currentPrice, price, gain, ruleName, why }) =>
        [sku, channelCode, what, currentPrice, price, gain, ruleName, why.marks.join('+')].join(' '),
      )
      .sort();
    const said = JSON.stringify({ totals, lines }, null, 2) + '\n';
    if (process.env.UPDATE_GOLDEN === '1' && kind === 'sqlite') writeFileSync(FILE, said);
    expect(said).toBe(readFileSync(FILE, 'utf8'));
    const numbers = rows.flatMap(({ why }) => Object.entries(why.facts)).filter(([name]) => isWholeFact(name));
    expect(numbers.filter(([, value]) => !Number.isInteger(value))).toEqual([]);
    // Planted, not computed: 40 products sit, and nothing else does (docs/demo.md).
    expect(totals).toMatchObject({ products: 300, flagged: 40 });
  });
});
