import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

/** The daily digest: who wants it and how, and what became of each. */
export class Digests1764620000000 implements MigrationInterface {
  name = 'Digests1764620000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('digest_setting', [
      key(c.int('userId')),
      c.json('channels'),
      maybe(c.text('mail', 254)),
      maybe(c.text('phone', 20)),
      c.text('at', 5),
      c.json('quietWeekdays'),
      c.json('quietDates'),
      maybe(c.big('testedAt')),
      c.big('updatedAt'),
    ]);
    await c.create(
      'digest',
      [
        c.id(),
        c.int('userId'),
        c.int('day'),
        c.text('channel', 16),
        c.int('runId'),
        c.text('state', 16),
        c.int('attempt'),
        maybe(c.big('nextAt')),
        c.big('claimedAt'),
        maybe(c.big('sentAt')),
        maybe(c.text('messageId', 255)),
        maybe(c.text('error', 500)),
        maybe(c.text('delivery', 16)),
        maybe(c.big('deliveryAt')),
      ],
      [
        { name: 'uq_digest_user_day', columnNames: ['userId', 'day', 'channel'], isUnique: true },
        { name: 'ix_digest_message', columnNames: ['messageId'] },
      ],
    );
    await c.create('message_status', [
      key(c.text('messageId', 255)),
      key(c.text('status', 16)),
      c.big('at'),
      maybe(c.text('error', 500)),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['message_status', 'digest', 'digest_setting']) await runner.dropTable(table);
  }
}
