import Sqlite from 'better-sqlite3';
import { Refusal } from '../core/refusal.js';
import { lockName, sqliteFile, type Database } from './database.js';

const LOCK_WAIT_S = 120;

/**
 * Brings the schema up to date, one process at a time: two that start together never migrate at once.
 * The lock belongs to a connection, so that the death of its holder frees it.
 * @returns names of the migrations that ran
 */
export async function migrate(db: Database): Promise<string[]> {
  const release = await lock(db);
  try {
    const ran = await db.source.runMigrations({ transaction: 'all' });
    return ran.map((migration) => migration.name);
  } finally {
    await release();
  }
}

/** Migrations that this program knows and the database has not run. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const known = db.source.migrations.map((migration) => migration.name ?? migration.constructor.name);
  try {
    const rows = await db.query<{ name: string }>('SELECT name FROM migration');
    const ran = new Set(rows.map((row) => row.name));
    return known.filter((name) => !ran.has(name));
  } catch {
    return known; // no table of migrations yet
  }
}

async function lock(db: Database): Promise<() => Promise<void>> {
  const file = sqliteFile(db.url);
  if (file !== null) {
    // A lock on a file beside the database: SQLite's own would have to be given up between two migrations.
    const holder = new Sqlite(`${file}.migrating`, { timeout: LOCK_WAIT_S * 1000 });
    holder.exec('BEGIN EXCLUSIVE');
    return async () => {
      holder.close();
    };
  }
  const runner = db.source.createQueryRunner();
  const name = lockName(db.url, 'migrate');
  const rows: { got: number | null }[] = await runner.query('SELECT GET_LOCK(?, ?) AS got', [name, LOCK_WAIT_S]);
  if (Number(rows[0]?.got) !== 1) {
    await runner.release();
    throw new Refusal(
      'unavailable',
      'migration-locked',
      `Another process has been migrating this database for over ${LOCK_WAIT_S} s. Wait for it, or end it, and start again.`,
    );
  }
  return async () => {
    await runner.query('SELECT RELEASE_LOCK(?)', [name]);
    await runner.release();
  };
}
