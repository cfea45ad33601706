import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, key } from './columns.js';

const UNKNOWN_OUTCOMES = { name: 'ix_ack_status', columnNames: ['status', 'channelId'] };

/** What sync jobs see on the channels; acknowledgements whose outcome is unknown are looked for at every poll. */
export class Drift1764470000000 implements MigrationInterface {
  name = 'Drift1764470000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('channel_price', [
      key(c.int('channelId')),
      key(c.int('productId')),
      c.big('price'),
      c.big('since'),
      c.big('at'),
      c.text('actor', 128),
    ]);
    const ack = await runner.getTable('ack');
    const isThere = ack?.indices.some(({ name }) => name === UNKNOWN_OUTCOMES.name) ?? false;
    if (!isThere) await runner.createIndex('ack', new TableIndex(UNKNOWN_OUTCOMES));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('ack', UNKNOWN_OUTCOMES.name);
    await runner.dropTable('channel_price');
  }
}
