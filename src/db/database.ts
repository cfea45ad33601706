import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { MIGRATIONS } from '../../migrations/all.js';
import { gateSqlite } from './gate.js';
import { ALL_TABLES } from './tables/all.js';

export type Dialect = 'sqlite' | 'mysql';

/** `sqlite:<file>` -> the file's absolute path; null for other databases. */
export function sqliteFile(url: string): string | null {
  return url.startsWith('sqlite:') ? resolve(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')) : null;
}

/** The parts of a mysql:// or mariadb:// address, decoded, in mysql2's names. */
export function mysqlAddress(url: string): {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
} {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** A name for GET_LOCK: those are the server's, not the database's, and have 64 characters at most. */
export const lockName = (url: string, work: 'import' | 'migrate'): string =>
  `larisin.${work}.${mysqlAddress(url).database}`.slice(0, 64);

/** TypeORM's options for a `DATABASE_URL`; the same JavaScript values come out of every database. */
export function dataSourceOptions(url: string): DataSourceOptions {
  const shared = { entities: ALL_TABLES, migrations: MIGRATIONS, migrationsTableName: 'migration', logging: false };
  const file = sqliteFile(url);
  if (file !== null) {
    return {
      ...shared,
      type: 'better-sqlite3',
      database: file,
      enableWAL: true,
      timeout: 0, // the gate waits without blocking the event loop
      prepareDatabase: (db: { pragma(text: string): unknown }) => {
        db.pragma('busy_timeout = 10000'); // only while this connection opens and switches to WAL
        db.pragma('journal_mode = WAL');
        db.pragma('synchronous = NORMAL');
        db.pragma('cache_size = -32768');
        db.pragma('busy_timeout = 0');
      },
    };
  }
  const { user, ...address } = mysqlAddress(url);
  return {
    ...shared,
    // `mysql` shows drift against MariaDB that is not there, and the other way round.
    type: url.startsWith('mariadb:') ? 'mariadb' : 'mysql',
    ...address,
    username: user,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: { decimalNumbers: true, connectionLimit: 10 },
  };
}

const RETRIED = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD']);
const TRANSACTION_TRIES = 8;

const codeOf = (error: unknown): string => {
  const e = error as { code?: string; driverError?: { code?: string } } | null;
  return e?.driverError?.code ?? e?.code ?? '';
};

/** True when a write met a unique key that is taken, on any database. */
export function isDuplicate(error: unknown): boolean {
  return ['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error));
}

/** The open database: one connection (SQLite) or pool (MariaDB, MySQL) of this process or thread. */
export class Database {
  readonly dialect: Dialect;

  constructor(
    readonly source: DataSource,
    readonly url: string,
  ) {
    this.dialect = source.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
  }

  get manager(): EntityManager {
    return this.source.manager;
  }

  /**
   * All or nothing. On a deadlock or lock time-out the whole of `work` is run again (it must not keep state outside).
   * READ COMMITTED on MariaDB and MySQL: after a lock is granted the newest row is read. Use only the given manager inside.
   */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return this.dialect === 'sqlite'
          ? await this.manager.transaction(work)
          : await this.manager.transaction('READ COMMITTED', work);
      } catch (error) {
        if (!RETRIED.has(codeOf(error)) || tries >= TRANSACTION_TRIES) throw error;
        await sleep(5 * tries + Math.floor(Math.random() * 20));
      }
    }
  }

  /** `FOR UPDATE` where rows can be locked; empty on SQLite, whose transactions hold the whole database. */
  get forUpdate(): string {
    return this.dialect === 'sqlite' ? '' : ' FOR UPDATE';
  }

  /** Runs SQL with `?` placeholders; rows as objects. Names in backticks are understood by every dialect here. */
  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.source.query(sql, parameters);
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

/** Opens a database without touching its schema (see migrate.ts). */
export async function openDatabase(url: string): Promise<Database> {
  const file = sqliteFile(url);
  if (file !== null) mkdirSync(dirname(file), { recursive: true });
  const source = gateSqlite(new DataSource(dataSourceOptions(url)));
  await source.initialize();
  return new Database(source, url);
}

/** A json column read by raw SQL: text on SQLite and MariaDB, an object on MySQL. */
export function fromJson<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}
