import { sqliteFile } from '../database.js';
import { MysqlWriter } from './mysql.js';
import { SqliteWriter } from './sqlite.js';

export type Value = number | string | null;
/** Rows one after the other, each value by value. */
export type FlatRows = Value[];

/** Gathers rows for one load, value by value, in the form in which the database takes them fastest. */
export interface RowSink {
  readonly rowCount: number;
  put(value: Value): void;
}

/** What to do with a row whose key is taken: leave the old one, or put the new one in its place. */
export type OnTaken = 'keep' | 'replace';

/**
 * Writes very many rows in one transaction on a connection of its own. Each database loads in its own fast way; the SQL
 * around it is shared and differs only in the words given here.
 */
export interface BulkWriter {
  /** What a person should know, e.g. that the fast way was closed. */
  readonly notes: string[];
  readonly isSqlite: boolean;
  readonly isInTransaction: boolean;

  /** Waits for its turn to write. @throws Refusal `database-busy` */
  begin(): Promise<void>;
  commit(): Promise<void>;
  /** Undoes everything, or everything since a savepoint. */
  rollback(savepoint?: string): Promise<void>;
  savepoint(name: string): Promise<void>;
  /** Ends the connection; an open transaction is undone. */
  close(): Promise<void>;

  /** Makes a temporary table with columns like those of `like`, and a primary key. Call it before `begin`. */
  temporary(name: string, like: string, columns: readonly string[], key: readonly string[]): Promise<void>;

  /** An empty sink for rows of so many columns; it is used up by `load`. */
  sink(width: number): RowSink;

  /**
   * Loads rows into a table and answers how many met a taken key. The next call may be made before this one has ended;
   * they are carried out in order.
   */
  load(table: string, columns: readonly string[], rows: FlatRows | RowSink, onTaken: OnTaken): Promise<number>;

  /** Inside the transaction. Rows as arrays. */
  rows(sql: string, parameters?: Value[]): Promise<Value[][]>;
  /** Inside the transaction; answers the number of rows that were touched. */
  run(sql: string, parameters?: Value[]): Promise<number>;
  /** Reads what is committed, without waiting for a load that is under way. */
  lookUp(sql: string, parameters: Value[]): Promise<Value[][]>;

  /** Two values are the same, nulls included. */
  same(a: string, b: string): string;
  /** The end of an INSERT..SELECT that overwrites rows whose key is taken. `set`: column to expression. */
  onTaken(table: string, key: readonly string[], set: [column: string, expression: string][]): string;
  /** In `onTaken`: the value that was to be inserted. */
  incoming(column: string): string;
  /** DELETE of the rows of `table` whose key stands in `keys`. */
  deleteMatching(table: string, keys: string, key: readonly string[]): string;
}

/** The sink of databases that take values as they are. */
export class ValueSink implements RowSink {
  readonly values: FlatRows = [];

  constructor(private readonly width: number) {}

  get rowCount(): number {
    return this.values.length / this.width;
  }

  put(value: Value): void {
    this.values.push(value);
  }
}

/** Opens a bulk writer for a `DATABASE_URL`. */
export async function openWriter(url: string): Promise<BulkWriter> {
  const file = sqliteFile(url);
  return file === null ? MysqlWriter.open(url) : new SqliteWriter(file);
}

/** Column names as a list for SQL, each with a table's name in front when one is given. */
export function list(columns: readonly string[], table?: string): string {
  return columns.map((column) => (table === undefined ? `\`${column}\`` : `${table}.\`${column}\``)).join(', ');
}
