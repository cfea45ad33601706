import type { InventoryRow, ListingRow, ProductRow, SkuOnChannel } from '../rows.js';
import type { FileFacts, Reading, RowTaker, Taken } from './format.js';
import { shortened } from './orders.js';

/** One variant of a file of products, prices and stock, as its format reads it. */
export interface StockPart {
  line: number;
  /** The shop's SKU; null where the file has none. */
  sku: string | null;
  /** The channel's own ids; null where the file has none. */
  itemId: string | null;
  variantId: string | null;
  /** Name and variation. */
  name: string | null;
  /** The price before any promotion. */
  price: number | null;
  /** What is there to sell; null: the file does not say, or nobody counts it. Below zero is nothing. */
  onHand: number | null;
  cost: number | null;
  category: string | null;
  /** Switched off on the channel: it has no price there, but its stock counts. */
  isOff?: true;
}

/** The columns of a listing that a file tells, by the format's columns. */
type Fills = Readonly<Record<string, string>>;

const NAME_MAX = 500;
const CATEGORY_MAX = 200;
const SKU_ON_CHANNEL_MAX = 200;

/** Puts the variants of a file together as rows of one kind. */
export interface PartReader {
  /** The variants that are complete with the row on which the reader stands, or of the whole file at its end. */
  begin(file: FileFacts): PartTaker;
}
export interface PartTaker {
  take(read: Parameters<RowTaker<never>['take']>[0]): StockPart[];
  end?(): StockPart[];
}

export function listingReading(parts: PartReader, fills: Fills): Reading<ListingRow> {
  return reading(parts, fills, (part, channelSku): ListingRow[] =>
    part.isOff === true
      ? []
      : [
          {
            ...{ line: part.line, channelSku, channel: channelSku.channel, sku: part.sku ?? '', price: part.price },
            ...{ externalId: part.itemId, externalVariantId: part.variantId, minPrice: null, maxPrice: null },
          },
        ],
  );
}

/** Stock of the day on which the file is read: none of these files has a date in it. */
export function inventoryReading(parts: PartReader): Reading<InventoryRow> {
  return reading(parts, {}, ({ line, sku, onHand }, channelSku, { countedOn }): InventoryRow[] =>
    onHand === null
      ? []
      : [{ line, channelSku, day: countedOn, sku: sku ?? '', onHand: Math.max(0, onHand), location: '' }],
  );
}

/** Products by their SKU. Of those that are there already only what `fills` names is changed. */
export function productReading(parts: PartReader, fills: Fills): Reading<ProductRow> {
  return reading(parts, fills, (part, channelSku): ProductRow[] =>
    part.sku === null
      ? []
      : [
          {
            ...{ line: part.line, channelSku, sku: part.sku, name: (part.name ?? part.sku).slice(0, NAME_MAX) },
            ...{ category: part.category?.slice(0, CATEGORY_MAX) ?? null, brand: null, tags: [], cost: part.cost },
            ...{ price: part.price, firstStockedOn: null, staleAfterDays: null, status: 'active' as const },
          },
        ],
  );
}

function reading<Row>(
  parts: PartReader,
  fills: Fills,
  rowsOf: (part: StockPart, channelSku: SkuOnChannel, file: FileFacts) => Row[],
): Reading<Row> {
  return {
    fills,
    begin(file) {
      const taker = parts.begin(file);
      const put = (found: readonly StockPart[], out: Taken<Row>): void => {
        for (const part of found) {
          if (file.channel === null) {
            const reason = 'The file does not say which channel it is of. Say it for the whole file (channel).';
            out.faults.push({ line: part.line, column: 'channel', code: 'missing-value', reason });
            continue;
          }
          const id = part.variantId ?? part.itemId ?? (part.sku === null ? part.name : null);
          const channelSku = { channel: file.channel, id, name: part.name };
          if (id !== null) channelSku.id = shortened(id, SKU_ON_CHANNEL_MAX);
          out.rows.push(...rowsOf(part, channelSku, file));
        }
      };
      return {
        take(read, out) {
          const found = taker.take(read);
          if (read.problem === null) put(found, out);
        },
        end: (out) => put(taker.end?.() ?? [], out),
      };
    },
  };
}

/** A name and what tells its variants apart: `Kaos polos (Hitam, L)`. */
export function variantName(name: string | null, options: readonly (string | null)[]): string | null {
  const told = options.filter((option) => option !== null && option !== 'Default Title').join(', ');
  if (name === null) return told === '' ? null : told;
  return told === '' ? name : `${name} (${told})`;
}
