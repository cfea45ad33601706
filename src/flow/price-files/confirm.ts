import type { PriceFileConfirmation, PriceFileConfirmed } from '../../contract/price-files.js';
import type { Ack } from '../../core/feed/entry.js';
import { acknowledgementScore, readAcknowledgement } from '../../core/feed/files/acknowledgement.js';
import { Refusal } from '../../core/refusal.js';
import type { Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { insertAcks, lockHead } from '../../db/stores/feed.js';
import { itemsOf, namesOnChannel, type PriceFileItemNow } from '../../db/stores/price-files.js';
import { readShop } from '../../db/stores/settings.js';
import { readMerchantFile } from '../../outside/files/merchant-file.js';
import { feedMoved } from '../feed-cache.js';
import { findChannel } from '../shop.js';
import { requirePriceFile } from './export.js';
import { fileView, stateOf } from './view.js';

type Item = NonNullable<PriceFileConfirmation['items']>[number];

/**
 * Takes what became of the prices in a file, as acknowledgements of their entries: of all that are open, or item by item.
 * What was answered already, by a job or an earlier confirmation, stays as it is.
 * @throws Refusal `unknown-channel`, `unknown-price-file`, `not-exported`
 */
export async function confirmPriceFile(
  db: Database,
  code: string,
  id: number,
  { items: given }: PriceFileConfirmation,
  by: Caller,
  now: Instant,
): Promise<PriceFileConfirmed> {
  const channel = await findChannel(db, code);
  const shop = await readShop(db.manager);
  const confirmed = await db.transaction(async (manager) => {
    await lockHead(db, manager, channel.id); // two confirmations at once: each entry is answered by one
    const file = await requirePriceFile(manager, channel, id);
    if (file.exportedAt === null) {
      const message =
        'Nobody has downloaded this file yet, so it cannot be on the channel. Download and upload it first.';
      throw new Refusal('conflict', 'not-exported', message);
    }
    const items = await itemsOf(manager, [id]);
    const known = new Map(items.map((item) => [item.entryId, item]));
    const said: Item[] =
      given ?? items.filter((item) => stateOf(item) === 'open').map(({ entryId }) => ({ entryId, status: 'applied' }));
    const acks: Omit<Ack, 'id'>[] = [];
    const refused: PriceFileConfirmed['items'] = [];
    for (const { entryId, status, message } of new Map(said.map((each) => [each.entryId, each])).values()) {
      const item = known.get(entryId);
      const problem = problemOf(entryId, item);
      if (item === undefined || problem !== null) {
        refused.push({ entryId, ...problem! });
        continue;
      }
      acks.push({ ...ackOf(item, status, message ?? null), channelId: channel.id, at: now, actor: by.actor });
    }
    for (let at = 0; at < acks.length; at += 200) await insertAcks(manager, acks.slice(at, at + 200));
    const counts = { accepted: acks.length, refused: refused.length };
    await recordAudit(manager, by, now, 'price-file.confirm', `channel:${code}`, { file: id, ...counts });
    return { ...counts, items: refused, file: fileView(file, await itemsOf(manager, [id]), code, shop) };
  });
  feedMoved(db, channel.id);
  return confirmed;
}

/**
 * The same from a file: our own generic one with its results filled in, or the result file of a marketplace.
 * @throws Refusal as `confirmPriceFile`; `not-that-file`, `bad-status`, `nothing-matched`, and those of reading a file
 */
export async function confirmByFile(
  db: Database,
  code: string,
  id: number,
  path: string,
  by: Caller,
  now: Instant,
): Promise<PriceFileConfirmed> {
  const channel = await findChannel(db, code);
  await requirePriceFile(db.manager, channel, id);
  const { rows } = await readMerchantFile(path, acknowledgementScore);
  const items = (await itemsOf(db.manager, [id])).filter(({ obstacle }) => obstacle === null);
  const names = await namesOnChannel(db, channel.id);
  const named = items.map((item) => ({ ...item, channelSkus: names.get(item.productId) ?? [] }));
  const said = readAcknowledgement(rows, named).map(({ message, ...rest }) =>
    message === null ? rest : { ...rest, message },
  );
  return confirmPriceFile(db, code, id, { items: said }, by, now);
}

function problemOf(entryId: number, item: PriceFileItemNow | undefined): { code: string; message: string } | null {
  if (item === undefined) return { code: 'unknown-entry', message: `This file has no entry ${entryId}.` };
  switch (stateOf(item)) {
    case 'open':
      return null;
    case 'left-out':
      return { code: 'left-out', message: `Entry ${entryId} was not in this file.` };
    case 'outdated':
      return {
        code: 'old-revision',
        message: `Entry ${entryId} has changed since this file was made: the next file puts it right.`,
      };
    default:
      return { code: 'answered', message: `Entry ${entryId} was answered already: ${item.answer}.` };
  }
}

function ackOf(
  item: PriceFileItemNow,
  status: Item['status'],
  message: string | null,
): Pick<Ack, 'entryId' | 'revision' | 'status' | 'code' | 'message' | 'appliedPrice'> {
  const { entryId, revision, action, kind, price } = item;
  const isApplied = status === 'applied';
  const isPublic = kind === 'discount' || kind === 'base';
  return {
    entryId,
    revision,
    status: isApplied && action === 'stop' ? 'reverted' : status,
    code: null,
    message,
    appliedPrice: isApplied && isPublic ? price : null,
  };
}
