import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MysqlWriter } from '../../../src/db/bulk/mysql.js';
import { openWriter, type BulkWriter } from '../../../src/db/bulk/writer.js';
import type { Database } from '../../../src/db/database.js';
import { DATABASES, freshDatabase } from '../../database.js';

type Way = [kind: 'sqlite' | 'mariadb', way: string];
const WAYS: Way[] = DATABASES.flatMap((kind): Way[] =>
  kind === 'sqlite'
    ? [[kind, 'prepared inserts']]
    : [
        [kind, 'LOAD DATA'],
        [kind, 'multi-row INSERT'],
      ],
);
const COLUMNS = ['productId', 'day', 'location', 'onHand'];

describe.each(WAYS)('the bulk writer on %s by %s', (kind, way) => {
  let db: Database;
  let writer: BulkWriter;
  beforeAll(async () => {
    db = await freshDatabase(kind);
    writer = way === 'multi-row INSERT' ? await MysqlWriter.open(db.url, false) : await openWriter(db.url);
    afterAll(() => writer.close());
  });
  beforeEach(() => db.query('DELETE FROM stock_count'));
  const counts = () =>
    db.query<{ productId: number; onHand: number }>('SELECT productId, onHand FROM stock_count ORDER BY productId');

  it('leaves or replaces rows whose key is taken, and says how many it left', async () => {
    await writer.begin();
    expect(await writer.load('stock_count', COLUMNS, [1, 10, 'é\t\\', 5, 2, 10, '', 6], 'keep')).toBe(0);
    expect(await writer.load('stock_count', COLUMNS, [2, 10, '', 7, 3, 10, '', 8], 'keep')).toBe(1);
    await writer.commit();
    expect(await counts()).toMatchObject([{ onHand: 5 }, { onHand: 6 }, { onHand: 8 }]);
    expect((await db.query(`SELECT location FROM stock_count WHERE productId = 1`))[0]).toEqual({ location: 'é\t\\' });
    await writer.begin();
    await writer.load('stock_count', COLUMNS, [2, 10, '', 70], 'replace');
    await writer.commit();
    expect((await counts())[1]).toMatchObject({ productId: 2, onHand: 70 });
  });

  it('shows nothing before the commit, and undoes to a savepoint or whole', async () => {
    await writer.begin();
    await writer.load('stock_count', COLUMNS, [1, 10, '', 5], 'keep');
    await writer.savepoint('here');
    await writer.load('stock_count', COLUMNS, [2, 10, '', 5], 'keep');
    expect(await counts()).toEqual([]);
    await writer.rollback('here');
    expect(await writer.rows('SELECT productId FROM stock_count')).toEqual([[1]]);
    await writer.rollback();
    expect(writer.isInTransaction).toBe(false);
    expect(await counts()).toEqual([]);
  });

  it('carries loads out in the order in which they were asked for', async () => {
    await writer.begin();
    const loads = Array.from({ length: 20 }, (_, n) => writer.load('stock_count', COLUMNS, [1, 10, '', n], 'replace'));
    await Promise.all(loads);
    expect(await writer.rows('SELECT onHand FROM stock_count')).toEqual([[19]]);
    await writer.rollback();
  });

  it('says when the fast way is closed', () => {
    expect(writer.notes.length).toBe(way === 'multi-row INSERT' ? 1 : 0);
  });

  if (kind === 'sqlite') return; // it does not know lengths; the rows were checked before

  it('never cuts a value that does not fit', async () => {
    await writer.begin();
    const long = 'x'.repeat(101);
    await expect(writer.load('stock_count', COLUMNS, [1, 10, long, 5], 'keep')).rejects.toThrow(/values fit|too long/);
    await writer.rollback();
  });
});
