import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, maybe } from './columns.js';

/** Webhooks: who wants to be told, what there is to tell, and how each telling went. */
export class Webhooks1764610000000 implements MigrationInterface {
  name = 'Webhooks1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('webhook_endpoint', [
      c.id(),
      c.text('url', 1000),
      c.json('types'),
      maybe(c.json('channels')),
      c.json('secrets'),
      c.text('state', 16),
      maybe(c.text('disabledReason', 500)),
      maybe(c.big('disabledAt')),
      maybe(c.big('failingSince')),
      maybe(c.big('lastSuccessAt')),
      c.text('createdBy', 128),
      c.big('createdAt'),
      c.big('updatedAt'),
    ]);
    await c.create(
      'webhook_event',
      [
        c.id(),
        c.text('messageId', 64),
        c.text('type', 32),
        maybe(c.text('openKey', 100)),
        c.json('data'),
        c.big('at'),
        maybe(c.big('dueAt')),
        maybe(c.longText('body')),
      ],
      [
        { name: 'uq_webhook_event_message', columnNames: ['messageId'], isUnique: true },
        { name: 'uq_webhook_event_open', columnNames: ['openKey'], isUnique: true },
        { name: 'ix_webhook_event_due', columnNames: ['dueAt'] },
      ],
    );
    await c.create(
      'webhook_delivery',
      [
        c.id(),
        c.int('eventId'),
        c.int('endpointId'),
        c.text('state', 16),
        c.int('attempt'),
        maybe(c.big('nextAt')),
        c.big('createdAt'),
        maybe(c.big('lastTriedAt')),
        maybe(c.int('statusCode')),
        maybe(c.int('durationMs')),
        maybe(c.text('answer', 500)),
        maybe(c.text('error', 500)),
      ],
      [
        { name: 'ix_webhook_delivery_due', columnNames: ['endpointId', 'state', 'nextAt'] },
        { name: 'ix_webhook_delivery_endpoint', columnNames: ['endpointId', 'id'] },
        { name: 'ix_webhook_delivery_event', columnNames: ['eventId'] },
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['webhook_delivery', 'webhook_event', 'webhook_endpoint']) await runner.dropTable(table);
  }
}
