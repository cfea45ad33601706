import { EntitySchema } from 'typeorm';
import type { EntryKind } from '../../core/feed/entry.js';
import type { PriceFileFormatName } from '../../core/feed/files/format.js';
import type { Obstacle, PriceLine } from '../../core/feed/files/line.js';
import type { Instant, Money } from '../../core/units.js';
import { big, blob, id, int, key, maybe, text } from './columns.js';

/** A file with prices, made for one channel. */
export interface PriceFile {
  id: number;
  channelId: number;
  format: PriceFileFormatName;
  /** SHA-256 of its bytes, hex. */
  contentHash: string;
  bytes: number;
  /** Rows with a price. */
  rowCount: number;
  createdBy: string;
  createdAt: Instant;
  /** Of the first download; null: nobody has it yet. */
  exportedBy: string | null;
  exportedAt: Instant | null;
}

/** An entry in a file, or one that the file could not carry. */
export interface PriceFileItem {
  fileId: number;
  position: number;
  entryId: number;
  revision: number;
  action: PriceLine['action'];
  kind: EntryKind;
  sku: string;
  /** What buyers are to see after it. */
  price: Money;
  /** What the merchant's own file showed before; null: it was made from nothing, or the cell was no price. */
  shownPrice: Money | null;
  /** Why it is not in the file; null: it is. */
  obstacle: Obstacle | null;
}

export const PriceFileTable = new EntitySchema<PriceFile>({
  name: 'price_file',
  columns: {
    id: id(),
    channelId: int(),
    format: text(32),
    contentHash: text(64),
    bytes: int(),
    rowCount: int(),
    createdBy: text(128),
    createdAt: big(),
    exportedBy: maybe(text(128)),
    exportedAt: maybe(big()),
  },
  indices: [{ name: 'ix_price_file_channel', columns: ['channelId', 'id'] }],
});

export const PriceFileItemTable = new EntitySchema<PriceFileItem>({
  name: 'price_file_item',
  columns: {
    fileId: key(int()),
    position: key(int()),
    entryId: int(),
    revision: int(),
    action: text(8),
    kind: text(16),
    sku: text(64),
    price: big(),
    shownPrice: maybe(big()),
    obstacle: maybe(text(32)),
  },
  indices: [{ name: 'ix_price_file_item_entry', columns: ['entryId', 'revision'] }],
  withoutRowid: true,
});

/** The bytes of a file, in pieces that a blob of MariaDB holds. */
export const PriceFilePartTable = new EntitySchema<{ fileId: number; position: number; body: Buffer }>({
  name: 'price_file_part',
  columns: { fileId: key(int()), position: key(int()), body: blob() },
});
