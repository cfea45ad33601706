import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { PriceEntry } from '../../core/feed/entry.js';
import type { Instant } from '../../core/units.js';
import {
  ENTRY_IDS_MAX,
  type ImportEventData,
  type PriceEventData,
  type RunEventData,
} from '../../core/webhook/event.js';
import type { Database } from '../../db/database.js';
import { eventStatement, lockOpenEvent } from '../../db/stores/webhooks.js';
import { WebhookEventTable } from '../../db/tables/webhooks.js';

/** Prices of a channel that are decided on within so long of the first are told in one event. */
const TOGETHER_MS = 2_000;

export const newMessageId = (): string => `msg_${randomBytes(18).toString('base64url')}`;

/**
 * Notes, in the transaction of the decision, that a price was approved or withdrawn. A decision on a thousand suggestions is
 * a thousand transactions: those of one channel join the event that the first of them made, until it goes out. To be called
 * while the channel's feed head is locked, which keeps two of one channel apart.
 * @param afterSeq the channel's last change before this one
 */
export async function notePrice(
  db: Database,
  manager: EntityManager,
  type: 'price.approved' | 'price.withdrawn',
  { id, channelId, channelCode }: Pick<PriceEntry, 'id' | 'channelId' | 'channelCode'>,
  afterSeq: number,
  now: Instant,
): Promise<void> {
  const openKey = `${type}:${channelId}`;
  const open = await lockOpenEvent<PriceEventData>(db, manager, openKey);
  if (open === null) {
    const data = { channel: channelCode, channelId, count: 1, entryIds: [id], afterSeq };
    const event = { messageId: newMessageId(), type, openKey, data, at: now, dueAt: now + TOGETHER_MS };
    await manager.query(...eventStatement(event));
    return;
  }
  const { count, entryIds } = open.data;
  const more = entryIds.length < ENTRY_IDS_MAX ? [...entryIds, id] : entryIds;
  await manager.update(
    WebhookEventTable,
    { id: open.id },
    { data: { ...open.data, count: count + 1, entryIds: more } },
  );
}

/** The statement that notes the end of a run; part of the transaction that ends it. */
export const runEvent = (data: RunEventData, now: Instant) =>
  eventStatement({ messageId: newMessageId(), type: 'run.finished', openKey: null, data, at: now, dueAt: now });

/** The statement that notes the end of an import; part of the transaction that ends it. */
export const importEvent = (data: ImportEventData, now: Instant) =>
  eventStatement({ messageId: newMessageId(), type: 'import.finished', openKey: null, data, at: now, dueAt: now });
