import { Table, type QueryRunner, type TableColumnOptions, type TableIndexOptions } from 'typeorm';

/**
 * The words migrations are written in: one definition, the right column on each database. Text is compared byte by byte
 * everywhere (utf8mb4_bin), as SQLite does by itself.
 */
export class Columns {
  readonly isSqlite: boolean;

  constructor(private readonly runner: QueryRunner) {
    this.isSqlite = runner.connection.options.type === 'better-sqlite3';
  }

  id(name = 'id'): TableColumnOptions {
    return { name, type: this.intType, isPrimary: true, isGenerated: true, generationStrategy: 'increment' };
  }
  int(name: string): TableColumnOptions {
    return { name, type: this.intType };
  }
  big(name: string): TableColumnOptions {
    return { name, type: 'bigint' };
  }
  bool(name: string): TableColumnOptions {
    return this.isSqlite ? { name, type: 'boolean' } : { name, type: 'tinyint' };
  }
  text(name: string, length: number): TableColumnOptions {
    return { name, type: 'varchar', length: String(length), ...this.collated };
  }
  longText(name: string): TableColumnOptions {
    return { name, type: 'text', ...this.collated };
  }
  blob(name: string): TableColumnOptions {
    return { name, type: 'blob' };
  }
  json(name: string): TableColumnOptions {
    return { name, type: 'json' };
  }

  async create(
    name: string,
    columns: TableColumnOptions[],
    indices: TableIndexOptions[] = [],
    options: { withoutRowid?: boolean } = {},
  ): Promise<void> {
    // `true`: a migration that was killed on a database without transactional DDL goes on where it stopped
    await this.runner.createTable(new Table({ name, columns, indices, ...options }), true);
  }

  private get intType(): string {
    return this.isSqlite ? 'integer' : 'int';
  }
  private get collated(): Partial<TableColumnOptions> {
    return this.isSqlite ? {} : { charset: 'utf8mb4', collation: 'utf8mb4_bin' };
  }
}

export const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true });
export const maybe = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });
