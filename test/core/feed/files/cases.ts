import { parse } from 'csv-parse/sync';
import { quoteCsvCell } from '../../../../src/core/intake/escape.js';
import { priceFileFormat } from '../../../../src/core/feed/files/all.js';
import type { PriceFileFormatName } from '../../../../src/core/feed/files/format.js';
import type { FileNotation, PriceLine } from '../../../../src/core/feed/files/line.js';
import { planPatch, rowsOfGroups, type SheetRow } from '../../../../src/core/feed/files/patch.js';
import { writeTable, type Carried } from '../../../../src/core/feed/files/table.js';
import type { Cell } from '../../../../src/core/intake/header.js';
import { ZoneClock } from '../../../../src/core/intake/zone.js';

/** 09:15 in Jakarta on Tuesday, 2026-03-31. */
export const NOW = Date.UTC(2026, 2, 31, 2, 15);
/** Midnight in Jakarta between 2026-04-14 and 2026-04-15. */
export const END = Date.UTC(2026, 3, 14, 17);
export const NOTATION: FileNotation = { currency: 'IDR', scale: 0, clock: new ZoneClock('Asia/Jakarta'), now: NOW };

/** A running discount from 100,000 to 80,000 on SKU-<entry>, until the end of 14 April. */
export function line(entryId: number, change: Partial<PriceLine> = {}): PriceLine {
  return {
    entryId,
    revision: 1,
    action: 'set',
    kind: 'discount',
    sku: `SKU-${entryId}`,
    externalId: null,
    externalVariantId: null,
    channelSkus: [],
    price: 80_000,
    basePrice: 100_000,
    startsAt: NOW,
    readyAt: change.startsAt ?? NOW,
    endsAt: END,
    offer: {},
    obstacle: null,
    ...change,
  };
}

export const stop = (entryId: number): PriceLine => line(entryId, { action: 'stop', price: 100_000 });
export const base = (entryId: number): PriceLine => line(entryId, { kind: 'base', price: 100_000, endsAt: null });
export const voucher = (entryId: number): PriceLine =>
  line(entryId, {
    kind: 'voucher',
    offer: { voucher: { percentBp: 1_250, amount: null, minSpend: 50_000, maxDiscount: 10_000, quota: 100 } },
  });
export const bundle = (entryId: number): PriceLine =>
  line(entryId, {
    kind: 'bundle',
    price: 150_000,
    offer: {
      bundle: { partnerSku: 'GULA', partnerPrice: 70_000, discountBp: 1_176, bundlePrice: 150_000, listSum: 170_000 },
    },
  });

const rowsOf = (cells: Cell[][]): SheetRow[] => cells.map((row, i) => ({ line: i + 1, cells: row }));

/** As Shopee gives it: keys, template hash, labels, two rows of hints, data from row 7 (row 6 is empty and so not read). */
export function shopeeSheet(skus: string[]): SheetRow[] {
  const keys = ['product_id', 'product_name', 'variation_id', 'variation_name', 'parent_sku', 'variation_sku'];
  const labels = [
    'Kode Produk',
    'Nama Produk',
    'Kode Variasi',
    'Nama Variasi',
    'SKU Induk',
    'SKU',
    'Harga',
    'Stok',
    '',
  ];
  const rows = rowsOf([
    [...[...keys, 'variation_price', 'variation_stock.123', 'reason'].map((key) => `et_title_${key}`)],
    ['sales_info', 'a3f1'],
    labels,
    ['', '', '', '', '', '', 'Wajib', 'Wajib', ''],
    ['Tidak dapat diubah', '', 'Tidak dapat diubah', '', '', '', '', '', ''],
    ...skus.map((sku, i) => [`1844503${i}`, `Kopi ${i}`, `20641${i}`, '250 g', '', sku, '100000', '12', '']),
  ]);
  return rows.map(({ line, cells }) => ({ line: line > 5 ? line + 1 : line, cells }));
}

