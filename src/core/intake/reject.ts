import { escapeCsvCell } from './escape.js';

/** Every reason for which a row is rejected. docs/imports.md explains each; a later screen translates by code. */
export const REJECT_CODES = {
  'missing-value': 'a required cell is empty',
  'too-few-cells': 'the row has fewer cells than the header',
  'too-many-cells': 'the row has more cells than the header',
  'stray-quote': 'text follows a closing quote',
  'cell-too-long': 'a cell has more than 10,000 characters',
  'text-too-long': 'the text is longer than the column allows',
  'control-character': 'the text holds an unprintable character',
  'spreadsheet-damage': 'a spreadsheet has rounded the number (1.23457E+17)',
  'spreadsheet-error': 'the cell holds an error of the spreadsheet (#REF!)',
  'not-a-number': 'the cell should be a number',
  'two-readings': 'the number or day can be read in two ways and the file does not decide',
  'contradicts-file': 'the number or day is written unlike the rest of the file',
  'not-whole': 'the number should be whole',
  'too-many-decimals': 'the amount has more decimals than the currency',
  'number-too-large': 'the number is too large to be kept exactly',
  'negative-quantity': 'a quantity is below zero',
  'negative-money': 'an amount is below zero',
  'below-minimum': 'the number is below the least that makes sense',
  'not-a-day': 'the cell should be a day',
  'no-such-day': 'the calendar has no such day',
  'future-day': 'the day is in the future',
  'day-out-of-range': 'the day is before 1980 or after 2099',
  'not-a-time': 'the time of day cannot be read',
  'unknown-value': 'the word is none of those allowed',
  'unknown-state': 'the word for the state of an order is not known; say what it means (order words)',
  'range-reversed': 'the lower limit is above the upper one',
  'returned-exceeds-quantity': 'more was returned than sold on this line',
  'other-currency': 'the amounts are in another currency than the shop counts in',
  'order-scattered': 'rows of one order stand too far apart in the file',
  'unknown-sku': 'no product has this SKU',
  'unknown-channel': 'no channel has this code',
  'wrong-shape': 'a JSON row has a field of the wrong type or an unknown field',
} as const;
export type RejectCode = keyof typeof REJECT_CODES;

/** A row that was not taken, and why. */
export interface Reject {
  /** Line in the file, from 1 (header included); in JSON the position in the batch, from 1. */
  line: number;
  column: string | null;
  value: string | null;
  code: RejectCode;
  reason: string;
  /** The row as one CSV line; cells of columns that the kind does not know are left empty, so no buyer's data is kept. */
  original: string;
}

export const REJECT_HEADER = 'line,column,header,value,code,reason,original';

/** A reject as a line of the downloadable CSV, safe to open in a spreadsheet. No line end. */
export function rejectLine(reject: Reject & { header: string | null }): string {
  const cells = [
    reject.column ?? '',
    reject.header ?? '',
    reject.value ?? '',
    reject.code,
    reject.reason,
    reject.original,
  ];
  return [String(reject.line), ...cells.map(escapeCsvCell)].join(',');
}
