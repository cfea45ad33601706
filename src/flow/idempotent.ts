import { IsNull, LessThan } from 'typeorm';
import { Refusal } from '../core/refusal.js';
import { DAY_MS, type Instant } from '../core/units.js';
import { isDuplicate, type Database } from '../db/database.js';
import { IdempotentReplyTable } from '../db/tables/shop.js';
import { sha256 } from './access.js';

/** A request that has not answered after this long has died with its process and may be made again. */
export const RETAKE_AFTER_MS = 5 * 60_000;
/** Answers are kept for repeats this long. */
export const REPLY_KEPT_MS = 7 * DAY_MS;

export interface RepeatableRequest {
  actor: string;
  key: string;
  /** Method, address and body: what must not differ between repeats. */
  content: string;
}

export interface KeptReply {
  status: number;
  body: unknown;
}

/**
 * Does `work` once per actor and key, however often and however parallel the request comes; repeats get the first answer.
 * Only answers are kept: when `work` throws, nothing is, so that a repeat tries again.
 * @throws Refusal `idempotency-key-reused` (another content under the same key), `idempotency-key-busy` (the first
 *   request is still at work)
 */
export async function once(
  db: Database,
  request: RepeatableRequest,
  now: () => Instant,
  work: () => Promise<KeptReply>,
): Promise<KeptReply & { isReplay: boolean }> {
  const id = { actor: request.actor, idempotencyKey: request.key };
  const requestHash = sha256(request.content);
  const startedAt = now();
  await db.manager.delete(IdempotentReplyTable, { createdAt: LessThan(startedAt - REPLY_KEPT_MS) });
  const kept = await claim(db, id, requestHash, startedAt);
  if (kept !== null) return { ...kept, isReplay: true };
  const mine = { ...id, createdAt: startedAt };
  try {
    const reply = await work();
    await db.manager.update(IdempotentReplyTable, mine, { status: reply.status, body: (reply.body ?? null) as object });
    return { ...reply, isReplay: false };
  } catch (error) {
    await db.manager.delete(IdempotentReplyTable, mine);
    throw error;
  }
}

/** Null: the request is ours to do. Else the answer that was given before. */
async function claim(
  db: Database,
  id: { actor: string; idempotencyKey: string },
  requestHash: string,
  now: Instant,
): Promise<KeptReply | null> {
  try {
    await db.manager.insert(IdempotentReplyTable, { ...id, requestHash, status: null, createdAt: now });
    return null;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  const row = await db.manager.findOneBy(IdempotentReplyTable, id);
  if (row === null) throw busy(); // the first request was refused just now: its repeat may start afresh
  if (row.requestHash !== requestHash) {
    throw new Refusal(
      'invalid',
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request. Send the same request again, or take a new key.',
    );
  }
  if (row.status !== null) return { status: row.status, body: row.body };
  if (now - row.createdAt < RETAKE_AFTER_MS) throw busy();
  const unanswered = { ...id, createdAt: row.createdAt, status: IsNull() };
  const { affected } = await db.manager.update(IdempotentReplyTable, unanswered, { createdAt: now });
  if (affected !== 1) throw busy();
  return null;
}

const busy = (): Refusal =>
  new Refusal(
    'conflict',
    'idempotency-key-busy',
    'The first request with this Idempotency-Key is still at work: try again soon.',
  );
