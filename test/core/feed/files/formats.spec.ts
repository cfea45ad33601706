import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { priceFileFormat } from '../../../../src/core/feed/files/all.js';
import { PRICE_FILE_FORMATS, type PatchFormat, type TableFormat } from '../../../../src/core/feed/files/format.js';
import { plainAmount, plainInstant } from '../../../../src/core/feed/files/line.js';
import { planPatch, rowsOfGroups } from '../../../../src/core/feed/files/patch.js';
import { writeTable } from '../../../../src/core/feed/files/table.js';
import { ZoneClock } from '../../../../src/core/intake/zone.js';
import { DAY_MS } from '../../../../src/core/units.js';
import {
  base,
  bundle,
  END,
  line,
  NOTATION,
  NOW,
  shopeeSheet,
  shopifySheet,
  stop,
  tiktokSheet,
  voucher,
  written,
} from './cases.js';

const reasons = ({ leftOut }: ReturnType<typeof written>) =>
  Object.fromEntries(leftOut.map(({ line, obstacle }) => [line.sku, obstacle]));
const planned = (entryId: number) => line(entryId, { startsAt: NOW + DAY_MS });

/** What a format is to say of the common cases. */
const SAYS = {
  'shopee-mass-update': { offer: '80000', planned: 'not-yet', base: '100000', kinds: 'public', formula: 'carried' },
  'tiktok-batch-edit': { offer: '80000', planned: 'not-yet', base: '100000', kinds: 'public', formula: 'carried' },
  'shopify-products': { offer: '80000', planned: 'not-yet', base: '100000', kinds: 'public', formula: 'left-out' },
  'woocommerce-products': { offer: '80000', planned: 'carried', base: '', kinds: 'public', formula: 'left-out' },
  'google-merchant': { offer: '80000 IDR', planned: 'carried', base: undefined, kinds: 'public', formula: 'left-out' },
  generic: { offer: '80000', planned: 'not-yet', base: '100000', kinds: 'all', formula: 'escaped' },
} as const;

