import { randomBytes } from 'node:crypto';
import type { ApiKey } from '../core/access.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { ApiKeyTable, ChannelTable } from '../db/tables/shop.js';
import { sha256 } from './access.js';
import { forgetKeys } from './key-cache.js';

const PREFIX_LENGTH = 8;
const SCOPE = /^(ingest|read|metrics|feed:[a-z0-9-]+)$/;

export const listKeys = (db: Database): Promise<ApiKey[]> => db.manager.find(ApiKeyTable, { order: { id: 'ASC' } });

/** Makes a key; `key` is told here once and kept only as a hash.
 *  @throws Refusal `bad-scope`, `unknown-channel` */
export async function addKey(
  db: Database,
  given: { name: string; scopes: string[] },
  by: Caller,
  now: Instant,
): Promise<{ apiKey: ApiKey; key: string }> {
  const scopes = [...new Set(given.scopes)];
  const bad = scopes.find((scope) => !SCOPE.test(scope));
  if (scopes.length === 0 || bad !== undefined) {
    const message = `${bad === undefined ? 'No scope is' : `"${bad}" is not a scope. It is`} one or more of ingest, read, metrics, feed:<channel>.`;
    throw new Refusal('invalid', 'bad-scope', message, {}, [{ path: '/scopes', code: 'bad-scope', message }]);
  }
  await refuseUnknownChannels(db, scopes);
  const secret = randomBytes(32).toString('base64url');
  const key = `lrs_${secret}`;
  const apiKey: Omit<ApiKey, 'id'> = {
    prefix: secret.slice(0, PREFIX_LENGTH),
    keyHash: sha256(key),
    name: given.name,
    scopes,
    createdBy: by.actor,
    createdAt: now,
    lastUsedAt: null,
    revokedAt: null,
  };
  return db.transaction(async (manager) => {
    const saved = await manager.save(ApiKeyTable, { ...apiKey });
    const { prefix, name } = apiKey;
    await recordAudit(manager, by, now, 'key.add', `key:${saved.id}`, { prefix, name, scopes });
    return { apiKey: saved, key };
  });
}

/** Revokes a key at once and for good; a revoked one stays revoked since the first time.
 *  @throws Refusal `unknown-key` */
export async function revokeKey(db: Database, id: number, by: Caller, now: Instant): Promise<ApiKey> {
  const revoked = await db.transaction(async (manager) => {
    const apiKey = await manager.findOneBy(ApiKeyTable, { id });
    if (apiKey === null) throw new Refusal('notFound', 'unknown-key', `There is no API key ${id}.`);
    if (apiKey.revokedAt !== null) return apiKey;
    await manager.update(ApiKeyTable, { id }, { revokedAt: now });
    await recordAudit(manager, by, now, 'key.revoke', `key:${id}`, { prefix: apiKey.prefix, name: apiKey.name });
    return { ...apiKey, revokedAt: now };
  });
  forgetKeys(db);
  return revoked;
}

async function refuseUnknownChannels(db: Database, scopes: string[]): Promise<void> {
  const codes = scopes.filter((scope) => scope.startsWith('feed:')).map((scope) => scope.slice('feed:'.length));
  if (codes.length === 0) return;
  const channels = await db.manager.find(ChannelTable, { order: { id: 'ASC' } });
  const known = channels.map(({ code }) => code);
  const unknown = codes.filter((code) => !known.includes(code));
  if (unknown.length === 0) return;
  const message = `No channel is called ${unknown.join(', ')}; there are ${known.join(', ')}.`;
  throw new Refusal('invalid', 'unknown-channel', message, { unknown, known }, [
    { path: '/scopes', code: 'unknown-channel', message },
  ]);
}
