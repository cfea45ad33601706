import { formatInstant } from '../../contract/http.js';
import type { ItemState, PriceFileItemView, PriceFileView } from '../../contract/price-files.js';
import type { Shop } from '../../core/access.js';
import { priceFileFormat } from '../../core/feed/files/all.js';
import { ZoneClock } from '../../core/intake/zone.js';
import { formatDay } from '../../core/units.js';
import type { PriceFileItemNow } from '../../db/stores/price-files.js';
import type { PriceFile } from '../../db/tables/price-files.js';

/** What has become of an entry in a file. What was said of the revision in the file counts, whoever said it. */
export function stateOf({ obstacle, answer, revision, currentRevision }: PriceFileItemNow): ItemState {
  if (obstacle !== null) return 'left-out';
  if (answer === 'applied' || answer === 'reverted') return 'applied';
  if (answer === 'rejected' || answer === 'skipped') return 'refused';
  return revision === currentRevision ? 'open' : 'outdated';
}

/** `shopee-2026-03-31-4.xlsx` */
export function fileNameOf(file: PriceFile, channel: string, { timeZone }: Pick<Shop, 'timeZone'>): string {
  const day = formatDay(new ZoneClock(timeZone).dayOf(file.createdAt));
  return `${channel}-${day}-${file.id}.${priceFileFormat(file.format).extension}`;
}

/** A file as the API tells of it. */
export function fileView(
  file: PriceFile,
  items: readonly PriceFileItemNow[],
  channel: string,
  shop: Pick<Shop, 'timeZone'>,
): PriceFileView {
  const { id, format, contentHash, bytes, rowCount, createdBy, createdAt, exportedBy, exportedAt } = file;
  const states = items.map(stateOf);
  const count = (state: ItemState): number => states.filter((each) => each === state).length;
  const inFile = items.filter(({ obstacle }) => obstacle === null);
  const open = count('open');
  return {
    id,
    channel,
    format,
    fileName: fileNameOf(file, channel, shop),
    state: exportedAt === null ? 'new' : open > 0 ? 'exported' : 'closed',
    contentHash,
    bytes,
    rows: rowCount,
    createdBy,
    createdAt: formatInstant(createdAt, shop.timeZone),
    exportedBy,
    exportedAt: exportedAt === null ? null : formatInstant(exportedAt, shop.timeZone),
    counts: {
      set: inFile.filter(({ action }) => action === 'set').length,
      stop: inFile.filter(({ action }) => action === 'stop').length,
      open,
      applied: count('applied'),
      refused: count('refused'),
      outdated: count('outdated'),
      leftOut: count('left-out'),
      unexpected: inFile.filter(isUnexpected).length,
    },
    endsAt: firstEnd(file, inFile, shop),
  };
}

/** The channel showed neither what was expected there nor what the file puts there. */
function isUnexpected({ shownPrice, expectedPrice, price }: PriceFileItemNow): boolean {
  return shownPrice !== null && expectedPrice !== null && shownPrice !== expectedPrice && shownPrice !== price;
}

function firstEnd(
  { format }: PriceFile,
  items: readonly PriceFileItemNow[],
  { timeZone }: Pick<Shop, 'timeZone'>,
): string | null {
  if (priceFileFormat(format).hasWindow) return null;
  const ends = items.flatMap(({ action, kind, entryState, entryEndsAt }) =>
    action === 'set' && kind === 'discount' && entryState === 'active' ? (entryEndsAt ?? []) : [],
  );
  const first = ends.reduce((least, at) => Math.min(least, at), Infinity);
  return first === Infinity ? null : formatInstant(first, timeZone);
}

export function itemView(item: PriceFileItemNow, { timeZone }: Pick<Shop, 'timeZone'>): PriceFileItemView {
  const { position, entryId, revision, action, kind, sku, productName, price, shownPrice, expectedPrice } = item;
  const told = { position, entryId, revision, action, kind, sku, productName, price, shownPrice, expectedPrice };
  const startsAt = formatInstant(item.startsAt, timeZone);
  return { ...told, startsAt, state: stateOf(item), obstacle: item.obstacle, message: item.answerMessage };
}
