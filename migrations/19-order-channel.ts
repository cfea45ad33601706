import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

const KEY = ['orderId', 'channelId', 'lineId'];
const KEY_BEFORE = ['orderId', 'lineId'];
/** What the key of a waiting row is made of, by the names in its body. */
const WAITING_KEY = ['orderId', 'lineId', 'channel'];
const WAITING_KEY_BEFORE = ['orderId', 'lineId'];

const INDICES = [
  new TableIndex({ name: 'ix_order_line_product_day', columnNames: ['productId', 'day', 'channelId'] }),
  new TableIndex({ name: 'ix_order_line_import', columnNames: ['importId'] }),
];

/** An order line belongs to its channel: two channels can give out the same order number. */
export class OrderChannel1764670000000 implements MigrationInterface {
  name = 'OrderChannel1764670000000';

  async up(runner: QueryRunner): Promise<void> {
    await setKey(runner, KEY);
    await setWaitingKey(runner, WAITING_KEY);
  }

  /** @throws while two channels have the same line, which the key of before cannot hold; nothing has changed then */
  async down(runner: QueryRunner): Promise<void> {
    await refuseShared(runner, 'order_line', 'orderId', KEY_BEFORE.join(', '));
    const waiting = `waiting_row WHERE kind = 'orders'`;
    await refuseShared(runner, waiting, 'rowKey', waitingKey(runner, WAITING_KEY_BEFORE));
    await setKey(runner, KEY_BEFORE);
    await setWaitingKey(runner, WAITING_KEY_BEFORE);
  }
}

async function setKey(runner: QueryRunner, columns: readonly string[]): Promise<void> {
  const c = new Columns(runner);
  if (!c.isSqlite) {
    // One statement, which does no harm when it comes again after a kill.
    await runner.query(`ALTER TABLE order_line DROP PRIMARY KEY, ADD PRIMARY KEY (${columns.join(', ')})`);
    return;
  }
  // A table without row ids lies in its key, so the lines move into a new one.
  const all = [
    c.text('orderId', 64),
    c.int('channelId'),
    c.text('lineId', 100),
    c.int('productId'),
    c.big('orderedAt'),
    c.int('day'),
    c.int('quantity'),
    c.big('unitPrice'),
    maybe(c.big('listPrice')),
    maybe(c.big('sellerDiscount')),
    c.text('status', 16),
    c.int('returnedQuantity'),
    c.int('importId'),
  ].map((column) => (columns.includes(column.name) ? key(column) : column));
  await runner.createTable(new Table({ name: 'order_line_moved', columns: all, withoutRowid: true }));
  const names = all.map(({ name }) => name).join(', ');
  await runner.query(
    `INSERT INTO order_line_moved (${names}) SELECT ${names} FROM order_line ORDER BY ${columns.join(', ')}`,
  );
  await runner.dropTable('order_line');
  await runner.query('ALTER TABLE order_line_moved RENAME TO order_line');
  await runner.createIndices('order_line', INDICES);
}

/** Made from the body, so that it comes out the same however often it is made. */
async function setWaitingKey(runner: QueryRunner, names: readonly string[]): Promise<void> {
  await runner.query(`UPDATE waiting_row SET rowKey = ${waitingKey(runner, names)} WHERE kind = 'orders'`);
}

function waitingKey(runner: QueryRunner, names: readonly string[]): string {
  if (new Columns(runner).isSqlite) return names.map((name) => `json_extract(body, '$.${name}')`).join(` || '|' || `);
  const parts = names.map((name) => `JSON_UNQUOTE(JSON_EXTRACT(body, '$.${name}'))`);
  return `CONCAT_WS('|', ${parts.join(', ')}) COLLATE utf8mb4_bin`;
}

async function refuseShared(runner: QueryRunner, rows: string, name: string, by: string): Promise<void> {
  const shared = `SELECT MIN(${name}) AS name FROM ${rows} GROUP BY ${by} HAVING COUNT(*) > 1`;
  const [found]: { count: number; name: string | null }[] = await runner.query(
    `SELECT COUNT(*) AS count, MIN(name) AS name FROM (${shared}) shared`,
  );
  if (Number(found!.count) === 0) return;
  throw new Error(
    `${found!.count} order line(s) stand on more than one channel under the same numbers (such as ${found!.name}); the schema ` +
      'of before can hold one of each only. Nothing has changed. Keep this schema, or delete those of the other channels ' +
      `from ${rows.split(' ')[0]} first.`,
  );
}
