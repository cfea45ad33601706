import { furthestStatus, type MessageStatus } from '../../core/digest/digest.js';
import { isDuplicate, type Database } from '../../db/database.js';
import { DigestTable, MessageStatusTable } from '../../db/tables/digests.js';

/**
 * Takes what WhatsApp reports of its messages. It repeats itself and mixes the order up: each status of a message is kept
 * once, and the one that says most is shown.
 */
export async function takeStatuses(db: Database, statuses: readonly MessageStatus[]): Promise<void> {
  for (const status of statuses) {
    try {
      await db.manager.insert(MessageStatusTable, status);
    } catch (error) {
      if (isDuplicate(error)) continue;
      throw error;
    }
    await noteMessageId(db, status.messageId);
  }
}

/** Shows on a digest what is known of its message; a report may have come before the message's id was written down. */
export async function noteMessageId(db: Database, messageId: string): Promise<void> {
  const known = await db.manager.findBy(MessageStatusTable, { messageId });
  const furthest = furthestStatus(known);
  if (furthest === null) return;
  const { status, at, error } = furthest;
  const failed = status === 'failed' ? { error } : {};
  await db.manager.update(DigestTable, { messageId }, { delivery: status, deliveryAt: at, ...failed });
}
