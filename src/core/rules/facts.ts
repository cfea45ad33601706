import { assert } from '../units.js';
import type { Facts, FactTable, FactType, FactValue } from './rule.js';

export type FactUnit =
  'money' | 'bp' | 'days' | 'units' | 'units/day' | 'milli' | 'orders' | 'day' | 'code' | 'text' | 'count' | 'yes/no';

/** What the editor, the API, the checks and the documents know of one fact. */
export interface Fact {
  /** The id in a rule: `"fact": "stock.ageDaysOldest"`. */
  name: string;
  type: FactType;
  unit: FactUnit;
  /** May be null: not known, or there is no such thing. */
  nullable: boolean;
  sentence: { id: string; en: string };
  /** Whether its values are whole numbers: then `> 30` and `< 31` leave nothing. Numbers only; else false. */
  isWhole: boolean;
  /** Smallest and largest value that can occur; null = open. Numbers only. */
  range: [number | null, number | null] | null;
  example: FactValue;
  /** A companion: true when that fact is not null. It has no column of its own. */
  knownOf: string | null;
}

const FULL = 10_000;

/** Averages, rates and expectations: the numbers that core/factsheet.ts fills without rounding them to whole ones. */
const FRACTIONS = new Set([
  'stock.ageDaysAverage',
  'sales.velocity',
  'channelSales.velocity',
  'demand.elasticity',
  'demand.expectedUnits30',
  'cut.expectedUnits',
]);

function fact(
  name: string,
  type: FactType,
  unit: FactUnit,
  nullable: boolean,
  example: FactValue,
  range: Fact['range'],
  id: string,
  en: string,
): Fact {
  const isWhole = type === 'number' && !FRACTIONS.has(name);
  return { name, type, unit, nullable, sentence: { id, en }, isWhole, range, example, knownOf: null };
}

/** `sales` and `channelSales` say the same of all channels and of this one. */
function salesFacts(group: string, id: string, en: string): Fact[] {
  // prettier-ignore
  return [
    fact(`${group}.units7`, 'number', 'units', false, 3, [0, null], `Unit terjual 7 hari terakhir ${id}`, `Units sold in the last 7 days ${en}`),
    fact(`${group}.units30`, 'number', 'units', false, 14, [0, null], `Unit terjual 30 hari terakhir ${id}`, `Units sold in the last 30 days ${en}`),
    fact(`${group}.units90`, 'number', 'units', false, 51, [0, null], `Unit terjual 90 hari terakhir ${id}`, `Units sold in the last 90 days ${en}`),
    fact(`${group}.velocity`, 'number', 'units/day', true, 0.5, [0, null], `Perkiraan unit per hari pada harga sekarang, di hari ada stok, ${id}`, `Expected units per day at the current price on a day with stock ${en}`),
    fact(`${group}.trendBp`, 'number', 'bp', true, -2500, [-FULL, null], `Perubahan laju penjualan belakangan ini ${id}; 0 = tetap, negatif = melambat`, `Change of the pace of sales lately ${en}; 0 = steady, negative = slowing`),
    fact(`${group}.returnRateBp`, 'number', 'bp', true, 200, [0, null], `Bagian unit terjual yang dikembalikan dalam 90 hari ${id}`, `Share of units sold that came back in 90 days ${en}`),
    fact(`${group}.sellThrough30Bp`, 'number', 'bp', true, 3200, [0, FULL], `Terjual 30 hari dibagi (terjual + stok sekarang) ${id}`, `Sold in 30 days over (sold + now on hand) ${en}`),
  ];
}

