import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { matchHeader } from '../../../src/core/intake/header.js';
import type { ImportKind } from '../../../src/core/intake/records.js';
import { convertOnlineRetail, medianOf } from '../../../src/flow/demo/online-retail/convert.js';
import { deriveLots, derivedCost, packSize } from '../../../src/flow/demo/online-retail/lots.js';
import { workbook } from '../files/workbook.js';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
// Twenty rows; the comments say what should become of them.
const ROWS = [
  '500001,20001a,RED MUG ,6,2011-03-25 08:26:00,2.55,17850.0,United Kingdom', // sale, line 1
  '500001,20001A,RED MUG,6,2011-03-25 08:26:00,2.55,17850.0,United Kingdom', // the same again: a real second line
  '500001,POST,POSTAGE,1,2011-03-25 08:26:00,18.0,17850.0,United Kingdom', // not-a-product, but line 3
  '500001,20002,"TIN, BLUE",10,2011-03-25 08:26:00,5.00,17850.0,United Kingdom', // sale, line 4
  'C500002,20001A,RED MUG,-2,2011-03-26 09:00:00,2.55,17850.0,United Kingdom', // return on line 2, the later of two equals
  'C500003,20001A,RED MUG,-6,2011-03-26 09:05:00,2.55,17850.0,United Kingdom', // line 2 has only 4 left: return on line 1
  'C500004,20001A,RED MUG,-5,2011-03-26 09:10:00,2.55,17850.0,United Kingdom', // cancellation-without-sale: 4 are left
  'C500005,20001A,RED MUG,-1,2011-03-26 09:10:00,2.55,,United Kingdom', // cancellation-without-customer
  'C500006,20009,NEVER SOLD,-1,2011-03-26 09:10:00,2.55,17850.0,United Kingdom', // cancellation-without-sale
  '500007,20002,damaged,-3,2011-03-27 10:00:00,0.0,,United Kingdom', // stock-adjustment
  '500008,20002,,4,2011-03-27 10:00:00,0.0,,United Kingdom', // zero-price
  'A500009,20002,odd,1,2011-03-27 10:00:00,-11.0,,United Kingdom', // negative-price
  '500010,20002,BLUE TIN,1,2011-03-28 10:00:00,0.001,,Germany', // part-of-a-penny
  '500011,20002,BLUE TIN,many,2011-03-28 10:00:00,5.00,,Germany', // unreadable
  '500012,20002,BLUE TIN,2,2011-02-30 10:00:00,5.00,,Germany', // unreadable: no such day
  '500013,20002,"TIN, BLUE",2,4/1/2011 10:05,4.50,,EIRE', // sale; 1 April, month first
  '500014,gift_0001_20,VOUCHER,1,2011-04-01 10:00:00,16.67,,United Kingdom', // not-a-product
  '500015,m,Manual,1,2011-04-01 10:00:00,3.00,,France', // not-a-product
  '500016,20003,CLOCK,1,2011-04-01 10:00:00,25.00,,Japan', // sale
  'C500017,20003,CLOCK,-1,2011-03-31 10:00:00,25.00,17850.0,Japan', // cancellation-without-sale: before it, and another's
];

function convert(bytes: string | Buffer, name = 'sample.csv') {
  const dir = mkdtempSync(join(tmpdir(), 'online-retail-'));
  const input = join(dir, name);
  writeFileSync(input, bytes);
  return convertOnlineRetail(input, join(dir, 'out'));
}

async function convertSample(rows = ROWS) {
  const result = await convert(`${HEADER}\n${rows.join('\n')}\n`);
  const read = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');
  const files = Object.fromEntries(result.files.map(({ kind, path }) => [kind, read(path)]));
  return { ...result, read, files };
}

