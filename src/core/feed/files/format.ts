import { escapeCsvCell, quoteCsvCell } from '../../intake/escape.js';
import type { EntryKind } from '../entry.js';
import type { FileNotation, Obstacle, PriceLine } from './line.js';

export const PRICE_FILE_FORMATS = [
  'shopee-mass-update',
  'tiktok-batch-edit',
  'shopify-products',
  'woocommerce-products',
  'google-merchant',
  'generic',
] as const;
export type PriceFileFormatName = (typeof PRICE_FILE_FORMATS)[number];

interface FormatBase {
  name: PriceFileFormatName;
  /** Kinds of offers that it can tell of. */
  kinds: readonly EntryKind[];
  /** The channel begins and ends the price by itself. Without: a price holds from its upload on until the next one. */
  hasWindow: boolean;
}

/** A file that we write from nothing. */
export interface TableFormat extends FormatBase {
  madeFrom: null;
  extension: 'csv' | 'tsv';
  columns: readonly string[];
  /** The channel forgets what an upload leaves out: running prices that were confirmed long ago are in it, too. */
  isWhole: boolean;
  /** Rows with cells in the order of the columns; none: the price is told by its absence. */
  rows(line: PriceLine, notation: FileNotation): string[][] | Obstacle;
}

/** What a column of the merchant's own file is to us. */
export type Role = 'item' | 'variant' | 'sku' | 'parentSku' | 'price' | 'compareAt' | 'group' | 'kept';

/** A file that the merchant downloads from the channel, and of which only prices are changed. */
export interface PatchFormat extends FormatBase {
  madeFrom: 'xlsx' | 'csv';
  extension: 'xlsx' | 'csv';
  /** Titles by role, any spelling that was seen; of a role that is asked for one must be there. */
  titles: Partial<Record<Role, readonly string[]>>;
  needs: readonly (readonly Role[])[];
  /** Titles that only the file of another channel has: ids and prices of there are not those of here. */
  foreign?: readonly string[];
  /** Most rows that the channel takes in one file; null: none known. */
  rowsMax: number | null;
  /** What the file is called where it is downloaded, for messages. */
  download: string;
  /** New content of the price columns. */
  cells(line: PriceLine, notation: FileNotation): Partial<Record<'price' | 'compareAt', string>>;
}

export type PriceFileFormat = TableFormat | PatchFormat;

/** What keeps a line out of every file of this format, or of any file; null: nothing. */
export function obstacleOf(format: PriceFileFormat, line: PriceLine, { now }: FileNotation): Obstacle | null {
  if (line.obstacle !== null) return line.obstacle;
  if (!format.kinds.includes(line.kind)) return line.kind === 'voucher' ? 'voucher' : 'bundle';
  return !format.hasWindow && line.action === 'set' && line.readyAt > now ? 'not-yet' : null;
}

/** True for a text that a spreadsheet would take for a formula, and that a machine must not get with an apostrophe. */
export const isFormulaLike = (text: string): boolean => escapeCsvCell(text) !== quoteCsvCell(text);
