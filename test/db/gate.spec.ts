import { describe, expect, it } from 'vitest';
import { SettingTable } from '../../src/db/tables/shop.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { DATABASES, freshDatabase } from '../database.js';

const names = async (db: Database): Promise<string[]> =>
  (await db.query<{ name: string }>('SELECT name FROM setting ORDER BY name')).map((row) => row.name);

describe.each(DATABASES)('overlapping transactions on %s', (kind) => {
  it('commit and roll back each by itself, and leave writes outside alone', async () => {
    const db = await freshDatabase(kind);
    let started!: () => void;
    const inside = new Promise<void>((resolve) => (started = resolve));
    const failing = db.transaction(async (manager) => {
      await manager.save(SettingTable, { name: 'rolled-back', value: 1 });
      started();
      await new Promise((resolve) => setTimeout(resolve, 30));
      throw new Error('on purpose');
    });
    await inside;
    const committing = db.transaction((manager) => manager.save(SettingTable, { name: 'committed', value: 2 }));
    const outside = db.manager.save(SettingTable, { name: 'outside', value: 3 });
    await expect(failing).rejects.toThrow('on purpose');
    await Promise.all([committing, outside]);
    expect(await names(db)).toEqual(['committed', 'outside']);
  });

  it('nest by savepoints', async () => {
    const db = await freshDatabase(kind);
    await db.transaction(async (manager) => {
      await manager.save(SettingTable, { name: 'outer', value: 1 });
      await manager
        .transaction(async (inner) => {
          await inner.save(SettingTable, { name: 'inner', value: 1 });
          throw new Error('inner only');
        })
        .catch(() => undefined);
    });
    expect(await names(db)).toEqual(['outer']);
  });

  it('survive 200 parallel read-modify-writes on one row without losing one', async () => {
    const db = await freshDatabase(kind);
    await db.manager.save(SettingTable, { name: 'counter', value: 0 });
    const add = () =>
      db.transaction(async (manager) => {
        const sql = `SELECT value FROM setting WHERE name = 'counter'${db.forUpdate}`;
        const [row] = (await manager.query(sql)) as { value: unknown }[];
        await manager.query(`UPDATE setting SET value = ? WHERE name = 'counter'`, [String(Number(row!.value) + 1)]);
      });
    await Promise.all(Array.from({ length: 200 }, add));
    const row = await db.manager.findOneByOrFail(SettingTable, { name: 'counter' });
    expect(row.value).toBe(200);
  });
});

describe('two processes on one SQLite file', () => {
  it('wait for each other without blocking the event loop', async () => {
    const a = await freshDatabase('sqlite');
    const b = await openDatabase(a.url);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 5);
    const slow = a.transaction(async (manager) => {
      await manager.save(SettingTable, { name: 'a', value: 1 });
      await new Promise((resolve) => setTimeout(resolve, 150));
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await b.manager.save(SettingTable, { name: 'b', value: 2 });
    await slow;
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(10);
    expect(await names(a)).toEqual(['a', 'b']);
    await b.close();
  });

  it('refuses a repository from outside inside a transaction, which MariaDB would not roll back', async () => {
    const db = await freshDatabase('sqlite');
    const mistake = db.transaction(() => db.manager.save(SettingTable, { name: 'stray', value: 1 }));
    await expect(mistake).rejects.toThrow('its own manager');
    expect(await names(db)).toEqual([]);
  });
});
