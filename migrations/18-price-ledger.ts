import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

/** All prices that sync jobs have seen, and where base prices came from: with entries and acknowledgements the price ledger. */
export class PriceLedger1764660000000 implements MigrationInterface {
  name = 'PriceLedger1764660000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create(
      'price_sighting',
      [
        key(c.int('productId')),
        key(c.int('channelId')),
        key(c.big('since')),
        c.big('until'),
        c.big('price'),
        c.text('actor', 128),
      ],
      [],
      { withoutRowid: true },
    );
    // A migration that was killed on a database without transactional DDL goes on where it stopped.
    if (!(await runner.hasColumn('base_price', 'importId'))) {
      await runner.addColumn('base_price', new TableColumn(maybe(c.int('importId'))));
    }
    const notThere =
      'NOT EXISTS (SELECT 1 FROM price_sighting s WHERE s.productId = c.productId AND s.channelId = c.channelId)';
    await runner.query(
      `INSERT INTO price_sighting (productId, channelId, since, until, price, actor)
       SELECT c.productId, c.channelId, c.since, c.at, c.price, c.actor FROM channel_price c WHERE ${notThere}`,
    );
    // Prices without a record, as of shops that were filled by hand: on record from when they were last changed.
    await runner.query(
      `INSERT INTO base_price (productId, channelId, since, price) SELECT p.id, 0, p.updatedAt, p.price FROM product p
       WHERE p.price IS NOT NULL AND NOT EXISTS (SELECT 1 FROM base_price b WHERE b.productId = p.id AND b.channelId = 0)`,
    );
    await runner.query(
      `INSERT INTO base_price (productId, channelId, since, price)
       SELECT l.productId, l.channelId, l.updatedAt, l.price FROM listing l WHERE l.price IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM base_price b WHERE b.productId = l.productId AND b.channelId = l.channelId)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('base_price', 'importId');
    await runner.dropTable('price_sighting');
  }
}
