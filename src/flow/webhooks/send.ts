import type { EntityManager } from 'typeorm';
import type { Instant } from '../../core/units.js';
import type { DisabledReason, WebhookDelivery, WebhookEndpoint, WebhookEvent } from '../../core/webhook/event.js';
import { nextAttemptAt } from '../../core/webhook/schedule.js';
import { signedHeaders, validSecrets } from '../../core/webhook/signature.js';
import type { Database } from '../../db/database.js';
import { recordAudit, SYSTEM } from '../../db/stores/audit.js';
import { WebhookDeliveryTable, WebhookEndpointTable, WebhookEventTable } from '../../db/tables/webhooks.js';
import { post, type Posted } from '../../outside/post.js';

/** Standard Webhooks asks for 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;
/** An attempt that has not been told of for so long has died with its process. */
const CLAIM_MS = 60_000;
const GONE = 410;
/** An endpoint that has taken nothing for so long, and lets a message run through all its attempts, is given up. */
const HOPELESS_MS = 5 * 86_400_000;

/** How a message goes out; tests put in their own. */
export interface Way {
  allowPrivate: boolean;
  post?: typeof post;
  timeoutMs?: number;
  now?: () => Instant;
  random?: () => number;
  /** Aborted when the program stops: the attempt is made again at once after the next start. */
  signal?: AbortSignal;
}

/**
 * Makes one attempt at a delivery, if it is still this one's turn: the attempt's number is the claim, so of several
 * processes one makes it. What a killed process had begun is taken up again after a minute, under the same `webhook-id`.
 */
export async function attemptDelivery(
  db: Database,
  { id, attempt }: Pick<WebhookDelivery, 'id' | 'attempt'>,
  way: Way,
): Promise<void> {
  const now = way.now ?? Date.now;
  if (!(await claim(db, id, attempt, now()))) return;
  const mine = attempt + 1;
  const found = await readClaimed(db, id);
  if (found === null) return;
  const at = now();
  const posted = await send(found.endpoint, found.event, at, way);
  if (way.signal?.aborted === true && posted.status === null) {
    await db.manager.update(WebhookDeliveryTable, { id, attempt: mine, state: 'pending' }, { attempt, nextAt: at });
    return;
  }
  await db.transaction((manager) => settle(manager, found.endpoint, { id, attempt: mine }, posted, now(), way));
}

/** Sends an event to an endpoint once, whatever becomes of it, and answers how it went. */
export async function sendOnce(
  db: Database,
  endpoint: WebhookEndpoint,
  event: WebhookEvent,
  delivery: WebhookDelivery,
  way: Way,
): Promise<void> {
  const now = way.now ?? Date.now;
  const posted = await send(endpoint, event, now(), way);
  const last = { ...way, isLast: true };
  await db.transaction((manager) => settle(manager, endpoint, delivery, posted, now(), last));
}

async function claim(db: Database, id: number, attempt: number, now: Instant): Promise<boolean> {
  const claimed = await db.manager
    .createQueryBuilder()
    .update(WebhookDeliveryTable)
    .set({
      attempt: attempt + 1,
      nextAt: now + CLAIM_MS,
      lastTriedAt: now,
      ...{ statusCode: null, durationMs: null, answer: null, error: null },
    })
    .where(`id = :id AND attempt = :attempt AND state = 'pending' AND nextAt <= :now`, { id, attempt, now })
    .execute();
  return claimed.affected === 1;
}

async function readClaimed(
  db: Database,
  id: number,
): Promise<{ endpoint: WebhookEndpoint; event: WebhookEvent } | null> {
  const delivery = await db.manager.findOneBy(WebhookDeliveryTable, { id });
  if (delivery === null) return null;
  const endpoint = await db.manager.findOneBy(WebhookEndpointTable, { id: delivery.endpointId });
  const event = await db.manager.findOneBy(WebhookEventTable, { id: delivery.eventId });
  return endpoint === null || event === null ? null : { endpoint, event };
}

function send(endpoint: WebhookEndpoint, event: WebhookEvent, at: Instant, way: Way): Promise<Posted> {
  const body = event.body!;
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Larisin-Webhooks/1',
    ...signedHeaders(event.messageId, at, body, validSecrets(endpoint.secrets, at)),
  };
  const { allowPrivate, signal, timeoutMs = TIMEOUT_MS } = way;
  return (way.post ?? post)(endpoint.url, { headers, body, timeoutMs, allowPrivate, signal });
}

/** Writes down how an attempt went, unless a later one has been made meanwhile. */
async function settle(
  manager: EntityManager,
  endpoint: WebhookEndpoint,
  { id, attempt }: Pick<WebhookDelivery, 'id' | 'attempt'>,
  { status, answer, error, durationMs }: Posted,
  now: Instant,
  { random = Math.random, isLast = false }: Way & { isLast?: boolean },
): Promise<void> {
  const isTaken = status !== null && status >= 200 && status < 300;
  const nextAt = isTaken || isLast || status === GONE ? null : nextAttemptAt(attempt, now, random());
  const state = isTaken ? 'delivered' : nextAt === null ? 'failed' : 'pending';
  const told = { statusCode: status, durationMs, answer: answer === '' ? null : answer, error };
  const mine = isLast ? { id, attempt } : { id, attempt, state: 'pending' as const };
  const written = await manager.update(WebhookDeliveryTable, mine, { state, nextAt, lastTriedAt: now, ...told });
  if (written.affected !== 1) return;
  if (isTaken) {
    await manager.update(WebhookEndpointTable, { id: endpoint.id }, { failingSince: null, lastSuccessAt: now });
    return;
  }
  await manager.query('UPDATE webhook_endpoint SET failingSince = COALESCE(failingSince, ?) WHERE id = ?', [
    now,
    endpoint.id,
  ]);
  const after = await manager.findOneBy(WebhookEndpointTable, { id: endpoint.id });
  const isHopeless = state === 'failed' && !isLast && now - (after?.failingSince ?? now) > HOPELESS_MS;
  if (after?.state !== 'active' || (status !== GONE && !isHopeless)) return;
  const reason = status === GONE ? 'gone' : 'hopeless';
  await disableEndpoint(manager, endpoint.id, reason, now);
  await recordAudit(manager, SYSTEM, now, 'webhook.disable', `webhook:${endpoint.id}`, { url: endpoint.url, reason });
}

/** Nothing more is sent to it; what still waited counts as failed and may be sent again by hand. */
export async function disableEndpoint(
  manager: EntityManager,
  id: number,
  reason: DisabledReason,
  now: Instant,
): Promise<void> {
  const stopped = { state: 'disabled', disabledReason: reason, disabledAt: now, updatedAt: now } as const;
  await manager.update(WebhookEndpointTable, { id }, stopped);
  await manager.query(
    `UPDATE webhook_delivery SET state = 'failed', nextAt = NULL, error = COALESCE(error, ?)
     WHERE endpointId = ? AND state = 'pending'`,
    ['The webhook was disabled before this was sent.', id],
  );
}
