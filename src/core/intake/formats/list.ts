import { HEADER_ROWS_MAX, type Cell } from '../header.js';
import { headerKey } from '../mapping.js';
import type { ImportKind } from '../records.js';
import type { Format } from './format.js';
import { bigsellerOrders } from './bigseller-orders.js';
import { lazadaOrders } from './lazada-orders.js';
import { shopeeOrders } from './shopee-orders.js';
import { shopifyOrders } from './shopify-orders.js';
import { tiktokOrders } from './tiktok-orders.js';
import { tokopediaSales } from './tokopedia-sales.js';
import { woocommerceOrders } from './woocommerce-orders.js';
import { shopeeStock } from './shopee-stock.js';
import { shopifyInventory } from './shopify-inventory.js';
import { shopifyProducts } from './shopify-products.js';
import { tiktokStock } from './tiktok-stock.js';
import { woocommerceProducts } from './woocommerce-products.js';

/** Every export that is known. A new one is a file beside these and a line here. */
export const FORMATS: readonly Format[] = [
  shopeeOrders,
  tiktokOrders,
  tokopediaSales,
  lazadaOrders,
  shopifyOrders,
  woocommerceOrders,
  bigsellerOrders,
  shopeeStock,
  tiktokStock,
  shopifyInventory,
  shopifyProducts,
  woocommerceProducts,
];

const MARKS = new Map(FORMATS.map((format) => [format, new Set(format.signature.marks.map(headerKey))]));
const NEVER = new Map(FORMATS.map((format) => [format, new Set(format.signature.never?.map(headerKey))]));

/** The kinds that a file of the format holds, in the order in which they are to be imported. */
export function kindsOf(format: Format): ImportKind[] {
  return Object.keys(format.kinds) as ImportKind[];
}

/** The format whose titles this row has, and how many of its marks. */
export function formatOfHeader(cells: readonly Cell[]): { format: Format; marks: number } | null {
  const keys = new Set(cells.map((cell) => headerKey(String(cell))));
  let best: { format: Format; marks: number } | null = null;
  for (const format of FORMATS) {
    let marks = 0;
    for (const mark of MARKS.get(format)!) if (keys.has(mark)) marks++;
    if (marks < format.signature.atLeast || marks <= (best?.marks ?? 0)) continue;
    if ([...NEVER.get(format)!].some((title) => keys.has(title))) continue;
    best = { format, marks };
  }
  return best;
}

/** The first of these rows that is the header of a known format (that holds rows of the kind, if one is named). */
export function findFormat(
  rows: readonly (readonly Cell[])[],
  kind?: ImportKind,
): { format: Format; headerRow: number } | null {
  for (const [headerRow, cells] of rows.slice(0, HEADER_ROWS_MAX).entries()) {
    const format = formatOfHeader(cells)?.format;
    if (format !== undefined && (kind === undefined || format.kinds[kind] !== undefined)) return { format, headerRow };
  }
  return null;
}

/** Points of a row as header, by which a sheet or a delimiter is chosen: far above any kind's where a format is sure. */
export function formatScore(cells: readonly Cell[], kind?: ImportKind): number {
  const found = formatOfHeader(cells);
  return found === null || (kind !== undefined && found.format.kinds[kind] === undefined) ? 0 : 10_000 + found.marks;
}
