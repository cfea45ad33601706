import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { PolicyVersionTable, RuleSetTable } from '../../src/db/tables/engine.js';
import { AuditTable, ChannelTable, FeeTable, UserTable } from '../../src/db/tables/shop.js';
import { logIn } from '../../src/flow/access.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { readConfig } from '../../src/config.js';
import { DATABASES, freshDatabase, freshUrl } from '../database.js';

const NOW = Date.UTC(2026, 2, 31);
const config = readConfig({});

describe.each(DATABASES)('setting up an installation on %s', (kind) => {
  it('makes an owner whose generated password is told once and works', async () => {
    const db = await freshDatabase(kind);
    const { ownerPassword } = await ensureInstallation(db, config, NOW);
    expect(ownerPassword).toMatch(/^[a-zA-Z2-9]{20}$/);
    const { user } = await logIn(db, { name: 'owner', password: ownerPassword! }, NOW, null);
    expect(user.role).toBe('owner');
    expect(await ensureInstallation(db, config, NOW)).toEqual({});
    expect(JSON.stringify(await db.manager.find(AuditTable))).not.toContain(ownerPassword);
  });

  it('takes the owner and the password from the settings, and only the first time', async () => {
    const db = await freshDatabase(kind);
    const own = readConfig({ OWNER_NAME: 'Siti', OWNER_PASSWORD: 'kopi-susu-tanpa-gula' });
    expect(await ensureInstallation(db, own, NOW)).toEqual({});
    await ensureInstallation(db, readConfig({ OWNER_NAME: 'siti', OWNER_PASSWORD: 'another-one-entirely' }), NOW);
    await logIn(db, { name: 'siti', password: 'kopi-susu-tanpa-gula' }, NOW, null);
  });

  it('happens once when several processes start together', async () => {
    const url = await freshUrl(kind);
    const all = await Promise.all(Array.from({ length: 3 }, () => openDatabase(url)));
    await migrate(all[0]!);
    const results = await Promise.all(all.map((db) => ensureInstallation(db, config, NOW)));
    const [db] = all;
    expect(results.filter((result) => result.ownerPassword !== undefined)).toHaveLength(1);
    expect(await db!.manager.countBy(UserTable, {})).toBe(1);
    expect(await db!.manager.countBy(ChannelTable, {})).toBe(7);
    expect(await db!.manager.countBy(PolicyVersionTable, {})).toBe(1);
    const [rules, ...more] = await db!.manager.find(RuleSetTable);
    expect([rules!.version, rules!.state, more]).toEqual([1, 'published', []]);
    expect(rules!.body.rules.length).toBeGreaterThanOrEqual(10);
    const fees = await db!.manager.find(FeeTable);
    const keys = fees.map((fee) => [fee.channelCode, fee.category, fee.component, fee.validFrom].join('|'));
    expect(fees.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(fees.length);
    await Promise.all(all.map((one) => one.close()));
  });

  it('leaves alone what people have changed since', async () => {
    const db = await freshDatabase(kind);
    await ensureInstallation(db, config, NOW);
    await db.manager.delete(FeeTable, { channelCode: 'lazada' });
    await db.manager.update(ChannelTable, { code: 'store' }, { name: 'Toko' });
    await ensureInstallation(db, config, NOW);
    expect(await db.manager.countBy(FeeTable, { channelCode: 'lazada' })).toBe(0);
    expect((await db.manager.findOneByOrFail(ChannelTable, { code: 'store' })).name).toBe('Toko');
  });
});
