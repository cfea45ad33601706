import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, maybe } from './columns.js';

/** Named days of the shop's calendar: campaigns, holidays, days on which prices stay. */
export class Calendar1764600000000 implements MigrationInterface {
  name = 'Calendar1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('calendar_window', [
      c.id(),
      c.text('kind', 16),
      c.text('name', 100),
      c.int('startsOn'),
      c.int('endsOn'),
      maybe(c.json('channels')),
      maybe(c.json('categories')),
      c.bool('isApproximate'),
      c.text('source', 500),
      c.text('note', 1000),
      c.int('revision'),
      c.text('updatedBy', 128),
      c.big('updatedAt'),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('calendar_window');
  }
}
