import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../core/refusal.js';
import type { Instant } from '../../core/units.js';
import { webhookBody } from '../../contract/webhook-body.js';
import {
  DISABLED_WORDS,
  TEST_TYPE,
  type EventType,
  type WebhookEndpoint,
  type WebhookEvent,
} from '../../core/webhook/event.js';
import { rotated, SECRET_BYTES, secretText } from '../../core/webhook/signature.js';
import { TARGET_FAULTS, targetFault } from '../../core/webhook/target.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { readChannels } from '../../db/stores/settings.js';
import { findDelivery, type DeliveryRow } from '../../db/stores/webhooks.js';
import { WebhookDeliveryTable, WebhookEndpointTable, WebhookEventTable } from '../../db/tables/webhooks.js';
import { newMessageId } from './events.js';
import { newDelivery } from './fan-out.js';
import { disableEndpoint, sendOnce, type Way } from './send.js';

/** Every price is told to each of them: a limit keeps a slip from becoming a load. */
const ENDPOINTS_MAX = 20;

export interface EndpointWish {
  url: string;
  types: EventType[];
  /** null: all. */
  channels: string[] | null;
}

const NO_WORD = 'The program ended before there was an answer.';

const newSecret = (): string => secretText(randomBytes(SECRET_BYTES));

/** @throws Refusal `unknown-webhook` */
export async function findEndpoint(manager: EntityManager, id: number): Promise<WebhookEndpoint> {
  const endpoint = await manager.findOneBy(WebhookEndpointTable, { id });
  if (endpoint !== null) return endpoint;
  throw new Refusal('notFound', 'unknown-webhook', `There is no webhook ${id}.`, { id });
}

/**
 * Adds an address to tell things to; its key is told here once.
 * @throws Refusal `bad-webhook-url`, `unknown-channel`, `too-many-webhooks`
 */
export async function addEndpoint(
  db: Database,
  wish: EndpointWish,
  by: Caller,
  now: Instant,
  allowPrivate: boolean,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const url = checkedUrl(wish.url, allowPrivate);
  await refuseUnknownChannels(db, wish.channels);
  const secret = newSecret();
  return db.transaction(async (manager) => {
    if ((await manager.count(WebhookEndpointTable)) >= ENDPOINTS_MAX) {
      const message = `There are ${ENDPOINTS_MAX} webhooks already: remove one that is not used any more.`;
      throw new Refusal('conflict', 'too-many-webhooks', message, { max: ENDPOINTS_MAX });
    }
    const endpoint = await manager.save(WebhookEndpointTable, {
      url,
      types: wish.types,
      channels: wish.channels,
      secrets: [{ secret, until: null }],
      state: 'active' as const,
      disabledReason: null,
      disabledAt: null,
      failingSince: null,
      lastSuccessAt: null,
      createdBy: by.actor,
      createdAt: now,
      updatedAt: now,
    });
    const { types, channels } = wish;
    await recordAudit(manager, by, now, 'webhook.add', `webhook:${endpoint.id}`, { url, types, channels });
    return { endpoint, secret };
  });
}

/**
 * Changes what an endpoint hears of and where, or switches it off and on. Enabling forgives what has failed.
 * @throws Refusal `unknown-webhook`, `bad-webhook-url`, `unknown-channel`
 */
export async function changeEndpoint(
  db: Database,
  id: number,
  change: Partial<EndpointWish> & { state?: 'active' | 'disabled' | undefined },
  by: Caller,
  now: Instant,
  allowPrivate: boolean,
): Promise<WebhookEndpoint> {
  const { state, url, ...rest } = change;
  const wish = { ...rest, ...(url === undefined ? {} : { url: checkedUrl(url, allowPrivate) }) };
  if (wish.channels !== undefined) await refuseUnknownChannels(db, wish.channels);
  return db.transaction(async (manager) => {
    const before = await findEndpoint(manager, id);
    await manager.update(WebhookEndpointTable, { id }, { ...wish, updatedAt: now });
    if (state === 'disabled' && before.state === 'active') {
      await disableEndpoint(manager, id, 'switched-off', now);
    }
    if (state === 'active') {
      const forgiven = { state, disabledReason: null, disabledAt: null, failingSince: null };
      await manager.update(WebhookEndpointTable, { id }, forgiven);
    }
    await recordAudit(manager, by, now, 'webhook.change', `webhook:${id}`, { ...wish, ...(state && { state }) });
    return findEndpoint(manager, id);
  });
}

/**
 * Gives an endpoint a new key, told here once. For `keepMs` the old one goes on signing beside it.
 * @throws Refusal `unknown-webhook`
 */
export async function rotateSecret(
  db: Database,
  id: number,
  keepMs: number,
  by: Caller,
  now: Instant,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const secret = newSecret();
  return db.transaction(async (manager) => {
    await manager.query(`SELECT id FROM webhook_endpoint WHERE id = ?${db.forUpdate}`, [id]);
    const before = await findEndpoint(manager, id);
    const secrets = rotated(before.secrets, secret, keepMs, now);
    await manager.update(WebhookEndpointTable, { id }, { secrets, updatedAt: now });
    const oldUntil = new Date(now + keepMs).toISOString();
    await recordAudit(manager, by, now, 'webhook.rotate', `webhook:${id}`, { url: before.url, oldUntil });
    return { endpoint: { ...before, secrets, updatedAt: now }, secret };
  });
}

