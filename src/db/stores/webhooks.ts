import { LessThan, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { Instant } from '../../core/units.js';
import type { DeliveryState, WebhookDelivery, WebhookEndpoint, WebhookEvent } from '../../core/webhook/event.js';
import { fromJson, type Database } from '../database.js';
import { WebhookDeliveryTable, WebhookEndpointTable, WebhookEventTable } from '../tables/webhooks.js';

export type NewEvent = Omit<WebhookEvent, 'id' | 'body'>;

/**
 * Writes down an event, if there is anybody to tell: one statement, for whichever connection carries the transaction of
 * what it tells of.
 */
export function eventStatement(event: NewEvent): [sql: string, parameters: (string | number | null)[]] {
  const { messageId, type, openKey, data, at, dueAt } = event;
  const sql =
    'INSERT INTO webhook_event (messageId, type, openKey, data, at, dueAt) SELECT ?, ?, ?, ?, ?, ? FROM (SELECT 1) one ' +
    `WHERE EXISTS (SELECT 1 FROM webhook_endpoint WHERE state = 'active')`;
  return [sql, [messageId, type, openKey, JSON.stringify(data), at, dueAt]];
}

/** The event of this key that more may join, locked until the transaction ends; null when there is none. */
export async function lockOpenEvent<Data>(
  db: Database,
  manager: EntityManager,
  openKey: string,
): Promise<{ id: number; data: Data } | null> {
  const rows: { id: number; data: unknown }[] = await manager.query(
    `SELECT id, data FROM webhook_event WHERE openKey = ?${db.forUpdate}`,
    [openKey],
  );
  return rows[0] === undefined ? null : { id: rows[0].id, data: fromJson<Data>(rows[0].data) };
}

/** Ids of events whose time has come and that are not on their way yet, oldest first. */
export async function dueEvents(db: Database, now: Instant, limit: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    'SELECT id FROM webhook_event WHERE dueAt <= ? ORDER BY dueAt, id LIMIT ?',
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Deliveries to an endpoint whose next attempt is due, the longest waiting first. */
export async function dueDeliveries(
  db: Database,
  endpointId: number,
  now: Instant,
  limit: number,
): Promise<Pick<WebhookDelivery, 'id' | 'attempt'>[]> {
  return db.query(
    `SELECT id, attempt FROM webhook_delivery WHERE endpointId = ? AND state = 'pending' AND nextAt <= ?
     ORDER BY nextAt, id LIMIT ?`,
    [endpointId, now, limit],
  );
}

export const listEndpoints = (manager: EntityManager): Promise<WebhookEndpoint[]> =>
  manager.find(WebhookEndpointTable, { order: { id: 'ASC' } });

/** A delivery with what its event is. */
export interface DeliveryRow extends WebhookDelivery {
  messageId: string;
  type: WebhookEvent['type'];
}

/** Newest first; `before` an id pages on. */
export async function listDeliveries(
  manager: EntityManager,
  endpointId: number,
  filter: { state?: DeliveryState | undefined },
  limit: number,
  before?: number,
): Promise<DeliveryRow[]> {
  const where: FindOptionsWhere<WebhookDelivery> = { endpointId };
  if (filter.state !== undefined) where.state = filter.state;
  if (before !== undefined) where.id = LessThan(before);
  const rows = await manager.find(WebhookDeliveryTable, { where, order: { id: 'DESC' }, take: limit });
  const ids = [...new Set(rows.map(({ eventId }) => eventId))];
  const events: Pick<WebhookEvent, 'id' | 'messageId' | 'type'>[] =
    ids.length === 0
      ? []
      : await manager.query(
          `SELECT id, messageId, type FROM webhook_event WHERE id IN (${ids.map(() => '?').join(', ')})`,
          ids,
        );
  const byId = new Map(events.map((event) => [event.id, event]));
  return rows.flatMap((row) => {
    const event = byId.get(row.eventId);
    return event === undefined ? [] : [{ ...row, messageId: event.messageId, type: event.type }];
  });
}

/** A delivery of an endpoint with its event; null when there is none. */
export async function findDelivery(
  manager: EntityManager,
  endpointId: number,
  id: number,
): Promise<{ delivery: WebhookDelivery; event: WebhookEvent } | null> {
  const delivery = await manager.findOneBy(WebhookDeliveryTable, { id, endpointId });
  const event = delivery && (await manager.findOneBy(WebhookEventTable, { id: delivery.eventId }));
  return delivery && event ? { delivery, event } : null;
}

/** Forgets what ended before `before`, and events that nobody waits for; a part at a time. */
export async function forgetOldDeliveries(db: Database, before: Instant): Promise<void> {
  const old = await db.query<{ id: number }>(
    `SELECT id FROM webhook_delivery WHERE state <> 'pending' AND createdAt < ? ORDER BY id LIMIT 500`,
    [before],
  );
  if (old.length > 0) {
    const marks = old.map(() => '?').join(', ');
    await db.query(
      `DELETE FROM webhook_delivery WHERE id IN (${marks})`,
      old.map(({ id }) => id),
    );
  }
  const events = await db.query<{ id: number }>(
    `SELECT e.id FROM webhook_event e WHERE e.at < ? AND e.dueAt IS NULL
       AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.eventId = e.id) ORDER BY e.id LIMIT 500`,
    [before],
  );
  if (events.length === 0) return;
  const marks = events.map(() => '?').join(', ');
  await db.query(
    `DELETE FROM webhook_event WHERE id IN (${marks})`,
    events.map(({ id }) => id),
  );
}