// prettier-ignore
const STORED: Fact[] = [
  fact('product.sku', 'text', 'code', false, 'KAOS-HITAM-L', null, 'SKU produk', 'SKU of the product'),
  fact('product.category', 'text', 'text', true, 'kaos', null, 'Kategori produk', 'Category of the product'),
  fact('product.brand', 'text', 'text', true, 'Larisin', null, 'Merek produk', 'Brand of the product'),
  fact('product.tags', 'list', 'text', false, ['musiman'], null, 'Label produk', 'Tags of the product'),
  fact('product.price', 'number', 'money', true, 125000, [0, null], 'Harga dasar produk', 'Base price of the product'),
  fact('product.cost', 'number', 'money', true, 70000, [0, null], 'Harga modal per unit', 'Unit cost'),
  fact('product.marginBp', 'number', 'bp', true, 4400, [null, FULL], 'Margin kotor dari harga dasar, sebelum biaya kanal', 'Gross margin of the base price, before channel fees'),

  fact('stock.onHand', 'number', 'units', false, 40, [null, null], 'Unit yang ada; negatif = catatan stok salah', 'Units on hand; negative = the books are wrong'),
  fact('stock.staleUnits', 'number', 'units', false, 25, [0, null], 'Unit yang umurnya melewati batas stok lama', 'Units older than the stale limit'),
  fact('stock.staleShareBp', 'number', 'bp', true, 6250, [0, FULL], 'Bagian stok yang sudah lama', 'Share of the stock that is stale'),
  fact('stock.staleValue', 'number', 'money', true, 1750000, [0, null], 'Uang yang tertahan di unit lama, menurut modal', 'Money tied up in stale units, at cost'),
  fact('stock.ageDaysOldest', 'number', 'days', true, 74, [0, null], 'Umur lapisan stok tertua', 'Age of the oldest layer'),
  fact('stock.ageDaysAverage', 'number', 'days', true, 52.5, [0, null], 'Umur rata-rata per unit', 'Average age per unit'),
  fact('stock.ageIsAtLeast', 'boolean', 'yes/no', false, false, null, 'Umur adalah batas bawah: hari terima sebenarnya tidak diketahui', 'The age is a lower bound: the real day of receipt is not known'),
  fact('stock.daysSinceLastSale', 'number', 'days', true, 6, [0, null], 'Hari sejak penjualan terakhir di kanal mana pun', 'Days since the last sale on any channel'),
  fact('stock.daysSinceLastReceipt', 'number', 'days', true, 74, [0, null], 'Hari sejak penerimaan terakhir', 'Days since the last receipt'),
  fact('stock.coverDays', 'number', 'days', true, 80, [0, null], 'Stok dibagi laju penjualan; null = tidak ada laju', 'On hand over velocity; null = there is no velocity'),
  fact('stock.daysInStock30', 'number', 'days', false, 30, [0, 30], 'Hari ada stok dalam 30 hari terakhir', 'Days in stock among the last 30'),

  ...salesFacts('sales', 'di semua kanal', 'on all channels'),
  ...salesFacts('channelSales', 'di kanal ini', 'on this channel'),

  fact('channel.code', 'text', 'code', false, 'shopee', null, 'Kode kanal', 'Code of the channel'),
  fact('channel.feeBp', 'number', 'bp', true, 950, [0, null], 'Semua biaya kanal sebagai bagian harga sekarang', 'All fees of the channel as a share of the current price'),
  fact('channel.price', 'number', 'money', true, 125000, [0, null], 'Harga efektif sekarang di kanal ini', 'Current effective price on this channel'),
  fact('channel.basePrice', 'number', 'money', true, 125000, [0, null], 'Harga dasar di kanal ini', 'Base price on this channel'),
  fact('channel.discountBp', 'number', 'bp', false, 0, [0, FULL], 'Potongan yang sedang berjalan dari harga dasar; 0 = tidak ada', 'Running cut off the base price; 0 = none'),
  fact('channel.daysSincePriceChange', 'number', 'days', true, 33, [0, null], 'Hari sejak harga efektif terakhir berubah', 'Days since the effective price last changed'),
  fact('channel.lowestPrice30', 'number', 'money', true, 119900, [0, null], 'Harga efektif terendah 30 hari terakhir', 'Lowest effective price of the last 30 days'),

  fact('margin.unitProfit', 'number', 'money', true, 43125, [null, null], 'Laba per unit pada harga sekarang, setelah biaya kanal', 'Profit per unit at the current price, after channel fees'),
  fact('margin.unitProfitBp', 'number', 'bp', true, 3450, [null, FULL], 'Laba per unit sebagai bagian harga sekarang', 'Profit per unit as a share of the current price'),
  fact('margin.floorPrice', 'number', 'money', true, 77400, [0, null], 'Harga terendah yang diizinkan batas margin', 'Lowest price that the margin floor allows'),

  fact('demand.elasticity', 'number', 'count', true, -2.6, [-8, -0.2], 'Kepekaan permintaan terhadap harga', 'Elasticity of demand to price'),
  fact('demand.elasticityIsPrior', 'boolean', 'yes/no', false, true, null, 'Kepekaan masih dugaan awal, belum dari data produk ini', 'The elasticity is the prior, not yet learnt from this product'),
  fact('demand.expectedUnits30', 'number', 'units', true, 15, [0, null], 'Perkiraan unit terjual 30 hari ke depan di kanal ini bila dibiarkan', 'Expected units in the next 30 days on this channel if nothing is done'),
  fact('demand.expectedDaysToClear', 'number', 'days', true, 80, [0, null], 'Perkiraan hari sampai stok habis bila dibiarkan', 'Expected days until the stock is sold if nothing is done'),

  fact('competitor.lowestPrice', 'number', 'money', true, 122000, [0, null], 'Harga pesaing terendah di kanal ini', 'Lowest competitor price on this channel'),
  fact('competitor.gapBp', 'number', 'bp', true, 246, [-FULL, null], 'Harga kita terhadap pesaing terendah; positif = kita lebih mahal', 'Our price against the lowest competitor; positive = we are dearer'),

  fact('calendar.day', 'text', 'day', false, '2026-11-22', null, 'Hari analisis (YYYY-MM-DD)', 'The as-of day (YYYY-MM-DD)'),
  fact('calendar.weekday', 'number', 'count', false, 7, [1, 7], 'Hari dalam minggu: 1 = Senin ... 7 = Minggu', 'Day of the week: 1 = Monday ... 7 = Sunday'),
  fact('calendar.dayOfMonth', 'number', 'count', false, 22, [1, 31], 'Tanggal dalam bulan', 'Day of the month'),
  fact('calendar.isPayday', 'boolean', 'yes/no', false, false, null, 'Masa gajian', 'Pay-day period'),
  fact('calendar.campaign', 'text', 'text', true, '11.11', null, 'Nama kampanye hari ini; null = tidak ada', 'Name of the campaign of this day; null = none'),
  fact('calendar.daysToCampaign', 'number', 'days', true, 20, [0, null], 'Hari sampai kampanye berikutnya; 0 = hari ini', 'Days until the next campaign; 0 = today'),
  fact('calendar.holiday', 'text', 'text', true, 'Ramadan', null, 'Nama hari raya atau musim hari ini, misalnya Ramadan atau Lebaran; null = tidak ada', 'Name of the holiday of this day, such as Ramadan or Lebaran; null = none'),
  fact('calendar.daysToHoliday', 'number', 'days', true, 20, [0, null], 'Hari sampai hari raya berikutnya; 0 = sedang berlangsung', 'Days until the next holiday begins; 0 = it is one'),
  fact('calendar.boost', 'text', 'text', true, 'Harbolnas 12.12', null, 'Nama hari dengan batas dilonggarkan yang berlaku untuk harga besok di kanal dan kategori ini; null = tidak ada', 'Name of the boost that holds for tomorrow’s prices on this channel and category; null = none'),

  fact('pair.bestSku', 'text', 'code', true, 'CELANA-HITAM-L', null, 'SKU yang paling sering dibeli bersama produk ini', 'SKU that is bought together with this one most tellingly'),
  fact('pair.liftMilli', 'number', 'milli', true, 2400, [0, null], 'Lift pasangan itu, per seribu; 1000 = kebetulan', 'Lift of that pair, in thousandths; 1000 = chance'),
  fact('pair.support', 'number', 'orders', true, 18, [0, null], 'Pesanan yang memuat keduanya', 'Orders that hold both'),
  fact('pair.confidenceBp', 'number', 'bp', true, 3100, [0, FULL], 'Bagian pesanan pasangan itu yang juga memuat produk ini', 'Share of the partner’s orders that also hold this product'),

  fact('outcome.lastDiscountBp', 'number', 'bp', true, 1000, [0, FULL], 'Potongan terakhir yang disetujui di kanal ini', 'The last cut approved on this channel'),
  fact('outcome.lastUpliftBp', 'number', 'bp', true, 3500, [-FULL, null], 'Kenaikan laju penjualan karena potongan terakhir yang sudah terukur di kanal ini', 'Uplift of the pace of sales that the last measured cut on this channel brought'),
  fact('outcome.daysSinceLastDecision', 'number', 'days', true, 21, [0, null], 'Hari sejak keputusan terakhir di kanal ini', 'Days since the last decision on this channel'),

  fact('cut.daysRunning', 'number', 'days', true, 14, [0, null], 'Hari sejak potongan yang sedang berjalan dimulai; null = tidak ada potongan', 'Days since the running cut began; null = no cut runs'),
  fact('cut.soldUnits', 'number', 'units', true, 9, [0, null], 'Unit terjual di kanal ini sejak potongan itu dimulai', 'Units sold on this channel since that cut began'),
  fact('cut.expectedUnits', 'number', 'units', true, 16.5, [0, null], 'Unit yang seharusnya sudah terjual dengan potongan itu', 'Units that were expected to be sold under that cut by now'),
  fact('cut.missChanceBp', 'number', 'bp', true, 8200, [0, FULL], 'Peluang bahwa stoknya tidak habis sampai akhir rencana', 'Chance that its stock is not cleared by the end of the plan'),
  fact('cut.advice', 'text', 'code', true, 'step-up', null, 'Saran untuk potongan itu: too-early, step-up, hold atau step-back', 'Advice for that cut: too-early, step-up, hold or step-back'),
];

