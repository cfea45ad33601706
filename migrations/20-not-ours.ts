import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, maybe } from './columns.js';

/** Of a channel's SKU it can be said that it is not ours: it has no product then. */
export class NotOurs1764680000000 implements MigrationInterface {
  name = 'NotOurs1764680000000';

  async up(runner: QueryRunner): Promise<void> {
    const productId = new Columns(runner).int('productId');
    await runner.changeColumn('channel_sku', 'productId', new TableColumn(maybe(productId)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM channel_sku WHERE productId IS NULL');
    await runner.changeColumn('channel_sku', 'productId', new TableColumn(new Columns(runner).int('productId')));
  }
}
