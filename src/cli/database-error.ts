import { Refusal } from '../core/refusal.js';

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing answers at this address. Is the server running, and are host and port right?',
  ENOTFOUND: 'there is no such host.',
  ETIMEDOUT: 'the server does not answer. Is a firewall between here and there?',
  EHOSTUNREACH: 'the host cannot be reached.',
  ER_ACCESS_DENIED_ERROR: 'the user or the password is wrong.',
  ER_DBACCESS_DENIED_ERROR: 'the user may not use this database: grant it all privileges on it.',
  ER_BAD_DB_ERROR: 'there is no such database. Create it: CREATE DATABASE <name> CHARACTER SET utf8mb4.',
  EACCES: 'the folder or file may not be written by this user.',
  EROFS: 'the folder is read-only.',
  ENOSPC: 'the disk is full.',
  ENOTDIR: 'part of the path is a file, not a folder.',
  SQLITE_CANTOPEN: 'the file cannot be opened: look at the path and at who may write there.',
  SQLITE_READONLY: 'the file is read-only for this user.',
  SQLITE_NOTADB: 'the file is not a SQLite database.',
  SQLITE_CORRUPT: 'the file is damaged: put a backup back (docs/operating.md).',
  SQLITE_FULL: 'the disk is full.',
};

/** An address that may be shown: `mysql://shop@db:3306/larisin`. */
export function withoutPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^:@/]*):[^@]*@/, '$1@');
}

/** What a failed connection means and what to do, as a Refusal `database-unreachable`; other errors come back as they are. */
export function databaseRefusal(error: unknown, url: string): unknown {
  const { code, driverError, errors } = (error ?? {}) as {
    code?: unknown;
    driverError?: { code?: unknown };
    errors?: { code?: unknown }[];
  };
  const codes = [code, driverError?.code, errors?.[0]?.code].filter((each) => typeof each === 'string');
  for (const each of codes) {
    const key = Object.keys(REASONS).find((known) => each === known || each.startsWith(`${known}_`));
    if (key === undefined) continue;
    const message = `The database ${withoutPassword(url)} cannot be used: ${REASONS[key]}`;
    return new Refusal('unavailable', 'database-unreachable', message, { reason: each });
  }
  return error;
}