describe.each(PRICE_FILE_FORMATS)('a price file for %s', (name) => {
  const says = SAYS[name];

  it('puts an offer up, and the base price back where an offer is over or a return to it was approved', () => {
    const file = written(name, [line(1), stop(2), base(3)]);
    expect(file.leftOut).toEqual([]);
    expect(file.carried.map(({ sku }) => sku)).toEqual(['SKU-1', 'SKU-2', 'SKU-3']);
    expect(['SKU-1', 'SKU-2', 'SKU-3'].map(file.priceOf)).toEqual([says.offer, says.base, says.base]);
  });

  it('carries what begins later only where the channel begins it by itself', () => {
    const file = written(name, [planned(1)]);
    if (says.planned === 'not-yet') expect(reasons(file)).toEqual({ 'SKU-1': 'not-yet' });
    else expect(file.carried).toHaveLength(1);
  });

  it('names vouchers and bundles that it cannot carry', () => {
    const file = written(name, [voucher(1), bundle(2), line(3)]);
    if (says.kinds === 'all') expect(file.carried).toHaveLength(3);
    else expect(reasons(file)).toEqual({ 'SKU-1': 'voucher', 'SKU-2': 'bundle' });
    expect(file.priceOf('SKU-3')).toBe(says.offer);
  });

  it('leaves out what must be looked at first', () => {
    const file = written(name, [line(1, { obstacle: 'outside-edit' }), line(2, { obstacle: 'outcome-unknown' })]);
    expect(reasons(file)).toEqual({ 'SKU-1': 'outside-edit', 'SKU-2': 'outcome-unknown' });
  });

  it.each(['=1+1', '+62 8', '@SUM(A1)', '-x', '\t=1'])('writes no formula for the SKU %j', (sku) => {
    const file = written(name, [line(1, { sku }), line(2)]);
    expect(file.priceOf('SKU-2')).toBe(says.offer);
    if (says.formula === 'left-out') expect(reasons(file)).toEqual({ [sku]: 'formula-like' });
    if (says.formula !== 'carried') {
      expect(file.cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }
  });

  it('writes decimals where the currency has them, with a point and without thousands', () => {
    const dollars = { ...NOTATION, currency: 'USD', scale: 2 };
    const file = written(name, [line(1, { price: 123_405, basePrice: 200_000 })], { notation: dollars });
    expect(file.priceOf('SKU-1')).toBe(name === 'google-merchant' ? '1234.05 USD' : '1234.05');
  });

  it('is empty without lines', () => {
    expect(written(name, [])).toMatchObject({ carried: [], leftOut: [] });
  });
});

describe.each(['shopee-mass-update', 'tiktok-batch-edit', 'shopify-products'] as const)(
  'the own file for %s',
  (name) => {
    it('says which products are not in it', () => {
      const file = written(name, [line(1), line(2)], { missing: ['SKU-2'] });
      expect(reasons(file)).toEqual({ 'SKU-2': 'not-in-file' });
    });

    it('is refused when it is another one', () => {
      const rows = [{ line: 1, cells: ['sku', 'name', 'stock'] }];
      const format = priceFileFormat(name) as PatchFormat;
      expect(() => planPatch(format, [line(1)], rows, NOTATION)).toThrow(/not the file that is needed/);
      expect(() => planPatch(format, [line(1)], [], NOTATION)).toThrow(/not the file that is needed/);
    });
  },
);

describe('a marketplace workbook', () => {
  const shopee = priceFileFormat('shopee-mass-update') as PatchFormat;
  const tiktok = priceFileFormat('tiktok-batch-edit') as PatchFormat;

  it('is changed in the price cells of its products alone; a cell that is right already stays', () => {
    const rows = shopeeSheet(['SKU-1', 'SKU-2', 'SKU-3']);
    const plan = planPatch(shopee, [line(1), stop(3)], rows, NOTATION);
    expect(plan.edits).toEqual([{ line: 7, column: 6, text: '80000' }]);
    expect([...plan.shown]).toEqual([
      [1, 100_000],
      [3, 100_000],
    ]);
  });

  it('of the other marketplace is not taken, though its ids have the same titles', () => {
    expect(() => planPatch(shopee, [line(1)], tiktokSheet(['SKU-1']), NOTATION)).toThrow(/not the file that is needed/);
    const labels = ['Product ID', 'Variation ID', 'Parent SKU', 'SKU', 'Price'];
    const sheet = [labels, ['18445031', '0', 'SKU-1', '', '100000']].map((cells, i) => ({ line: i + 1, cells }));
    expect(() => planPatch(tiktok, [line(1)], sheet, NOTATION)).toThrow(/not the file that is needed/);
    expect(planPatch(shopee, [line(1)], sheet, NOTATION).edits).toEqual([{ line: 2, column: 4, text: '80000' }]);
  });

  it('is matched by the id of the variation, of a product without variations by its own, else by SKU', () => {
    const rows = tiktokSheet(['', 'other', 'SKU-3']);
    const lines = [
      line(1, { externalId: '172955500011122230', externalVariantId: '172955500011199900' }),
      line(2, { externalId: '172955500011122231' }),
      line(3),
    ];
    expect(planPatch(tiktok, lines, rows, NOTATION).edits.map((edit) => edit.line)).toEqual([6, 7, 8]);
  });

  it('has several variants of a product whose listing names none: one of them is asked for, not the whole file', () => {
    const rows = tiktokSheet(['', '']).map(({ line, cells }) =>
      line > 5 ? { line, cells: cells.with(0, '172955500011122230') } : { line, cells },
    );
    const item = { externalId: '172955500011122230' };
    expect(planPatch(tiktok, [line(1, item), line(2)], rows, NOTATION).leftOut).toMatchObject([
      { line: { sku: 'SKU-1' }, obstacle: 'ambiguous' },
      { line: { sku: 'SKU-2' }, obstacle: 'not-in-file' },
    ]);
    const named = line(1, { ...item, externalVariantId: '172955500011199901' });
    expect(planPatch(tiktok, [named], rows, NOTATION).edits.map((edit) => edit.line)).toEqual([7]);
  });

  it('is matched by what the channel calls the product, in every row of that name', () => {
    const rows = shopeeSheet(['toko-1', 'SKU-1', 'toko-2']);
    const known = line(1, { channelSkus: ['toko-1', '206412'] });
    expect(planPatch(shopee, [known], rows, NOTATION).edits.map((edit) => edit.line)).toEqual([7, 9]);
  });

  it('is read on where the product stands on its first row only', () => {
    const rows = shopeeSheet(['', 'SKU-2', '']).map(({ line, cells }) => ({
      line,
      cells: line > 7 ? ['', '', ...cells.slice(2)] : cells,
    }));
    const known = line(1, { externalId: '18445030', externalVariantId: '206412' });
    expect(planPatch(shopee, [known, line(2)], rows, NOTATION).edits.map((edit) => edit.line)).toEqual([9, 8]);
  });

  it('is not guessed at: a SKU that stands twice is named', () => {
    const rows = shopeeSheet(['SKU-1', 'SKU-1']);
    expect(planPatch(shopee, [line(1)], rows, NOTATION).leftOut).toMatchObject([{ obstacle: 'ambiguous' }]);
  });

  it('is read by its labels where the keys are missing, in four rows of header as in six, and by the parent SKU', () => {
    const [, , labels, , , ...data] = shopeeSheet(['', '']);
    const rows = [labels!, ...data].map(({ cells }, i) => ({ line: i + 1, cells: [...cells] }));
    rows[1]!.cells[4] = 'SKU-1';
    expect(planPatch(shopee, [line(1)], rows, NOTATION).edits).toEqual([{ line: 2, column: 6, text: '80000' }]);
  });

  it('is refused when its prices are read-only, or when it has more rows than the channel takes', () => {
    const locked = tiktokSheet(['SKU-1']).map(({ line, cells }) => ({
      line,
      cells: line === 5 ? cells.map(() => 'Tidak dapat diedit') : cells,
    }));
    expect(() => planPatch(tiktok, [line(1)], locked, NOTATION)).toThrow(/prices of this file cannot be changed/);
    const many = tiktokSheet(Array.from({ length: 5_001 }, (_, i) => `S-${i}`));
    expect(() => planPatch(tiktok, [], many, NOTATION)).toThrow(/5001 products/);
  });
});

describe('a Shopify file', () => {
  const shopify = priceFileFormat('shopify-products') as PatchFormat;

  it('gives back all variants of a product that changes, without stock and texts, as the golden file has it', () => {
    const [header] = shopifySheet([]);
    const row = (title: string, handle: string, option: string, sku: string, price: string, was = '') => [
      ...[title, handle, 'text', 'Ukuran', option, sku, price, was, '7'],
    ];
    const cells = [
      header!.cells,
      row('Kopi "Gayo", asli', 'kopi', '250 g', 'SKU-1', '100000'),
      row('', 'kopi', '500 g', "'0815", '190000', '200000'),
      ['', 'kopi', '', '', '', '', '', '', ''],
      row('Teh', 'teh', '100 g', 'SKU-9', '50000'),
      row('Gula', 'gula', '1 kg', 'SKU-2', '80000', '100000'),
    ];
    const rows = cells.map((each, i) => ({ line: i + 1, cells: each }));
    const plan = planPatch(shopify, [line(1), stop(2)], rows, NOTATION);
    const { rows: out } = rowsOfGroups(plan, rows[0]!.cells);
    expect(out).toEqual([
      ['Title', 'URL handle', 'Option1 name', 'Option1 value', 'SKU', 'Price', 'Compare-at price'],
      ['Kopi "Gayo", asli', 'kopi', 'Ukuran', '250 g', 'SKU-1', '80000', '100000'],
      ['', 'kopi', 'Ukuran', '500 g', "'0815", '190000', '200000'],
      ['Gula', 'gula', 'Ukuran', '1 kg', 'SKU-2', '100000', ''],
    ]);
  });

  it('knows the older titles', () => {
    const header = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant SKU', 'Variant Inventory Qty'];
    const rows = [
      { line: 1, cells: [...header, 'Variant Price', 'Variant Compare At Price', 'Image Src'] },
      { line: 2, cells: ['kopi', 'Kopi', 'Title', 'Default Title', 'SKU-1', '5', '100000', '', 'https://x'] },
    ];
    const { rows: out } = rowsOfGroups(planPatch(shopify, [line(1)], rows, NOTATION), rows[0]!.cells);
    expect(out[1]).toEqual(['kopi', 'Kopi', 'Title', 'Default Title', 'SKU-1', '80000', '100000']);
  });
});

it('names a product as the channel does, wherever it is listed', () => {
  const known = line(1, { channelSkus: ['toko-1', 'toko-2'] });
  expect(written('woocommerce-products', [known]).cells.map(([sku]) => sku)).toEqual(['SKU', 'toko-1', 'toko-2']);
  expect(written('google-merchant', [known]).cells.map(([id]) => id)).toEqual(['id', 'toko-1', 'toko-2']);
});

describe('whole days of WooCommerce', () => {
  const dates = (startsAt: number, endsAt: number | null) =>
    written('woocommerce-products', [line(1, { startsAt, endsAt })]).cells[1]?.slice(2) ?? 'left out';

  it('begin no earlier and end no later than the window', () => {
    expect(dates(NOW, END)).toEqual(['2026-03-31', '2026-04-14']);
    // planned for 15:00 on 2 April: from the 3rd on; until 15:00 on the 10th: to the 9th
    expect(dates(Date.UTC(2026, 3, 2, 8), Date.UTC(2026, 3, 10, 8))).toEqual(['2026-04-03', '2026-04-09']);
    // midnight belongs to the day that begins
    expect(dates(Date.UTC(2026, 3, 1, 17), Date.UTC(2026, 3, 2, 17))).toEqual(['2026-04-02', '2026-04-02']);
    expect(dates(NOW, null)).toEqual(['2026-03-31', '']);
  });

  it('leave out a price without a whole day left', () => {
    const short = line(1, { endsAt: Date.UTC(2026, 2, 31, 8) });
    expect(reasons(written('woocommerce-products', [short]))).toEqual({ 'SKU-1': 'whole-days' });
  });
});

describe('a supplemental feed', () => {
  it('holds what runs already too, and no period of more than 51 characters', () => {
    const file = written('google-merchant', [line(1), stop(2)], { running: [line(3), line(4, { externalId: 'g-4' })] });
    expect(file.cells.map(([id]) => id)).toEqual(['id', 'SKU-1', 'SKU-3', 'g-4']);
    expect(file.carried.map(({ sku }) => sku)).toEqual(['SKU-1', 'SKU-2']);
    const [, , period] = file.cells[1]!;
    expect(period).toBe('2026-03-31T09:15:00+07:00/2026-04-14T23:59:59+07:00');
    expect(period).toHaveLength(51);
  });
});

describe('the golden files', () => {
  const lines = [
    line(1, { externalId: '184', externalVariantId: '206' }),
    stop(2),
    voucher(3),
    bundle(4),
    line(5, { sku: '=cmd()' }),
  ];
  it.each(['woocommerce-products', 'google-merchant', 'generic'] as const)('are what %s is written as', (name) => {
    const format = priceFileFormat(name) as TableFormat;
    const { text } = writeTable(format, lines, [], NOTATION);
    const golden = readFileSync(join(import.meta.dirname, 'golden', `${name}.${format.extension}`), 'utf8');
    expect(text.replaceAll('\r\n', '\n')).toBe(golden);
  });
});

describe('amounts and moments', () => {
  it('are plain', () => {
    expect([0, 5, 123_456].map((amount) => plainAmount(amount, 0))).toEqual(['0', '5', '123456']);
    expect([0, 5, 123_456, -5].map((amount) => plainAmount(amount, 2))).toEqual(['0.00', '0.05', '1234.56', '-0.05']);
    expect(plainInstant(NOW, new ZoneClock('Asia/Jayapura'))).toBe('2026-03-31T11:15:00+09:00');
    expect(plainInstant(NOW, new ZoneClock('America/St_Johns'))).toBe('2026-03-30T23:45:00-02:30');
  });
});