export const tiktokSheet = (skus: string[]): SheetRow[] =>
  rowsOf([
    ['product_id', 'product_name', 'sku_id', 'variation_value', 'price', 'quantity', 'seller_sku', 'status'],
    ['v3', '', '', '', '', '', '', ''],
    ['ID Produk', 'Nama Produk', 'ID SKU', 'Variasi', 'Harga', 'Kuantitas', 'SKU Penjual', 'Status'],
    ['Wajib', '', '', '', 'Wajib', '', '', ''],
    ['Tidak dapat diedit', '', 'Tidak dapat diedit', '', '', '', '', ''],
    ...skus.map((sku, i) => [
      `17295550001112223${i}`,
      'Kopi',
      `17295550001119990${i}`,
      '250 g',
      100_000,
      3,
      sku,
      'Aktif(1)',
    ]),
  ]);

/** The header set of 2025; each SKU is a product of its own. */
export const shopifySheet = (skus: string[]): SheetRow[] =>
  rowsOf([
    [
      'Title',
      'URL handle',
      'Description',
      'Option1 name',
      'Option1 value',
      'SKU',
      'Price',
      'Compare-at price',
      'Inventory quantity',
    ],
    ...skus.map((sku, i) => [`Kopi ${i}`, `kopi-${i}`, 'a, b', 'Title', 'Default Title', sku, '100000', '', '12']),
  ]);

const SHEETS: Partial<Record<PriceFileFormatName, (skus: string[]) => SheetRow[]>> = {
  'shopee-mass-update': shopeeSheet,
  'tiktok-batch-edit': tiktokSheet,
  'shopify-products': shopifySheet,
};

export interface Written extends Carried {
  /** All cells of the file by the readers of others, header first; of a workbook its sheet with the new prices. */
  cells: string[][];
  /** What the file says that a product costs: '' no sale price, undefined: nothing is said. */
  priceOf(sku: string): string | undefined;
}

const PRICE_COLUMN = { 'woocommerce-products': 1, 'google-merchant': 1, generic: 7 };

/** Makes a file of these lines; the merchant's own file, where one is needed, has every SKU of them but those in `missing`. */
export function written(
  name: PriceFileFormatName,
  lines: PriceLine[],
  { notation = NOTATION, missing = [] as string[], running = [] as PriceLine[] } = {},
): Written {
  const format = priceFileFormat(name);
  if (format.madeFrom === null) {
    const { text, ...rest } = writeTable(format, lines, running, notation);
    const delimiter = format.extension === 'tsv' ? '\t' : ',';
    const cells: string[][] = parse(text, { delimiter, ...(delimiter === '\t' ? { quote: false } : {}) });
    const at = PRICE_COLUMN[name as keyof typeof PRICE_COLUMN];
    const skuAt = name === 'generic' ? 4 : 0;
    return { ...rest, cells, priceOf: (sku) => cells.find((row) => row[skuAt] === sku)?.[at] };
  }
  const rows = SHEETS[name]!(lines.map(({ sku }) => sku).filter((sku) => !missing.includes(sku)));
  const plan = planPatch(format, lines, rows, notation);
  if (format.madeFrom === 'csv') {
    const { rows: out, leftOut } = rowsOfGroups(plan, rows[0]!.cells);
    const cells: string[][] = parse(out.map((row) => row.map(quoteCsvCell).join(',')).join('\r\n'));
    const [skuAt, at] = [cells[0]!.indexOf('SKU'), cells[0]!.indexOf('Price')];
    const carried = plan.carried.filter((each) => !leftOut.some(({ line }) => line === each));
    const priceOf = (sku: string) => cells.find((row) => row[skuAt] === sku)?.[at];
    return { carried, leftOut: [...plan.leftOut, ...leftOut], cells, priceOf };
  }
  const edited = new Map(plan.edits.map((edit) => [`${edit.line}:${edit.column}`, edit.text]));
  const cells = rows.map((row) => row.cells.map((cell, i) => edited.get(`${row.line}:${i}`) ?? String(cell)));
  const [skuAt, at] = name === 'shopee-mass-update' ? [5, 6] : [6, 4];
  return { ...plan, cells, priceOf: (sku) => cells.find((row) => row[skuAt] === sku)?.[at] };
}
