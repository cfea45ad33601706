import type { ApiKey } from '../core/access.js';
import type { Database } from '../db/database.js';
import { ApiKeyTable } from '../db/tables/shop.js';

/** How long another process's revocation may stay unseen; this process's own are seen at once. */
const KEY_AGE_MS_MAX = 250;
const KEYS_MAX = 1000;

interface Known {
  keys: Map<string, { key: ApiKey; readAt: number }>;
  generation: number;
}
const known = new WeakMap<Database, Known>();

function knownTo(db: Database): Known {
  let own = known.get(db);
  if (own === undefined) known.set(db, (own = { keys: new Map(), generation: 0 }));
  return own;
}

/**
 * The key of a hash that may still be used; null when it is unknown or revoked. A sync job that polls all day is not worth
 * a query each time: what was found is good for a quarter of a second. What was not found is never kept.
 */
export async function findKey(db: Database, keyHash: string): Promise<ApiKey | null> {
  const kept = keyAtHand(db, keyHash);
  if (kept !== null) return kept;
  const own = knownTo(db);
  const { generation } = own;
  const readAt = performance.now();
  const key = await db.manager.findOneBy(ApiKeyTable, { keyHash });
  if (key === null || key.revokedAt !== null) return null;
  if (own.keys.size >= KEYS_MAX) own.keys.clear();
  if (generation === own.generation) own.keys.set(keyHash, { key, readAt });
  return key;
}

/** What `findKey` would answer without asking the database; null when it would ask. */
export function keyAtHand(db: Database, keyHash: string): ApiKey | null {
  const kept = knownTo(db).keys.get(keyHash);
  return kept !== undefined && performance.now() - kept.readAt < KEY_AGE_MS_MAX ? kept.key : null;
}

/** To be called after a revocation has been committed. */
export function forgetKeys(db: Database): void {
  const own = knownTo(db);
  own.generation++;
  own.keys.clear();
}
