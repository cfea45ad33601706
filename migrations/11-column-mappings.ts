import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, maybe } from './columns.js';

/** How files with titles of their own are read: mappings that are kept, and the one of an import; titles in rejects. */
export class ColumnMappings1764520000000 implements MigrationInterface {
  name = 'ColumnMappings1764520000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create(
      'column_mapping',
      [
        c.id(),
        c.text('fingerprint', 40),
        c.text('kind', 32),
        c.json('mapping'),
        c.text('name', 255),
        c.text('createdBy', 128),
        c.big('updatedAt'),
      ],
      [{ name: 'uq_column_mapping', columnNames: ['fingerprint', 'kind'], isUnique: true }],
    );
    for (const [table, column] of added(c)) {
      // A migration that was killed on a database without transactional DDL goes on where it stopped.
      if (!(await runner.hasColumn(table, column.name))) await runner.addColumn(table, column);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of added(new Columns(runner))) await runner.dropColumn(table, column.name);
    await runner.dropTable('column_mapping');
  }
}

function added(c: Columns): [table: string, column: TableColumn][] {
  return [
    ['import_job', new TableColumn(maybe(c.json('reading')))],
    ['import_reject', new TableColumn(maybe(c.text('header', 200)))],
  ];
}
