import { expect, it, describe } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { ledgerFactsOf } from '../../src/db/stores/ledger.js';
import { ledgerOf } from '../../src/core/ledger/intervals.js';
import { DATABASES, freshUrl } from '../database.js';

const MIGRATION = 'PriceLedger1764660000000';

describe.each(DATABASES)('the migration to a price ledger on %s', (kind) => {
  it('begins with what an older database knows: base prices, also unrecorded ones, and the last sighting', async () => {
    const db = await openDatabase(await freshUrl(kind));
    await migrate(db);
    const isThere = async (): Promise<boolean> =>
      (await db.query('SELECT name FROM migration WHERE name = ?', [MIGRATION])).length > 0;
    while (await isThere()) await db.source.undoLastMigration();
    const product = (id: number, price: number) =>
      db.query(
        `INSERT INTO product (id, sku, name, tags, price, status, isStub, createdAt, updatedAt) VALUES (?, ?, '', '[]', ?, 'active', 0, 1, 1000)`,
        [id, `P-${id}`, price],
      );
    await product(1, 100);
    await product(2, 200);
    await db.query('INSERT INTO base_price (productId, channelId, since, price) VALUES (1, 0, 500, 90)');
    await db.query('INSERT INTO listing (productId, channelId, price, updatedAt) VALUES (2, 7, 210, 3000)');
    await db.query(
      `INSERT INTO channel_price (channelId, productId, price, since, at, actor) VALUES (7, 2, 195, 5000, 6000, 'key:abc')`,
    );
    for (let twice = 0; twice < 2; twice++) {
      await migrate(db);
      const of = async (productId: number, channelId: number, own: number | null) =>
        ledgerOf(await ledgerFactsOf(db.manager, { productId, channelId }, own, [])).map(
          ({ from, price, cause }) => `${from} ${price} ${cause}`,
        );
      expect(await of(1, 7, null)).toEqual(['500 90 base']); // what is on record is left as it is
      // Its own price came two seconds after the product's: the shop was being set up.
      expect(await of(2, 7, 210)).toEqual(['1000 210 base', '5000 195 observed']);
      expect(await db.query('SELECT since, until FROM price_sighting')).toEqual([{ since: 5000, until: 6000 }]);
      if (twice === 0) while (await isThere()) await db.source.undoLastMigration();
    }
    await db.close();
  });
});
