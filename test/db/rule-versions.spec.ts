import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { publishedRules } from '../../src/db/stores/settings.js';
import { readRuleVersion } from '../../src/db/stores/rules.js';
import { DATABASES, freshUrl } from '../database.js';

describe.each(DATABASES)('the migration to drafts on %s', (kind) => {
  it('leaves the versions that are there as they were, and goes back', async () => {
    const db = await openDatabase(await freshUrl(kind));
    await migrate(db);
    const undoDrafts = async (): Promise<void> => {
      while ((await db.query(`SELECT name FROM migration`)).length > 1) await db.source.undoLastMigration();
    };
    await undoDrafts();
    const body = '{"rules": [], "conditions": {}, "onTie": "first"}';
    const insert = (version: number, state: string) =>
      db.query(
        `INSERT INTO rule_set (version, state, body, note, createdBy, createdAt, publishedAt) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [version, state, body, 'Catatan "lama"', 'user:siti', 5, 6],
      );
    await insert(1, 'archived');
    await insert(2, 'published');
    const before = await db.query('SELECT * FROM rule_set ORDER BY version');
    await migrate(db);
    expect(await publishedRules(db.manager)).toEqual({
      ...{ version: 2, state: 'published', body: JSON.parse(body) as unknown, note: 'Catatan "lama"' },
      ...{ basedOn: null, restoredFrom: null, replaced: null, revision: 1 },
      ...{ createdBy: 'user:siti', createdAt: 5, updatedBy: null, updatedAt: null },
      ...{ publishedBy: 'user:siti', publishedAt: 6 },
    });
    expect((await readRuleVersion(db.manager, 1)).state).toBe('archived');
    await undoDrafts();
    expect(await db.query('SELECT * FROM rule_set ORDER BY version')).toEqual(before);
    await db.close();
  });
});
