import { createHash } from 'node:crypto';
import { formatInstant } from '../../contract/http.js';
import type { PriceFileView } from '../../contract/price-files.js';
import type { Shop } from '../../core/access.js';
import { earliestStart } from '../../core/approval/channel-window.js';
import { priceFileFormat } from '../../core/feed/files/all.js';
import type { PatchFormat, PriceFileFormatName } from '../../core/feed/files/format.js';
import type { FileNotation, Obstacle, PriceLine } from '../../core/feed/files/line.js';
import { patchScore, planPatch, rowsOfGroups, type PatchPlan } from '../../core/feed/files/patch.js';
import { writeTable, type Carried } from '../../core/feed/files/table.js';
import { quoteCsvCell } from '../../core/intake/escape.js';
import type { Channel } from '../../core/intake/records.js';
import { ZoneClock } from '../../core/intake/zone.js';
import { profileOn, type ChannelProfile } from '../../core/pricing/channel-profile.js';
import { Refusal } from '../../core/refusal.js';
import { DAY_MS, type Instant, type Money } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { dropOldContents, itemsOf, keepPriceFile, openEntries, type OpenEntry } from '../../db/stores/price-files.js';
import { readProfiles } from '../../db/stores/profiles.js';
import { readShop } from '../../db/stores/settings.js';
import { readMerchantFile } from '../../outside/files/merchant-file.js';
import { patchWorkbook } from '../../outside/files/xlsx-patch.js';
import { channelDrifts } from '../drift.js';
import { endDueEntries } from '../entries.js';
import { findChannel } from '../shop.js';
import { fileView } from './view.js';

/** The bytes of a file are kept so long; what was in it stays on record. */
const CONTENT_KEPT_MS = 90 * DAY_MS;

interface Made extends Carried {
  content: Buffer;
  rows: number;
  shown: Map<number, Money>;
}

/**
 * Makes a file of what is to be done on a channel: prices that nobody has confirmed yet, and base prices of offers that are
 * over. It holds everything that is open, also what an earlier file held and nobody has confirmed: prices are absolute, so
 * the newest file is always the right one.
 * @param path of the merchant's own file, for formats that change it
 * @throws Refusal `unknown-channel`, `channel-held`, `file-needed`, `file-not-needed`, `nothing-to-export`, and those of
 * reading the merchant's file
 */
export async function makePriceFile(
  db: Database,
  code: string,
  { format: name, path }: { format: PriceFileFormatName; path?: string | undefined },
  by: Caller,
  now: Instant,
): Promise<PriceFileView> {
  const channel = await findChannel(db, code);
  refuseHeld(channel);
  const format = priceFileFormat(name);
  if (format.madeFrom !== null && path === undefined) {
    const message = `This file is made from yours. Download it from the channel and send it along, unchanged: ${format.download}.`;
    throw new Refusal('invalid', 'file-needed', message, { wanted: format.download });
  }
  if (format.madeFrom === null && path !== undefined) {
    throw new Refusal('invalid', 'file-not-needed', 'This format is made from nothing: leave the file out.');
  }
  await endDueEntries(db, now);
  const shop = await readShop(db.manager);
  const notation: FileNotation = { ...shop, clock: new ZoneClock(shop.timeZone), now };
  const profile = profileOn(await readProfiles(db.manager), channel, notation.clock.dayOf(now));
  const { pending, running } = await linesOf(db, channel.id, profile, notation);
  const made =
    format.madeFrom === null
      ? tableOf(writeTable(format, pending, running, notation))
      : await patched(format, pending, path!, notation);
  refuseEmpty(made, shop);
  const contentHash = createHash('sha256').update(made.content).digest('hex');
  const item = (line: PriceLine, obstacle: Obstacle | null) => {
    const { entryId, revision, action, kind, sku, price } = line;
    return { entryId, revision, action, kind, sku, price, shownPrice: made.shown.get(entryId) ?? null, obstacle };
  };
  return db.transaction(async (manager) => {
    await dropOldContents(manager, channel.id, now - CONTENT_KEPT_MS);
    const file = await keepPriceFile(
      manager,
      {
        channelId: channel.id,
        format: name,
        contentHash,
        bytes: made.content.length,
        rowCount: made.rows,
        createdBy: by.actor,
        createdAt: now,
      },
      [
        ...made.carried.map((line) => item(line, null)),
        ...made.leftOut.map(({ line, obstacle }) => item(line, obstacle)),
      ],
      made.content,
    );
    const counts = { carried: made.carried.length, leftOut: made.leftOut.length };
    await recordAudit(manager, by, now, 'price-file.make', `channel:${code}`, {
      file: file.id,
      format: name,
      ...counts,
    });
    return fileView(file, await itemsOf(manager, [file.id]), code, shop);
  });
}

/** @throws Refusal `channel-held` */
export function refuseHeld({ code, isHeld, heldReason }: Channel): void {
  if (!isHeld) return;
  const message = `${code} is on hold: ${heldReason ?? 'no reason given'}. No prices go out until the owner resumes it.`;
  throw new Refusal('conflict', 'channel-held', message, { reason: heldReason });
}