/** Removes an endpoint with the log of its deliveries. @throws Refusal `unknown-webhook` */
export async function removeEndpoint(db: Database, id: number, by: Caller, now: Instant): Promise<WebhookEndpoint> {
  return db.transaction(async (manager) => {
    const endpoint = await findEndpoint(manager, id);
    await manager.delete(WebhookEndpointTable, { id });
    await manager.delete(WebhookDeliveryTable, { endpointId: id });
    await recordAudit(manager, by, now, 'webhook.remove', `webhook:${id}`, { url: endpoint.url });
    return endpoint;
  });
}

/**
 * Sends a test event at once, once, also to an endpoint that is switched off, and tells how it went.
 * @throws Refusal `unknown-webhook`
 */
export async function testEndpoint(
  db: Database,
  id: number,
  by: Caller,
  now: Instant,
  baseUrl: string,
  way: Way,
): Promise<DeliveryRow> {
  const { endpoint, event, delivery } = await db.transaction(async (manager) => {
    const endpoint = await findEndpoint(manager, id);
    const told = { type: TEST_TYPE, at: now, data: { webhookId: id } } as const;
    const body = webhookBody(told, baseUrl);
    const row: Omit<WebhookEvent, 'id'> = { ...told, messageId: newMessageId(), openKey: null, dueAt: null, body };
    const event = await manager.save(WebhookEventTable, row);
    // Failed until an answer says otherwise: a test whose process dies is not tried again by itself.
    const fate = { state: 'failed', attempt: 1, nextAt: null, lastTriedAt: now, error: NO_WORD } as const;
    const first = { ...newDelivery(event.id, id, now), ...fate };
    const delivery = await manager.save(WebhookDeliveryTable, first);
    await recordAudit(manager, by, now, 'webhook.test', `webhook:${id}`, { url: endpoint.url });
    return { endpoint, event, delivery };
  });
  await sendOnce(db, endpoint, event, delivery, way);
  return rowOf(db.manager, id, delivery.id);
}

/**
 * Has an event sent again: one that still waits is due at once, one that has ended gets a new delivery under the same
 * `webhook-id`.
 * @throws Refusal `unknown-webhook`, `unknown-delivery`, `webhook-disabled`
 */
export async function redeliver(
  db: Database,
  endpointId: number,
  deliveryId: number,
  by: Caller,
  now: Instant,
): Promise<DeliveryRow> {
  const id = await db.transaction(async (manager) => {
    const endpoint = await findEndpoint(manager, endpointId);
    const { delivery } = await findDeliveryOf(manager, endpointId, deliveryId);
    if (endpoint.state === 'disabled') {
      const why = DISABLED_WORDS[endpoint.disabledReason ?? 'switched-off'];
      const message = `Webhook ${endpointId} is disabled: enable it first. ${why}`;
      throw new Refusal('conflict', 'webhook-disabled', message, { id: endpointId });
    }
    await recordAudit(manager, by, now, 'webhook.redeliver', `webhook:${endpointId}`, { delivery: deliveryId });
    if (delivery.state !== 'pending') {
      return (await manager.save(WebhookDeliveryTable, newDelivery(delivery.eventId, endpointId, now))).id;
    }
    // Of the number that was seen: an attempt that has begun meanwhile is left alone.
    const waiting = { id: deliveryId, state: 'pending', attempt: delivery.attempt } as const;
    const isAtWork = delivery.lastTriedAt !== null && delivery.statusCode === null && delivery.error === null;
    if (!isAtWork) await manager.update(WebhookDeliveryTable, waiting, { nextAt: now });
    return deliveryId;
  });
  return rowOf(db.manager, endpointId, id);
}

/** @throws Refusal `unknown-delivery` */
export async function findDeliveryOf(manager: EntityManager, endpointId: number, id: number) {
  const found = await findDelivery(manager, endpointId, id);
  if (found !== null) return found;
  throw new Refusal('notFound', 'unknown-delivery', `Webhook ${endpointId} has no delivery ${id}.`, { endpointId, id });
}

async function rowOf(manager: EntityManager, endpointId: number, id: number): Promise<DeliveryRow> {
  const { delivery, event } = await findDeliveryOf(manager, endpointId, id);
  return { ...delivery, messageId: event.messageId, type: event.type };
}

function checkedUrl(text: string, allowPrivate: boolean): string {
  const fault = targetFault(text, allowPrivate);
  if (fault === null) return new URL(text).href;
  const hint = ' WEBHOOK_ALLOW_PRIVATE=true allows http:// and private networks, for all webhooks.';
  const mayBeAllowed = fault === 'is-http' || fault === 'is-private';
  const message = `The address ${TARGET_FAULTS[fault]}.${mayBeAllowed ? hint : ''}`;
  const issue = { path: '/url', code: 'bad-webhook-url', message };
  throw new Refusal('invalid', 'bad-webhook-url', message, { fault }, [issue]);
}

async function refuseUnknownChannels(db: Database, channels: string[] | null): Promise<void> {
  if (channels === null) return;
  const known = (await readChannels(db.manager)).map(({ code }) => code);
  const unknown = channels.filter((code) => !known.includes(code));
  if (unknown.length === 0) return;
  const message = `No channel is called ${unknown.join(', ')}; there are ${known.join(', ')}.`;
  const issue = { path: '/channels', code: 'unknown-channel', message };
  throw new Refusal('invalid', 'unknown-channel', message, { unknown, known }, [issue]);
}
