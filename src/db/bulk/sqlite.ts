import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { Refusal } from '../../core/refusal.js';
import { isBusy } from '../gate.js';
import { list, ValueSink, type BulkWriter, type FlatRows, type OnTaken, type RowSink, type Value } from './writer.js';

const BUSY_WAIT_MS_MAX = 120_000;
/** Rows of one prepared statement: more gain nothing, and SQLite allows 32,766 values. */
const ROWS_PER_STATEMENT = 100;

/** Loads by prepared multi-row statements. All work is synchronous inside; use it in a worker thread for long files. */
export class SqliteWriter implements BulkWriter {
  readonly notes: string[] = [];
  readonly isSqlite = true;
  private readonly db: Sqlite.Database;
  private readonly prepared = new Map<string, Sqlite.Statement>();

  constructor(file: string) {
    this.db = new Sqlite(file, { timeout: 0 });
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = NORMAL');
    this.db.pragma('cache_size = -65536');
  }

  get isInTransaction(): boolean {
    return this.db.inTransaction;
  }

  async begin(): Promise<void> {
    await this.whenFree('BEGIN IMMEDIATE');
  }

  async commit(): Promise<void> {
    await this.whenFree('COMMIT');
  }

  async rollback(savepoint?: string): Promise<void> {
    if (this.db.inTransaction) this.db.exec(savepoint === undefined ? 'ROLLBACK' : `ROLLBACK TO ${savepoint}`);
  }

  async savepoint(name: string): Promise<void> {
    this.db.exec(`SAVEPOINT ${name}`);
  }

  async close(): Promise<void> {
    this.db.close();
  }

  async temporary(name: string, like: string, columns: readonly string[], key: readonly string[]): Promise<void> {
    const types = new Map(
      (this.db.pragma(`table_info(${like})`) as { name: string; type: string }[]).map((row) => [row.name, row.type]),
    );
    const definitions = columns.map((column) => `\`${column}\` ${types.get(column) ?? 'integer'}`);
    this.db.exec(`DROP TABLE IF EXISTS temp.${name}`);
    this.db.exec(`CREATE TEMP TABLE ${name} (${definitions.join(', ')}, PRIMARY KEY (${list(key)})) WITHOUT ROWID`);
  }

  sink(width: number): RowSink {
    return new ValueSink(width);
  }

  async load(table: string, columns: readonly string[], source: FlatRows | RowSink, onTaken: OnTaken): Promise<number> {
    const rows = source instanceof ValueSink ? source.values : (source as FlatRows);
    const width = columns.length;
    const step = Math.min(ROWS_PER_STATEMENT, Math.floor(32_000 / width)) * width;
    let added = 0;
    for (let at = 0; at < rows.length; at += step) {
      const slice = at === 0 && rows.length <= step ? rows : rows.slice(at, at + step);
      added += this.insert(table, columns, slice.length / width, onTaken).run(slice).changes;
    }
    // A replaced row counts as one change: what was replaced is not seen here, and nobody asks.
    return rows.length / width - added;
  }

  async rows(sql: string, parameters: Value[] = []): Promise<Value[][]> {
    return this.db.prepare(sql).raw(true).all(parameters) as Value[][];
  }

  async run(sql: string, parameters: Value[] = []): Promise<number> {
    return this.db.prepare(sql).run(parameters).changes;
  }

  lookUp(sql: string, parameters: Value[]): Promise<Value[][]> {
    return this.rows(sql, parameters);
  }

  same(a: string, b: string): string {
    return `${a} IS ${b}`;
  }

  onTaken(_table: string, key: readonly string[], set: [string, string][]): string {
    const sets = set.map(([column, expression]) => `\`${column}\` = ${expression}`);
    return `ON CONFLICT (${list(key)}) DO UPDATE SET ${sets.join(', ')}`;
  }

  incoming(column: string): string {
    return `excluded.\`${column}\``;
  }

  deleteMatching(table: string, keys: string, key: readonly string[]): string {
    return `DELETE FROM ${table} WHERE (${list(key)}) IN (SELECT ${list(key)} FROM ${keys})`;
  }

  private insert(table: string, columns: readonly string[], rows: number, onTaken: OnTaken): Sqlite.Statement {
    const name = `${table}/${rows}/${onTaken}`;
    let statement = this.prepared.get(name);
    if (statement === undefined) {
      const row = `(${columns.map(() => '?').join(',')})`;
      const verb = onTaken === 'keep' ? 'INSERT OR IGNORE' : 'INSERT OR REPLACE';
      statement = this.db.prepare(`${verb} INTO ${table} (${list(columns)}) VALUES ${Array(rows).fill(row).join(',')}`);
      this.prepared.set(name, statement);
    }
    return statement;
  }

  private async whenFree(sql: string): Promise<void> {
    const until = Date.now() + BUSY_WAIT_MS_MAX;
    for (;;) {
      try {
        this.db.exec(sql);
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (Date.now() > until) {
          const message = 'Another process has been writing to the database for two minutes. Try again later.';
          throw new Refusal('unavailable', 'database-busy', message);
        }
        await sleep(20);
      }
    }
  }
}
