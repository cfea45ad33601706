import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNow } from '../../src/cli/run-now.js';
import { readConfig } from '../../src/config.js';
import { ingest } from '../../src/flow/ingest.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../database.js';
import { folderWith } from './larisin.js';

const BLOCKS = 4; // of 500 products

describe.each(DATABASES)('a run in the foreground on %s', (kind) => {
  it('lets timers and signals in between, so that its lease is renewed and Ctrl-C is heard', async () => {
    const db = await freshDatabase(kind);
    await ensureInstallation(db, readConfig({ OWNER_PASSWORD: 'kopi-susu-tanpa-gula' }), Date.now());
    const lines = Array.from({ length: BLOCKS * 500 }, (_, i) => `SKU-${i},Product ${i}`);
    const folder = folderWith({ 'products.csv': `sku,name\n${lines.join('\n')}\n` });
    await ingest(db, { path: join(folder, 'products.csv') }, { kind: 'products', createdBy: 'test' });

    let turns = 0;
    let isRunning = true;
    const count = (): void => {
      turns++;
      if (isRunning) setImmediate(count);
    };
    const before = process.listenerCount('SIGINT');
    setImmediate(count);
    const run = await runNow(db, { asOf: 20_000, today: 20_000, cause: 'cli', createdBy: 'test' }, () => {
      expect(process.listenerCount('SIGINT')).toBe(before + 1);
    });
    isRunning = false;
    expect(run).toMatchObject({ state: 'done', totals: { products: BLOCKS * 500 } });
    expect(turns).toBeGreaterThanOrEqual(BLOCKS);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
