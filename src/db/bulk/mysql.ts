import { Readable } from 'node:stream';
import { createConnection, type Connection, type ResultSetHeader } from 'mysql2/promise';
import { assert } from '../../core/units.js';
import { mysqlAddress } from '../database.js';
import { TabbedRows } from './tabbed.js';
import { list, ValueSink, type BulkWriter, type FlatRows, type OnTaken, type RowSink, type Value } from './writer.js';

const ROWS_PER_INSERT = 1_000;

/** Loads by LOAD DATA LOCAL, or by multi-row INSERT where the server does not allow that. MariaDB and MySQL 8. */
export class MysqlWriter implements BulkWriter {
  readonly notes: string[] = [];
  readonly isSqlite = false;
  isInTransaction = false;

  private constructor(
    private readonly connection: Connection,
    private readonly reader: Connection,
    private readonly canLoad: boolean,
  ) {
    if (!canLoad) {
      this.notes.push(
        'The database server does not allow LOAD DATA LOCAL (local_infile is off); rows were inserted the slower way.',
      );
    }
  }

  /** `mayLoad` false: as if the server did not allow LOAD DATA LOCAL. */
  static async open(url: string, mayLoad = true): Promise<MysqlWriter> {
    const options = {
      ...mysqlAddress(url),
      charset: 'utf8mb4',
      timezone: 'Z',
      supportBigNumbers: true,
      decimalNumbers: true,
    };
    // Without FOUND_ROWS the server tells how many rows a statement has really changed.
    const connection = await createConnection({ ...options, flags: ['+LOCAL_FILES', '-FOUND_ROWS'] });
    const reader = await createConnection(options);
    await connection.query(`SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'`);
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    const [rows] = await connection.query({ sql: 'SELECT @@GLOBAL.local_infile', rowsAsArray: true });
    return new MysqlWriter(connection, reader, mayLoad && Number((rows as unknown as Value[][])[0]![0]) === 1);
  }

  async begin(): Promise<void> {
    await this.connection.query('START TRANSACTION');
    this.isInTransaction = true;
  }

  async commit(): Promise<void> {
    await this.connection.query('COMMIT');
    this.isInTransaction = false;
  }

  async rollback(savepoint?: string): Promise<void> {
    await this.connection.query(savepoint === undefined ? 'ROLLBACK' : `ROLLBACK TO SAVEPOINT ${savepoint}`);
    if (savepoint === undefined) this.isInTransaction = false;
  }

  async savepoint(name: string): Promise<void> {
    await this.connection.query(`SAVEPOINT ${name}`);
  }

  async close(): Promise<void> {
    this.connection.destroy();
    this.reader.destroy();
  }

  async temporary(name: string, like: string, columns: readonly string[], key: readonly string[]): Promise<void> {
    // From the table itself: types, lengths and collations are the same by themselves.
    await this.connection.query(`DROP TEMPORARY TABLE IF EXISTS ${name}`);
    await this.connection.query(
      `CREATE TEMPORARY TABLE ${name} (PRIMARY KEY (${list(key)})) AS SELECT ${list(columns)} FROM ${like} LIMIT 0`,
    );
  }

  sink(width: number): RowSink {
    return this.canLoad ? new TabbedRows(width) : new ValueSink(width);
  }

  async load(table: string, columns: readonly string[], rows: FlatRows | RowSink, onTaken: OnTaken): Promise<number> {
    if (rows instanceof ValueSink) return this.insert(table, columns, rows.values, onTaken);
    if (rows instanceof TabbedRows) return this.loadData(table, columns, rows, onTaken);
    if (!this.canLoad) return this.insert(table, columns, rows as FlatRows, onTaken);
    const tabbed = new TabbedRows(columns.length);
    for (const value of rows as FlatRows) tabbed.put(value);
    return this.loadData(table, columns, tabbed, onTaken);
  }

  async rows(sql: string, parameters: Value[] = []): Promise<Value[][]> {
    const [rows] = await this.connection.query({ sql, values: parameters, rowsAsArray: true });
    return rows as unknown as Value[][];
  }

  async run(sql: string, parameters: Value[] = []): Promise<number> {
    const [result] = await this.connection.query<ResultSetHeader>(sql, parameters);
    return result.affectedRows;
  }

  async lookUp(sql: string, parameters: Value[]): Promise<Value[][]> {
    const [rows] = await this.reader.query({ sql, values: parameters, rowsAsArray: true });
    return rows as unknown as Value[][];
  }

  same(a: string, b: string): string {
    return `${a} <=> ${b}`;
  }

  onTaken(_table: string, _key: readonly string[], set: [string, string][]): string {
    return `ON DUPLICATE KEY UPDATE ${set.map(([column, expression]) => `\`${column}\` = ${expression}`).join(', ')}`;
  }

  incoming(column: string): string {
    return `VALUES(\`${column}\`)`;
  }

  deleteMatching(table: string, keys: string, key: readonly string[]): string {
    const on = key.map((column) => `${table}.\`${column}\` = ${keys}.\`${column}\``).join(' AND ');
    return `DELETE ${table} FROM ${table} JOIN ${keys} ON ${on}`;
  }

  private async loadData(
    table: string,
    columns: readonly string[],
    rows: TabbedRows,
    onTaken: OnTaken,
  ): Promise<number> {
    const [result] = await this.connection.query<ResultSetHeader>({
      sql:
        `LOAD DATA LOCAL INFILE 'rows' ${onTaken === 'keep' ? 'IGNORE' : 'REPLACE'} INTO TABLE ${table} ` +
        `CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${list(columns)})`,
      infileStreamFactory: () => Readable.from([rows.bytes]),
    });
    const [, records, deleted, skipped] = /(\d+)\D+(\d+)\D+(\d+)/.exec(result.info) ?? [];
    assert(Number(records) === rows.rowCount, `rows sent to ${table}: ${result.info}`);
    const taken = onTaken === 'keep' ? Number(skipped) : Number(deleted);
    // LOCAL turns errors into warnings: any beyond the taken keys would be a value cut to fit, and must not pass.
    await this.checkWarnings(table, result.warningStatus, onTaken === 'keep' ? taken : 0);
    return taken;
  }

  private async insert(table: string, columns: readonly string[], rows: FlatRows, onTaken: OnTaken): Promise<number> {
    const width = columns.length;
    const row = `(${columns.map(() => '?').join(',')})`;
    const verb = onTaken === 'keep' ? 'INSERT IGNORE' : 'REPLACE';
    let taken = 0;
    for (let at = 0; at < rows.length; at += ROWS_PER_INSERT * width) {
      const values = rows.slice(at, at + ROWS_PER_INSERT * width);
      const count = values.length / width;
      const [result] = await this.connection.query<ResultSetHeader>(
        `${verb} INTO ${table} (${list(columns)}) VALUES ${Array(count).fill(row).join(',')}`,
        values,
      );
      const here = Math.abs(count - result.affectedRows); // REPLACE counts a replaced row twice
      await this.checkWarnings(table, result.warningStatus, onTaken === 'keep' ? here : 0);
      taken += here;
    }
    return taken;
  }

  private async checkWarnings(table: string, count: number, expected: number): Promise<void> {
    // The count is sent in 16 bits.
    if (count === (expected & 0xffff)) return;
    const warnings = await this.rows('SHOW WARNINGS LIMIT 5');
    const others = warnings.filter(([, code]) => Number(code) !== 1062);
    assert(others.length === 0, `values fit ${table}: ${JSON.stringify(others)}`);
  }
}
