import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

const DECIDED_AT = new TableIndex({ name: 'ix_decision_at', columnNames: ['at'] });
/** Of the sales that a run read, and of its receipts and counts. */
const NEWEST_DAYS = ['lastSaleOn', 'lastStockOn'];

/** What every run found of stale stock by category and age, and which products it flagged or cleared: kept for trends. */
export class StaleTotals1764500000000 implements MigrationInterface {
  name = 'StaleTotals1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create(
      'stale_total',
      [
        key(c.int('runId')),
        key(c.int('asOf')),
        key(c.text('category', 200)),
        c.int('products'),
        c.int('flagged'),
        c.int('withoutCost'),
        c.big('staleUnits'),
        c.big('staleValue'),
        c.json('buckets'),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create(
      'flag_change',
      [
        key(c.int('runId')),
        key(c.int('productId')),
        c.bool('isFlagged'),
        c.int('staleUnits'),
        c.big('staleValue'),
        c.int('staleUnitsBefore'),
        c.big('staleValueBefore'),
      ],
      [],
      { withoutRowid: true },
    );
    // A migration that was killed on a database without transactional DDL goes on where it stopped.
    for (const name of NEWEST_DAYS) {
      if (!(await runner.hasColumn('run', name))) await runner.addColumn('run', new TableColumn(maybe(c.int(name))));
    }
    // What was decided between two runs is asked for by its moment.
    const indices = (await runner.getTable('decision'))?.indices ?? [];
    if (!indices.some(({ name }) => name === DECIDED_AT.name)) await runner.createIndex('decision', DECIDED_AT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('decision', DECIDED_AT);
    for (const name of NEWEST_DAYS) await runner.dropColumn('run', name);
    await runner.dropTable('flag_change');
    await runner.dropTable('stale_total');
  }
}
