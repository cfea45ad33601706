import { createHmac } from 'node:crypto';
import type { Instant } from '../units.js';
import type { WebhookSecret } from './event.js';

const PREFIX = 'whsec_';
/** Bytes of a new key; Standard Webhooks asks for 24 to 64. */
export const SECRET_BYTES = 32;

/** How a key is written down: `whsec_` and base64. */
export const secretText = (bytes: Uint8Array): string => PREFIX + Buffer.from(bytes).toString('base64');

/** The keys that sign now, newest first. */
export const validSecrets = (secrets: readonly WebhookSecret[], now: Instant): WebhookSecret[] =>
  secrets.filter(({ until }) => until === null || until > now);

/**
 * A new key in front of the old ones, which go on signing for `keepMs`: a receiver accepts a message when any of its
 * signatures fits, so nothing is lost while it changes over. At most four sign at once.
 */
export function rotated(secrets: readonly WebhookSecret[], secret: string, keepMs: number, now: Instant) {
  const older = secrets.map((old) => ({ ...old, until: Math.min(old.until ?? Infinity, now + keepMs) }));
  return [{ secret, until: null }, ...validSecrets(older, now).slice(0, SIGNING_MAX - 1)];
}
const SIGNING_MAX = 4;

/** The headers of one attempt after Standard Webhooks 1.0: `webhook-signature` has one signature for each key. */
export function signedHeaders(
  messageId: string,
  at: Instant,
  body: string,
  secrets: readonly WebhookSecret[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const seconds = String(Math.floor(at / 1000));
  const signed = `${messageId}.${seconds}.${body}`;
  const signatures = secrets.map(({ secret }) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return { 'webhook-id': messageId, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
