import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const INDEX = 'ix_order_line_import';

/** Which orders an import has changed is asked after each one. */
export class BoughtTogether1764450000000 implements MigrationInterface {
  name = 'BoughtTogether1764450000000';

  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('order_line');
    if (table?.indices.some(({ name }) => name === INDEX)) return; // killed on a database without transactional DDL
    await runner.createIndex('order_line', new TableIndex({ name: INDEX, columnNames: ['importId'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('order_line', INDEX);
  }
}