async function linesOf(
  db: Database,
  channelId: number,
  profile: ChannelProfile,
  { clock, now }: FileNotation,
): Promise<{ pending: PriceLine[]; running: PriceLine[] }> {
  const entries = await openEntries(db, channelId, now);
  const outsideEdits = new Set(
    (await channelDrifts(db, channelId, now)).flatMap(({ drift, order }) =>
      drift.kind === 'outside-edit' && order !== null ? order.entryId : [],
    ),
  );
  const first = new Map<number, number>();
  for (const { productId, state, kind, startsAt } of entries) {
    if (state !== 'active' || kind === 'voucher' || kind === 'bundle') continue;
    first.set(productId, Math.min(startsAt, first.get(productId) ?? Infinity));
  }
  const lineOf = (entry: OpenEntry): PriceLine => {
    const isStop = entry.state !== 'active';
    // A channel's file holds one price of a product: what is planned behind a running one waits for its turn.
    const isBehind = !isStop && entry.kind === 'discount' && entry.startsAt > first.get(entry.productId)!;
    const basePrice = entry.basePrice ?? (isStop ? entry.revertPrice : entry.listPrice);
    return {
      entryId: entry.id,
      revision: entry.revision,
      action: isStop ? 'stop' : 'set',
      kind: entry.kind,
      sku: entry.sku,
      externalId: entry.externalId,
      externalVariantId: entry.externalVariantId,
      channelSkus: entry.channelSkus,
      price: isStop || entry.kind === 'base' ? basePrice : entry.price,
      basePrice,
      startsAt: entry.startsAt,
      readyAt: readyAt(entry, profile, clock),
      endsAt: entry.endsAt,
      offer: entry.offer,
      obstacle: isBehind
        ? 'not-yet'
        : entry.answer === 'unknown'
          ? 'outcome-unknown'
          : outsideEdits.has(entry.id)
            ? 'outside-edit'
            : null,
    };
  };
  const isPending = ({ answer }: OpenEntry): boolean => answer === null || answer === 'unknown';
  const isRunning = ({ answer, state }: OpenEntry): boolean => answer === 'applied' && state === 'active';
  return { pending: entries.filter(isPending).map(lineOf), running: entries.filter(isRunning).map(lineOf) };
}

/**
 * A price that was approved for as soon as possible begins when the channel's promotions can. A file that sets the price itself
 * knows no lead time; a start that somebody chose is kept.
 */
function readyAt({ kind, startsAt, decidedAt }: OpenEntry, profile: ChannelProfile, clock: ZoneClock): Instant {
  if (kind === 'base') return startsAt;
  const free = { channelName: '', running: null, plannedStarts: [], basePrice: null };
  return earliestStart(kind, decidedAt, clock, { ...free, profile }) === startsAt ? decidedAt : startsAt;
}

const tableOf = ({ text, ...rest }: ReturnType<typeof writeTable>): Made => ({
  ...rest,
  content: Buffer.from(text),
  shown: new Map(),
});

async function patched(
  format: PatchFormat,
  lines: readonly PriceLine[],
  path: string,
  notation: FileNotation,
): Promise<Made> {
  const file = await readMerchantFile(path, (cells) => patchScore(format, cells));
  if (file.kind !== format.madeFrom) {
    const kind = format.madeFrom === 'xlsx' ? 'an XLSX workbook' : 'a CSV file';
    const message = `The file that is needed is ${kind}, as the channel gives it: ${format.download}.`;
    throw new Refusal('invalid', 'not-that-file', message, { wanted: format.download });
  }
  const plan = planPatch(format, lines, file.rows, notation);
  if (file.kind === 'xlsx') {
    const content = await patchWorkbook(file.bytes, file.sheetPath!, plan.edits);
    return { ...plan, content, rows: plan.carried.length };
  }
  return csvOf(plan, file.rows[0]!.cells);
}

function csvOf(plan: PatchPlan, header: Parameters<typeof rowsOfGroups>[1]): Made {
  const { rows, leftOut } = rowsOfGroups(plan, header);
  const out = new Set(leftOut.map(({ line }) => line));
  const text = rows.map((row) => `${row.map(quoteCsvCell).join(',')}\r\n`).join('');
  return {
    content: Buffer.from(text),
    rows: rows.length - 1,
    shown: plan.shown,
    carried: plan.carried.filter((line) => !out.has(line)),
    leftOut: [...plan.leftOut, ...leftOut],
  };
}

function refuseEmpty({ carried, leftOut }: Made, { timeZone }: Shop): void {
  if (carried.length > 0) return;
  const counts = new Map<Obstacle, number>();
  for (const { obstacle } of leftOut) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1);
  const why = [...counts].map(([obstacle, count]) => `${obstacle} ${count}`).join(', ');
  const message =
    leftOut.length === 0
      ? 'No approved price waits for this channel: there is nothing to put into a file.'
      : `None of the ${leftOut.length} prices that wait can be put into this file (${why}). Choose another format, or a file that has them.`;
  const shown = leftOut.slice(0, 100).map(({ line, obstacle }) => {
    return { sku: line.sku, kind: line.kind, obstacle, startsAt: formatInstant(line.startsAt, timeZone) };
  });
  throw new Refusal('conflict', 'nothing-to-export', message, { leftOut: shown, count: leftOut.length });
}
