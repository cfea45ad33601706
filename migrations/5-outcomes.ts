import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, key } from './columns.js';

/** What approved offers brought, as the last run measured it. */
export class Outcomes1764460000000 implements MigrationInterface {
  name = 'Outcomes1764460000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('outcome', [
      key(c.int('entryId')),
      c.int('measuredOn'),
      c.bool('isFinal'),
      c.text('state', 32),
      c.json('body'),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('outcome');
  }
}
