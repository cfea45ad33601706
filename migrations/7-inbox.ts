import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, maybe } from './columns.js';

/** What the inbox sorts, filters and adds up by stands in columns of its own; one index answers pages, one totals. */
export class Inbox1764480000000 implements MigrationInterface {
  name = 'Inbox1764480000000';

  async up(runner: QueryRunner): Promise<void> {
    const table = (await runner.getTable('suggestion'))!;
    // A migration that was killed on a database without transactional DDL goes on where it stopped.
    for (const column of columns(runner)) {
      if (table.findColumnByName(column.name) === undefined) await runner.addColumn('suggestion', column);
    }
    const mean = (side: string, figure: string): string => `JSON_EXTRACT(why, '$.${side}.${figure}.mean')`;
    const integer = new Columns(runner).isSqlite ? 'INTEGER' : 'SIGNED';
    // Of an alert: holding the stale stock for 30 days at 20 % a year, as the policy was shipped.
    await runner.query(
      `UPDATE suggestion SET
         atStake = COALESCE(ABS(gain),
           CASE WHEN kind = 'alert' THEN ROUND(staleValue * 2000.0 * 30 / 365 / 10000)
             ELSE ROUND(ABS(${mean('ifApproved', 'revenue')} - ${mean('ifNothing', 'revenue')})) END, 0),
         ageDays = CAST(JSON_EXTRACT(why, '$.facts."stock.ageDaysOldest"') AS ${integer}),
         discountGiven = CASE kind
           WHEN 'discount' THEN ROUND((listPrice - price) * ${mean('ifApproved', 'units')})
           WHEN 'restore' THEN 0 WHEN 'alert' THEN 0 END`,
    );
    for (const [place, mark] of MARKS.entries()) {
      await runner.query(
        `UPDATE suggestion SET markBits = markBits + ${2 ** place} WHERE JSON_EXTRACT(why, '$.marks') LIKE '%"${mark}"%'`,
      );
    }
    for (const index of INDICES) {
      if (!table.indices.some(({ name }) => name === index.name)) await runner.createIndex('suggestion', index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of INDICES) await runner.dropIndex('suggestion', index);
    for (const column of columns(runner)) await runner.dropColumn('suggestion', column.name);
  }
}

/** As they were when this was released, in the order of their bits. */
const MARKS = [
  'loses-money',
  'unknown-cost',
  'cost-of-receipt',
  'age-at-least',
  'negative-stock',
  'short-history',
  'wholesale-order-capped',
  'elasticity-is-prior',
];

function columns(runner: QueryRunner): TableColumn[] {
  const c = new Columns(runner);
  return [
    { ...c.big('atStake'), default: '0' },
    maybe(c.int('ageDays')),
    maybe(c.big('discountGiven')),
    { ...c.int('markBits'), default: '0' },
  ].map((options) => new TableColumn(options));
}

const INDICES = [
  new TableIndex({
    name: 'ix_suggestion_inbox',
    columnNames: [
      ...['state', 'atStake', 'id', 'gain', 'staleValue', 'discountGiven', 'kind', 'channelCode', 'ruleName'],
      ...['category', 'ageDays', 'discountBp', 'needsSecondApproval', 'markBits', 'sku', 'productId'],
    ],
  }),
  new TableIndex({
    name: 'ix_suggestion_sums',
    columnNames: [
      ...['state', 'kind', 'channelCode', 'ruleName', 'category', 'gain', 'staleValue', 'discountGiven', 'atStake'],
      ...['ageDays', 'discountBp', 'needsSecondApproval', 'markBits', 'sku', 'productId'],
    ],
  }),
  new TableIndex({ name: 'ix_suggestion_end', columnNames: ['state', 'expiresAt'] }),
];
