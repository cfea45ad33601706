import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

/** Files with prices that a person carries to a channel: what is in each, at which revision, and its bytes. */
export class PriceFiles1764640000000 implements MigrationInterface {
  name = 'PriceFiles1764640000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create(
      'price_file',
      [
        c.id(),
        c.int('channelId'),
        c.text('format', 32),
        c.text('contentHash', 64),
        c.int('bytes'),
        c.int('rowCount'),
        c.text('createdBy', 128),
        c.big('createdAt'),
        maybe(c.text('exportedBy', 128)),
        maybe(c.big('exportedAt')),
      ],
      [{ name: 'ix_price_file_channel', columnNames: ['channelId', 'id'] }],
    );
    await c.create(
      'price_file_item',
      [
        key(c.int('fileId')),
        key(c.int('position')),
        c.int('entryId'),
        c.int('revision'),
        c.text('action', 8),
        c.text('kind', 16),
        c.text('sku', 64),
        c.big('price'),
        maybe(c.big('shownPrice')),
        maybe(c.text('obstacle', 32)),
      ],
      [{ name: 'ix_price_file_item_entry', columnNames: ['entryId', 'revision'] }],
      { withoutRowid: true },
    );
    await c.create('price_file_part', [key(c.int('fileId')), key(c.int('position')), c.blob('body')]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['price_file_part', 'price_file_item', 'price_file']) await runner.dropTable(table);
  }
}
