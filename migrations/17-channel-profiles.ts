import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, key } from './columns.js';

/** What channels take and what they refuse, every version of it. */
export class ChannelProfiles1764650000000 implements MigrationInterface {
  name = 'ChannelProfiles1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('channel_profile', [
      key(c.text('channelCode', 64)),
      key(c.int('version')),
      c.json('profiles'),
      c.text('note', 1000),
      c.text('createdBy', 128),
      c.big('createdAt'),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('channel_profile');
  }
}
