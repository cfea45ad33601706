import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { lockName, mysqlAddress, sqliteFile } from '../database.js';
import { isBusy } from '../gate.js';

const STEP_MS = 50;

/**
 * The right to import, one at a time in all processes of an installation. It belongs to a connection, so it ends with its
 * holder, however that ends. Null when it was not to be had within `waitMs`.
 */
export async function takeImportLock(url: string, waitMs: number): Promise<(() => Promise<void>) | null> {
  const file = sqliteFile(url);
  return file === null ? lockServer(url, waitMs) : lockFile(`${file}.importing`, waitMs);
}

async function lockServer(url: string, waitMs: number): Promise<(() => Promise<void>) | null> {
  const connection = await createConnection(mysqlAddress(url));
  const [rows] = await connection.query({
    sql: 'SELECT GET_LOCK(?, ?)',
    values: [lockName(url, 'import'), Math.ceil(waitMs / 1_000)],
    rowsAsArray: true,
  });
  if (Number((rows as unknown as (number | null)[][])[0]![0]) === 1) {
    return async () => connection.destroy();
  }
  connection.destroy();
  return null;
}

async function lockFile(file: string, waitMs: number): Promise<(() => Promise<void>) | null> {
  const until = Date.now() + waitMs;
  for (;;) {
    const holder = new Sqlite(file, { timeout: 0 });
    try {
      holder.exec('BEGIN EXCLUSIVE');
      return async () => {
        holder.close();
      };
    } catch (error) {
      holder.close();
      if (!isBusy(error)) throw error;
      if (Date.now() >= until) return null;
      await sleep(STEP_MS);
    }
  }
}
