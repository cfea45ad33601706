import type { AgeingDetail } from '../core/ageing/detail.js';
import type { Shop } from '../core/access.js';
import { escapeCsvCell } from '../core/intake/escape.js';
import { Refusal } from '../core/refusal.js';
import type { Run } from '../core/run.js';
import { formatDay } from '../core/units.js';
import { fromJson, type Database } from '../db/database.js';
import { openReader, type Row } from '../db/reader.js';
import { bucketsOf, staleStatement, staleTotals, type StaleFilter, type StaleOrder } from '../db/stores/stock.js';
import { xlsxOf, XLSX_ROWS_MAX, type SheetCell, type SheetColumn } from '../outside/files/xlsx-writer.js';

/** Rows that are read and written at a time: others are served in between. */
const BATCH_ROWS = 500;
/** Spreadsheets take a file for another alphabet without it. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What is asked for as a file: exactly the rows of the list, in its order, all pages of it. */
export interface StaleFile {
  run: Pick<Run, 'id' | 'asOf'>;
  filter: StaleFilter;
  order: StaleOrder;
  shop: Pick<Shop, 'currency' | 'scale'>;
  language: 'id' | 'en';
}

/** The list as CSV, line by line; cells that a spreadsheet would take for formulas are made harmless. */
export async function* staleCsv(db: Database, file: StaleFile): AsyncGenerator<string> {
  const columns = await columnsOf(db, file);
  yield `${BYTE_ORDER_MARK}${columns.map(({ title }) => escapeCsvCell(title)).join(',')}\r\n`;
  const text = (cell: SheetCell, { kind }: SheetColumn): string => {
    if (cell === null) return '';
    if (typeof cell === 'string') return escapeCsvCell(cell);
    return kind === 'day' ? formatDay(cell) : String(cell);
  };
  for await (const rows of cellsOf(db, file)) {
    yield rows.map((row) => `${row.map((cell, i) => text(cell, columns[i]!)).join(',')}\r\n`).join('');
  }
}

/**
 * The list as an XLSX workbook.
 * @throws Refusal `too-many-rows` when a sheet cannot hold it
 */
export async function staleXlsx(db: Database, file: StaleFile): Promise<AsyncGenerator<Uint8Array>> {
  const { products } = await staleTotals(db, file.run.id, file.filter);
  if (products >= XLSX_ROWS_MAX) {
    const message = `A sheet holds ${XLSX_ROWS_MAX - 1} products, and ${products} match: narrow the list, or take it as CSV.`;
    throw new Refusal('invalid', 'too-many-rows', message, { rows: products, max: XLSX_ROWS_MAX - 1 });
  }
  return xlsxOf(WORDS[file.language].sheet, await columnsOf(db, file), cellsOf(db, file));
}

const WORDS = {
  id: {
    sheet: 'Stok lama',
    name: 'Nama',
    category: 'Kategori',
    asOf: 'Per tanggal',
    onHand: 'Stok',
    staleUnits: 'Unit lama',
    staleValue: 'Nilai stok lama',
    isFlagged: 'Perlu ditangani',
    oldest: 'Umur tertua (hari)',
    average: 'Umur rata-rata (hari)',
    isAtLeast: 'Umur paling sedikit',
    receivedOn: 'Diterima paling awal',
    lastSale: 'Hari sejak penjualan terakhir',
    units30: 'Terjual 30 hari',
    units: (age: string) => `Unit ${age} hari`,
    value: (age: string) => `Nilai ${age} hari`,
    over: (from: number) => `≥ ${from}`,
    yes: 'ya',
    no: 'tidak',
  },
  en: {
    sheet: 'Stale stock',
    name: 'Name',
    category: 'Category',
    asOf: 'As of',
    onHand: 'On hand',
    staleUnits: 'Stale units',
    staleValue: 'Stale value',
    isFlagged: 'Needs attention',
    oldest: 'Oldest age (days)',
    average: 'Average age (days)',
    isAtLeast: 'Age is at least',
    receivedOn: 'First received',
    lastSale: 'Days since last sale',
    units30: 'Sold in 30 days',
    units: (age: string) => `Units ${age} days`,
    value: (age: string) => `Value ${age} days`,
    over: (from: number) => `≥ ${from}`,
    yes: 'yes',
    no: 'no',
  },
};

/** In the order of the cells of `cellsOf`. */
async function columnsOf(db: Database, { run, shop, language }: StaleFile): Promise<SheetColumn[]> {
  const words = WORDS[language];
  const number = (title: string, decimals = 0): SheetColumn => ({ title, kind: 'number', decimals });
  const money = (title: string) => number(`${title} (${shop.currency})`, shop.scale);
  const ages = (await bucketsOf(db, run.id)).map(({ from, to }) => (to === null ? words.over(from) : `${from}-${to}`));
  return [
    { title: 'SKU', kind: 'text', width: 20 },
    { title: words.name, kind: 'text', width: 40 },
    { title: words.category, kind: 'text', width: 18 },
    { title: words.asOf, kind: 'day', width: 12 },
    number(words.onHand),
    number(words.staleUnits),
    money(words.staleValue),
    { title: words.isFlagged, kind: 'text' },
    number(words.oldest),
    number(words.average, 1),
    { title: words.isAtLeast, kind: 'text' },
    { title: words.receivedOn, kind: 'day' },
    number(words.lastSale),
    number(words.units30),
    ...ages.map((age) => number(words.units(age))),
    ...ages.map((age) => money(words.value(age))),
  ];
}

/** The rows as cells, from one snapshot on a connection of its own. */
async function* cellsOf(db: Database, file: StaleFile): AsyncGenerator<SheetCell[][]> {
  const { sql, parameters } = staleStatement(file.run.id, file.filter, file.order);
  const reader = await openReader(db.url);
  try {
    for await (const rows of reader.batches(sql, parameters, BATCH_ROWS))
      yield rows.map((row) => cellsOfRow(row, file));
  } finally {
    await reader.close();
  }
}

/** A row of `staleStatement`. */
function cellsOfRow(row: Row, { run, shop, language }: StaleFile): SheetCell[] {
  const [
    sku,
    name,
    category,
    onHand,
    staleUnits,
    staleValue,
    isFlagged,
    oldest,
    deciDays,
    isAtLeast,
    lastSale,
    units30,
  ] = row;
  const { buckets, layers } = fromJson<AgeingDetail>(row[12]);
  const words = WORDS[language];
  const said = (value: unknown) => (Number(value) === 1 ? words.yes : words.no);
  const money = (amount: number) => amount / 10 ** shop.scale;
  return [
    sku!,
    name!,
    category!,
    run.asOf,
    onHand!,
    staleUnits!,
    money(Number(staleValue)),
    said(isFlagged),
    oldest!,
    deciDays === null ? null : Number(deciDays) / 10,
    said(isAtLeast),
    layers[0]?.receivedOn ?? null,
    lastSale!,
    units30!,
    ...buckets.map(({ units }) => units),
    ...buckets.map(({ value }) => money(value)),
  ];
}