describe('the Online Retail converter', () => {
  it('accounts for every row: sales, returns and refused by reason add up to the rows in', async () => {
    const { report } = await convertSample();
    expect(report.rowsIn).toBe(20);
    expect(report.sales).toBe(5);
    expect(report.returns).toBe(2);
    expect(report.refused).toEqual({
      unreadable: 2,
      'not-a-product': 3,
      'stock-adjustment': 1,
      'negative-price': 1,
      'zero-price': 1,
      'part-of-a-penny': 1,
      'cancellation-without-customer': 1,
      'cancellation-without-sale': 3,
    });
  });

  it('books a cancellation on the latest earlier sale to that customer with enough units left', async () => {
    const { files } = await convertSample();
    expect(files.orders).toEqual([
      'order_id,ordered_at,channel,sku,quantity,unit_price,line_id,status,returned_quantity',
      '500001,2011-03-25T08:26:00+00:00,uk,20001A,6,2.55,1,returned,6',
      '500001,2011-03-25T08:26:00+00:00,uk,20001A,6,2.55,2,sold,2',
      '500001,2011-03-25T08:26:00+00:00,uk,20002,10,5.00,4,sold,0',
      '500013,2011-04-01T10:05:00+01:00,eire,20002,2,4.50,1,sold,0', // clocks changed on 27 March 2011
      '500016,2011-04-01T10:00:00+01:00,rest-of-world,20003,1,25.00,1,sold,0',
    ]);
  });

  it('lists each refused row with its line and reason', async () => {
    const { refusedPath, read } = await convertSample();
    const lines = read(refusedPath);
    expect(lines).toHaveLength(14);
    expect(lines[1]).toBe('4,not-a-product,500001,POST,POSTAGE,1,2011-03-25 08:26:00,18.0,United Kingdom');
    expect(lines.at(-1)).toBe('21,cancellation-without-sale,C500017,20003,CLOCK,-1,2011-03-31 10:00:00,25.00,Japan');
  });

  it('writes no customer number anywhere', async () => {
    const { files, refusedPath, read } = await convertSample();
    expect([...Object.values(files).flat(), ...read(refusedPath)].filter((line) => line.includes('17850'))).toEqual([]);
  });

  it('writes files whose headers the importer knows', async () => {
    const { files } = await convertSample();
    for (const [kind, lines] of Object.entries(files)) {
      expect(matchHeader(kind as ImportKind, lines[0]!.split(',')).ignored).toEqual([]);
    }
  });

  it('derives stock that covers the real sales and ends in a count equal to the books', async () => {
    const { files } = await convertSample();
    // 20001A: 12 sold, 8 returned, so 4 net: a pack of 12. 20002: 10 on 25 March and 2 on 1 April: two packs of 6.
    // 20003 costs 25 pounds: single pieces. Each first lot comes 7 days before the first sale; cost is 60 %.
    expect(files.receipts!.slice(1)).toEqual([
      '2011-03-18,20001A,12,1.53,derived-1',
      '2011-03-18,20002,12,2.70,derived-1',
      '2011-03-25,20003,1,15.00,derived-1',
    ]);
    expect(files.inventory!.slice(1)).toEqual(['2011-04-01,20001A,8', '2011-04-01,20002,0', '2011-04-01,20003,0']);
    expect(files.products![2]).toBe('20002,"TIN, BLUE",derived-stock,2.70,4.50,2011-03-18');
  });

  it('reads the same from a gzip file and from another order of columns', async () => {
    const plain = await convertSample();
    const packed = await convert(gzipSync(`${HEADER}\n${ROWS.join('\n')}\n`), 'sample.csv.gz');
    const renamed = await convert(
      `Country,Customer ID,Price,InvoiceDate,Quantity,Description,StockCode,Invoice\nFrance,1,2.5,2011-01-05 09:00,3,CUP,20001,500001\n`,
    );
    expect(packed.report).toEqual(plain.report);
    expect(renamed.report).toMatchObject({ rowsIn: 1, sales: 1, channels: { france: 1 } });
  });

  it("reads the workbook as UCI gives it: numbers as numbers, days as a spreadsheet's days", async () => {
    const at = (serial: number) => ({ xml: `<c s="2"><v>${serial}</v></c>` }); // 40627 is 2011-03-25
    const bytes = workbook({
      'Online Retail': [
        HEADER.split(','),
        [500001, '20001a', 'RED MUG', 6, at(40627.3513888889), 2.55, 17850, 'United Kingdom'],
        ['C500002', '20001A', 'RED MUG', -2, at(40628.375), 2.55, 17850, 'United Kingdom'],
        [500003, 20002, '', 1, at(40629.5), 0, '', 'Unspecified'],
      ],
    });
    const { report, files } = await convert(bytes, 'Online Retail.xlsx');
    expect(report).toMatchObject({ rowsIn: 3, sales: 1, returns: 1, refused: { 'zero-price': 1 } });
    const orders = readFileSync(files.find(({ kind }) => kind === 'orders')!.path, 'utf8').split('\n');
    expect(orders[1]).toBe('500001,2011-03-25T08:26:00+00:00,uk,20001A,6,2.55,1,sold,2');
  });

  it('refuses a file of another kind and one without a sale, and says what is missing', async () => {
    await expect(convert('sku,name\nA,B\n')).rejects.toMatchObject({ code: 'missing-columns' });
    await expect(convert(`${HEADER}\n${ROWS[2]}\n`)).rejects.toMatchObject({ code: 'no-sales' });
  });
});

describe('the recipe of lots', () => {
  it('fills up every 28 days to the larger of the coming 28 days and the last 28', () => {
    const units = new Array<number>(80).fill(0);
    units[7] = 30; // first sale; the first lot comes on day 0 and covers days 0 to 55
    units[40] = 10;
    units[60] = 3; // third lot, day 56: 3 are coming, 10 went in days 28 to 55
    // Lot 1: 40, in packs of 12: 48. Day 28: 18 left, 30 went in the last 28 days: 12. Day 56: 20 left, target 10: none.
    expect(deriveLots(units, 12)).toEqual([
      { offset: 0, quantity: 48 },
      { offset: 28, quantity: 12 },
    ]);
  });

  it('buys nothing for what was never sold on balance', () => {
    expect(deriveLots([0, 0, 0], 6)).toEqual([]);
  });

  it('takes 60 % of the middle price as cost and packs cheap things by the dozen', () => {
    expect(
      medianOf(
        new Map([
          [500, 2],
          [100, 1],
          [300, 3],
        ]),
      ),
    ).toBe(300);
    expect(
      medianOf(
        new Map([
          [500, 1],
          [300, 1],
        ]),
      ),
    ).toBe(300);
    expect([derivedCost(255), derivedCost(1)]).toEqual([153, 1]);
    expect([packSize(499), packSize(500), packSize(2_000)]).toEqual([12, 6, 1]);
  });
});
