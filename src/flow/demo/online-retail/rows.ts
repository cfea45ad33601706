import type { Cell } from '../../../core/intake/header.js';
import { Refusal } from '../../../core/refusal.js';
import { DAY_MS, dayFromParts, type Day, type Money } from '../../../core/units.js';

/** Why a row of the data set is not taken. Tested in this order; the first that holds is counted. */
export const REFUSED_REASONS = {
  unreadable: 'a cell that is needed is empty or cannot be read',
  'not-a-product': 'postage, fees, discounts, manual entries, samples, vouchers, tests: the stock code is no product',
  'stock-adjustment': 'a quantity of 0 or less without a cancellation: damage, loss, correction of a count',
  'negative-price': 'the unit price is below zero',
  'zero-price': 'the unit price is zero: gifts, found stock, entries without a price',
  'part-of-a-penny': 'the unit price is not a whole number of pence',
  'cancellation-without-customer': 'a cancellation that names no customer, so that its sale cannot be found',
  'cancellation-without-sale': 'a cancellation for which the file holds no earlier sale that is large enough',
} as const;
export type RefusedReason = keyof typeof REFUSED_REASONS;

/** One row, read. */
export interface RetailRow {
  invoice: string;
  sku: string;
  description: string;
  /** Above 0; of a cancellation the number of units that it takes back. */
  quantity: number;
  day: Day;
  /** Milliseconds since midnight, London time. */
  timeMs: number;
  unitPrice: Money;
  /** Only to match cancellations; never written anywhere. Null: not given. */
  customer: number | null;
  country: string;
  isCancellation: boolean;
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/** Stock codes that are no products, and beginnings of such codes; upper case. */
const NO_PRODUCT = new Set(['POST', 'DOT', 'M', 'D', 'C2', 'S', 'B', 'CRUK', 'PADS', 'AMAZONFEE', 'BANK CHARGES']);
const NO_PRODUCT_START = /^(GIFT|TEST|ADJUST)/;

/**
 * Where the columns stand, by name in any order (`Invoice`, `Price` and `Customer ID` of the second edition too).
 * Refuses (invalid) `missing-columns`.
 */
export function placeColumns(header: readonly Cell[]): number[] {
  const names = header.map((cell) =>
    String(cell)
      .replace(/[^a-z]/gi, '')
      .toLowerCase(),
  );
  const aliases: Record<string, string> = { invoice: 'invoiceno', price: 'unitprice' };
  const known = names.map((name) => aliases[name] ?? name);
  const positions = COLUMNS.map((column) => known.indexOf(column.toLowerCase()));
  const missing = COLUMNS.filter((_, at) => positions[at]! < 0);
  if (missing.length > 0) {
    throw new Refusal(
      'invalid',
      'missing-columns',
      `This is not the Online Retail file: it lacks the ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}. ` +
        'docs/online-retail.md says where to get it.',
      { missing },
    );
  }
  return positions;
}

/** Reads a row, or says why it is not taken. Cancellations are matched to their sale later (see returns.ts). */
export function readRetailRow(cells: readonly Cell[], positions: readonly number[]): RetailRow | RefusedReason {
  const text = (column: number) => String(cells[positions[column]!] ?? '').trim();
  const invoice = text(0).toUpperCase();
  // Some tills wrote 84509c for 84509C: one product.
  const sku = text(1).toUpperCase();
  const quantity = wholeNumber(text(3));
  const moment = readMoment(text(4));
  const price = text(5) === '' ? NaN : Number(text(5));
  const country = text(7);
  if (invoice === '' || sku === '' || country === '') return 'unreadable';
  if (quantity === null || moment === null || !Number.isFinite(price)) return 'unreadable';
  if (NO_PRODUCT.has(sku) || NO_PRODUCT_START.test(sku)) return 'not-a-product';
  const isCancellation = invoice.startsWith('C');
  if (isCancellation ? quantity >= 0 : quantity <= 0) return 'stock-adjustment';
  if (price < 0) return 'negative-price';
  if (price === 0) return 'zero-price';
  const unitPrice = Math.round(price * 100);
  if (Math.abs(price * 100 - unitPrice) > 1e-6) return 'part-of-a-penny';
  const customer = wholeNumber(text(6));
  const description = text(2).replace(/\s+/g, ' ');
  return {
    invoice,
    sku,
    description,
    quantity: Math.abs(quantity),
    ...moment,
    unitPrice,
    customer,
    country,
    isCancellation,
  };
}

/** `6`, `6.0`; null for anything else. */
function wholeNumber(text: string): number | null {
  const value = text === '' ? NaN : Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?/;
/** Month first: the data set's other spelling, `12/1/2010 8:26`. */
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?/;

function readMoment(text: string): { day: Day; timeMs: number } | null {
  const iso = ISO.exec(text);
  const match = iso ?? AMERICAN.exec(text);
  if (match === null) return null;
  const [first, second, third, hour, minute, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const day = iso !== null ? dayFromParts(first!, second!, third!) : dayFromParts(third!, first!, second!);
  const timeMs = ((hour! * 60 + minute!) * 60 + seconds!) * 1_000;
  return day === null || timeMs >= DAY_MS ? null : { day, timeMs };
}

const CHANNEL_OF_COUNTRY = new Map<string, string>([
  ['United Kingdom', 'uk'],
  ['EIRE', 'eire'],
  ['Germany', 'germany'],
  ['France', 'france'],
  ...[
    'Austria',
    'Belgium',
    'Channel Islands',
    'Cyprus',
    'Czech Republic',
    'Denmark',
    'European Community',
    'Finland',
    'Greece',
    'Iceland',
    'Italy',
    'Lithuania',
    'Malta',
    'Netherlands',
    'Norway',
    'Poland',
    'Portugal',
    'Spain',
    'Sweden',
    'Switzerland',
  ].map((country): [string, string] => [country, 'other-europe']),
]);

/** The country group that stands for a channel; a country that is not listed, and `Unspecified`, is rest-of-world. */
export function channelOfCountry(country: string): string {
  return CHANNEL_OF_COUNTRY.get(country) ?? 'rest-of-world';
}
