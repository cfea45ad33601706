import type { EntitySchema } from 'typeorm';
import type { Database } from '../database.js';

export const ROWS_PER_INSERT = 200;

/** Plain multi-row INSERTs: TypeORM's save() asks per row, and its insert() costs ten times the statement. */
export async function insertAll<Row extends object>(
  db: Database,
  table: EntitySchema<Row>,
  rows: readonly object[],
): Promise<void> {
  const metadata = db.source.getMetadata(table);
  const columns = metadata.columns.filter((column) => !column.isGenerated);
  const head = `INSERT INTO ${metadata.tableName} (${columns.map((c) => c.databaseName).join(', ')}) VALUES `;
  const one = `(${columns.map(() => '?').join(', ')})`;
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    const part = rows.slice(at, at + ROWS_PER_INSERT) as Record<string, unknown>[];
    const values = part.flatMap((row) =>
      columns.map((column) => {
        const value = row[column.propertyName];
        if (column.type === 'json') return JSON.stringify(value);
        return typeof value === 'boolean' ? Number(value) : (value ?? null);
      }),
    );
    await db.query(head + part.map(() => one).join(', '), values);
  }
}
