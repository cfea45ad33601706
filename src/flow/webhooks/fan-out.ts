import type { EntityManager } from 'typeorm';
import type { Instant } from '../../core/units.js';
import { webhookBody } from '../../contract/webhook-body.js';
import type { WebhookDelivery, WebhookEndpoint, WebhookEvent } from '../../core/webhook/event.js';
import type { Database } from '../../db/database.js';
import { dueEvents } from '../../db/stores/webhooks.js';
import { WebhookDeliveryTable, WebhookEndpointTable, WebhookEventTable } from '../../db/tables/webhooks.js';

const EVENTS_AT_ONCE = 200;

/**
 * Fixes the text of every event whose time has come and makes a delivery of it for each endpoint that wants it, in one
 * transaction each: however many processes do it, and whenever one is killed, there is one delivery of each.
 */
export async function fanOut(db: Database, baseUrl: string, now: Instant): Promise<void> {
  for (const id of await dueEvents(db, now, EVENTS_AT_ONCE)) {
    await db.transaction((manager) => putOnItsWay(db, manager, id, baseUrl, now));
  }
}

async function putOnItsWay(db: Database, manager: EntityManager, id: number, baseUrl: string, now: Instant) {
  // Locked, so that no further price joins what is being written down.
  await manager.query(`SELECT id FROM webhook_event WHERE id = ?${db.forUpdate}`, [id]);
  const event = await manager.findOneBy(WebhookEventTable, { id });
  if (event === null || event.dueAt === null) return; // another process was here
  // Locked too: an endpoint that is being removed takes its deliveries with it.
  await manager.query(`SELECT id FROM webhook_endpoint${db.forUpdate}`);
  const endpoints = await manager.findBy(WebhookEndpointTable, { state: 'active' });
  const wanting = endpoints.filter((endpoint) => wants(endpoint, event));
  if (wanting.length === 0) {
    await manager.delete(WebhookEventTable, { id });
    return;
  }
  await manager.update(WebhookEventTable, { id }, { openKey: null, dueAt: null, body: webhookBody(event, baseUrl) });
  await manager.insert(
    WebhookDeliveryTable,
    wanting.map((endpoint) => newDelivery(event.id, endpoint.id, now)),
  );
}

/** A channel filter is about prices: runs and imports are of the whole shop. */
function wants({ types, channels }: WebhookEndpoint, { type, data }: WebhookEvent): boolean {
  if (!types.some((wanted) => wanted === type)) return false;
  return channels === null || !('channel' in data) || channels.includes(data.channel);
}

export const newDelivery = (eventId: number, endpointId: number, now: Instant): Omit<WebhookDelivery, 'id'> => ({
  eventId,
  endpointId,
  state: 'pending',
  attempt: 0,
  nextAt: now,
  createdAt: now,
  lastTriedAt: null,
  statusCode: null,
  durationMs: null,
  answer: null,
  error: null,
});