/** Companions with a name of their own; every other nullable fact `x` has `xKnown`. */
const NAMED_COMPANIONS: Record<string, string> = {
  'competitor.lowestPrice': 'competitor.known',
  'pair.bestSku': 'pair.known',
};

function companionOf(base: Fact): Fact {
  return {
    name: NAMED_COMPANIONS[base.name] ?? `${base.name}Known`,
    type: 'boolean',
    unit: 'yes/no',
    nullable: false,
    sentence: { id: `Apakah ${base.name} diketahui`, en: `Whether ${base.name} is known` },
    isWhole: false,
    range: null,
    example: true,
    knownOf: base.name,
  };
}

/** Every fact that rules may read, companions after the facts they speak of. */
export const FACTS: readonly Fact[] = STORED.flatMap((each) => (each.nullable ? [each, companionOf(each)] : [each]));

/** FACTS by name. */
export const FACT_BY_NAME: ReadonlyMap<string, Fact> = new Map(FACTS.map((each) => [each.name, each]));

/** Whether a fact is a number that is always whole. A fact that FACTS does not know may be anything. */
export function isWholeFact(name: string): boolean {
  return FACT_BY_NAME.get(name)?.isWhole ?? false;
}

/** A table of `size` rows in which every fact is null. Companions (`knownOf`) have no column. */
export function createFactTable(size: number): FactTable {
  const table: FactTable = { size, numbers: {}, booleans: {}, texts: {}, lists: {} };
  for (const { name, type } of STORED) {
    if (type === 'number') table.numbers[name] = new Float64Array(size).fill(NaN);
    else if (type === 'boolean') table.booleans[name] = new Uint8Array(size).fill(2);
    else if (type === 'text') table.texts[name] = new Array<string | null>(size).fill(null);
    else table.lists[name] = new Array<string[] | null>(size).fill(null);
  }
  return table;
}

/** One fact of one row as rules see it. A companion is read from the fact that it speaks of. */
export function factOfRow(table: FactTable, row: number, name: string): FactValue {
  const known = FACT_BY_NAME.get(name);
  assert(known !== undefined && row >= 0 && row < table.size, `fact ${name} of row ${row}`);
  if (known.knownOf !== null) return factOfRow(table, row, known.knownOf) !== null;
  if (known.type === 'number') {
    const value = table.numbers[name]?.[row] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }
  if (known.type === 'boolean') {
    const value = table.booleans[name]?.[row] ?? 2;
    return value === 2 ? null : value === 1;
  }
  return (known.type === 'text' ? table.texts : table.lists)[name]?.[row] ?? null;
}

/** All facts of one row, companions included; for explaining a case, not for bulk work. */
export function factsOfRow(table: FactTable, row: number): Facts {
  const facts: Facts = {};
  for (const { name } of FACTS) facts[name] = factOfRow(table, row, name);
  return facts;
}
