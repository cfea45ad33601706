import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

/** What a run has seen is kept, so that rules can be tried on it; what is tried on the past is kept; costs get a past. */
export class RunSheets1764300000000 implements MigrationInterface {
  name = 'RunSheets1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create(
      'run_sheet',
      [
        key(c.int('runId')),
        key(c.int('position')),
        key(c.int('part')),
        c.int('firstProductId'),
        c.int('lastProductId'),
        c.blob('body'),
      ],
      [{ name: 'ix_run_sheet_product', columnNames: ['runId', 'lastProductId'] }],
    );
    await c.create('fact_summary', [key(c.int('runId')), c.json('body')]);
    await c.create(
      'backtest',
      [
        c.id(),
        maybe(c.int('ruleSetVersion')),
        maybe(c.int('revision')),
        c.int('againstVersion'),
        c.json('rules'),
        c.json('days'),
        c.text('state', 16),
        c.int('done'),
        maybe(c.json('result')),
        maybe(c.text('error', 2000)),
        c.text('createdBy', 128),
        c.big('createdAt'),
        maybe(c.big('startedAt')),
        maybe(c.big('finishedAt')),
      ],
      [
        { name: 'ix_backtest_state', columnNames: ['state', 'id'] },
        { name: 'ix_backtest_version', columnNames: ['ruleSetVersion', 'id'] },
      ],
    );
    await c.create(
      'backtest_hit',
      [
        key(c.int('backtestId')),
        key(c.int('productId')),
        key(c.int('channelId')),
        key(c.int('day')),
        c.text('sku', 64),
        c.text('channelCode', 64),
        c.text('ruleName', 100),
        c.text('kind', 16),
        c.big('price'),
        c.big('listPrice'),
        c.int('discountBp'),
        maybe(c.big('gain')),
        c.big('discountGiven'),
        c.big('staleValue'),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create('product_cost', [key(c.int('productId')), key(c.big('since')), c.big('cost')], [], {
      withoutRowid: true,
    });
    await runner.query(
      'INSERT INTO product_cost (productId, since, cost) SELECT id, createdAt, cost FROM product WHERE cost IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['product_cost', 'backtest_hit', 'backtest', 'fact_summary', 'run_sheet']) {
      await runner.dropTable(table);
    }
  }
}
