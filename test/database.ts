import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import { openDatabase, sqliteFile, type Database } from '../src/db/database.js';
import { migrate } from '../src/db/migrate.js';

/**
 * The databases that this run of the tests covers, e.g. `describe.each(DATABASES)('... on %s', (kind) => ...)`.
 * MariaDB needs TEST_MARIADB_URL, which test/run-all.mjs sets.
 */
export const DATABASES: ('sqlite' | 'mariadb')[] = process.env.TEST_MARIADB_URL ? ['sqlite', 'mariadb'] : ['sqlite'];

/** What hooks have opened for a whole file. */
const ofTheFile: (() => void | Promise<void>)[] = [];

/** After the test that runs now, else (called in a hook, where Vitest forgets an `afterAll`) after the file. */
export function atEnd(work: () => void | Promise<void>): void {
  try {
    onTestFinished(work);
  } catch {
    ofTheFile.push(work);
  }
}

/**
 * Closes and removes what is left of the file that ends, the last first. MariaDB answers questions about its schema the
 * slower the more tables it has, whosever they are.
 */
export async function cleanUp(): Promise<void> {
  for (const work of ofTheFile.splice(0).reverse()) await work();
}

/** The address of a fresh, empty database; removed at the end. */
export async function freshUrl(kind: 'sqlite' | 'mariadb'): Promise<string> {
  if (kind === 'sqlite') {
    const dir = mkdtempSync(join(tmpdir(), 'larisin-test-'));
    atEnd(() => rmSync(dir, { recursive: true, force: true }));
    return `sqlite:${join(dir, 'test.sqlite')}`;
  }
  const server = process.env.TEST_MARIADB_URL!;
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = await createConnection(server);
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  atEnd(async () => {
    const again = await createConnection(server);
    await again.query(`DROP DATABASE IF EXISTS ${name}`);
    await again.end();
  });
  return `${server}/${name}`;
}

/** A file with the whole schema, made once in this process: a copy is ready at once. */
let migrated: Promise<string> | null = null;

async function migratedFile(): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'larisin-schema-')), 'test.sqlite');
  process.once('exit', () => rmSync(dirname(file), { recursive: true, force: true }));
  const db = await openDatabase(`sqlite:${file}`);
  await migrate(db);
  await db.close(); // what is still beside the file is written into it
  return file;
}

/** A fresh database with the whole schema, closed at the end. */
export async function freshDatabase(kind: 'sqlite' | 'mariadb'): Promise<Database> {
  const url = await freshUrl(kind);
  if (kind === 'sqlite') copyFileSync(await (migrated ??= migratedFile()), sqliteFile(url)!);
  const db = await openDatabase(url);
  atEnd(() => db.close());
  await migrate(db);
  return db;
}
