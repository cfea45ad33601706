import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, maybe } from './columns.js';

/** Drafts of rule sets: where a version comes from, how often it was changed and by whom. */
export class RuleVersions1764100000000 implements MigrationInterface {
  name = 'RuleVersions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of columns(runner)) {
      // A migration that was killed on a database without transactional DDL goes on where it stopped.
      if (!(await runner.hasColumn('rule_set', column.name))) await runner.addColumn('rule_set', column);
    }
    // Until now whoever made a version published it.
    await runner.query('UPDATE rule_set SET publishedBy = createdBy WHERE publishedAt IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of columns(runner)) await runner.dropColumn('rule_set', column.name);
  }
}

function columns(runner: QueryRunner): TableColumn[] {
  const c = new Columns(runner);
  return [
    maybe(c.int('basedOn')),
    maybe(c.int('restoredFrom')),
    maybe(c.int('replaced')),
    { ...c.int('revision'), default: '1' },
    maybe(c.text('updatedBy', 128)),
    maybe(c.big('updatedAt')),
    maybe(c.text('publishedBy', 128)),
  ].map((options) => new TableColumn(options));
}
