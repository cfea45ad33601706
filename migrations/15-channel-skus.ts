import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

/** What channels call a product, as the shop has said it, and the rows that wait for such a word. */
export class ChannelSkus1764630000000 implements MigrationInterface {
  name = 'ChannelSkus1764630000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create(
      'channel_sku',
      [
        key(c.int('channelId')),
        key(c.text('channelSku', 200)),
        c.int('productId'),
        c.text('updatedBy', 128),
        c.big('updatedAt'),
      ],
      [{ name: 'ix_channel_sku_product', columnNames: ['productId'] }],
    );
    await c.create(
      'waiting_row',
      [
        key(c.text('kind', 32)),
        key(c.text('rowKey', 400)),
        c.int('channelId'),
        c.text('channelSku', 200),
        c.text('sku', 200),
        maybe(c.text('externalId', 200)),
        maybe(c.text('name', 500)),
        maybe(c.int('day')),
        c.int('units'),
        c.big('money'),
        c.longText('body'),
        c.int('importId'),
        c.big('seenAt'),
      ],
      [{ name: 'ix_waiting_row_channel', columnNames: ['channelId', 'channelSku'] }],
    );
    // A migration that was killed on a database without transactional DDL goes on where it stopped.
    const listing = (await runner.getTable('listing'))!;
    for (const [name, column] of LISTING_INDICES) {
      if (listing.indices.some((index) => index.name === name)) continue;
      await runner.createIndex('listing', new TableIndex({ name, columnNames: ['channelId', column] }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of LISTING_INDICES) await runner.dropIndex('listing', name);
    for (const table of ['waiting_row', 'channel_sku']) await runner.dropTable(table);
  }
}

/** A row of a marketplace's file is looked up by the ids of its listing. */
const LISTING_INDICES = [
  ['ix_listing_external', 'externalId'],
  ['ix_listing_variant', 'externalVariantId'],
] as const;
