import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { migrate, pendingMigrations } from '../../src/db/migrate.js';
import { DATABASES, freshDatabase, freshUrl } from '../database.js';

describe.each(DATABASES)('the schema on %s', (kind) => {
  it('is what the tables say: migrations leave no drift', async () => {
    const db = await freshDatabase(kind);
    const drift = await db.source.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((query) => query.query)).toEqual([]);
  });

  it('goes up, down and up again', async () => {
    const db = await openDatabase(await freshUrl(kind));
    expect(await pendingMigrations(db)).toHaveLength(db.source.migrations.length);
    await migrate(db);
    expect(await pendingMigrations(db)).toEqual([]);
    for (let i = 0; i < db.source.migrations.length; i++) await db.source.undoLastMigration({ transaction: 'all' });
    const runner = db.source.createQueryRunner();
    for (const { tableName } of db.source.entityMetadatas) expect(await runner.hasTable(tableName)).toBe(false);
    await runner.release();
    await migrate(db);
    expect(await pendingMigrations(db)).toEqual([]);
    await db.close();
  });

  it('is migrated once when two processes start together', async () => {
    const url = await freshUrl(kind);
    const [a, b] = [await openDatabase(url), await openDatabase(url)];
    const ran = await Promise.all([migrate(a), kind === 'sqlite' ? [] : migrate(b)]);
    expect(ran.flat()).toHaveLength(a.source.migrations.length);
    expect(await migrate(b)).toEqual([]);
    await Promise.all([a.close(), b.close()]);
  });
});
