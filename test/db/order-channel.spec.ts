import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { DATABASES, freshUrl } from '../database.js';

const MIGRATION = 'OrderChannel1764670000000';
/** Ids that a database or its JSON could take for others. */
const ORDERS = ['a1', 'A1', 'Z\u00e9 "1"\\', '\u{1f600}'];

describe.each(DATABASES)('the migration that gives orders to their channels on %s', (kind) => {
  it('moves lines and waiting rows both ways, and goes back only while nothing would be lost', async () => {
    const db = await openDatabase(await freshUrl(kind));
    await migrate(db);
    const isThere = async (): Promise<boolean> =>
      (await db.query('SELECT name FROM migration WHERE name = ?', [MIGRATION])).length > 0;
    const goDown = async (): Promise<void> => {
      while (await isThere()) await db.source.undoLastMigration();
    };
    const addLine = (orderId: string, channelId: number, quantity: number) =>
      db.query(
        `INSERT INTO order_line (orderId, lineId, productId, channelId, orderedAt, day, quantity, unitPrice, sellerDiscount, status, returnedQuantity, importId)
         VALUES (?, 'L', 1, ?, 5, 20000, ?, 900, 7, 'sold', 1, 3)`,
        [orderId, channelId, quantity],
      );
    const addWaiting = (orderId: string, channel: string, key: string) =>
      db.query(
        `INSERT INTO waiting_row (kind, rowKey, channelId, channelSku, sku, units, money, body, importId, seenAt)
         VALUES ('orders', ?, 1, 'X', 'X', 1, 1, ?, 1, 1)`,
        [key, JSON.stringify({ orderId, lineId: 'L|1', channel })],
      );
    const lines = (): Promise<unknown[]> => db.query('SELECT * FROM order_line ORDER BY orderId, channelId');
    const waiting = async (): Promise<string[]> => {
      const rows: { rowKey: string }[] = await db.query(`SELECT rowKey FROM waiting_row ORDER BY seenAt, channelId`);
      return rows.map(({ rowKey }) => rowKey).sort();
    };

    await goDown();
    for (const [at, orderId] of ORDERS.entries()) {
      await addLine(orderId, 1 + (at % 2), at + 1);
      await addWaiting(orderId, 'shopee', `${orderId}|L|1`);
    }
    await db.query(
      `INSERT INTO waiting_row (kind, rowKey, channelId, channelSku, sku, units, money, body, importId, seenAt)
       VALUES ('listings', 'shopee|X', 1, 'X', 'X', 0, 0, '{}', 1, 1)`,
    );
    const before = await lines();
    const waitedBefore = await waiting();
    expect([before.length, waitedBefore.length]).toEqual([4, 5]);
    await migrate(db);
    expect(await lines()).toEqual(before);
    expect(await waiting()).toEqual([...ORDERS.map((orderId) => `${orderId}|L|1|shopee`), 'shopee|X'].sort());
    const drift = await db.source.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
    await expect(addLine('a1', 1, 9)).rejects.toThrow();
    await goDown();
    expect([await lines(), await waiting()]).toEqual([before, waitedBefore]);

    await migrate(db);
    await addLine('a1', 2, 9);
    await expect(goDown()).rejects.toThrow('1 order line(s) stand on more than one channel');
    await db.query(`DELETE FROM order_line WHERE orderId = 'a1' AND channelId = 2`);
    await addWaiting('a1', 'tokopedia', 'a1|L|1|tokopedia');
    await expect(goDown()).rejects.toThrow('such as a1|L|1|shopee');
    expect([await isThere(), await lines()]).toEqual([true, before]);
    await db.close();
  });
});
