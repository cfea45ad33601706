import { createHash, randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { LessThanOrEqual, Not } from 'typeorm';
import { ROLES, type Role, type User } from '../core/access.js';
import { Refusal } from '../core/refusal.js';
import { DAY_MS, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { ApiKeyTable, LoginSessionTable, UserTable } from '../db/tables/shop.js';
import { findKey } from './key-cache.js';

/** A session ends after this long without a request, and after this long in any case. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_MS = 14 * DAY_MS;
/** How stale "last seen" and "last used" may be: keeps a busy reader from writing with every request. */
const SEEN_STEP_MS = 60_000;

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const ARGON2 = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Who calls: a person with a role, or a key with scopes. */
export interface Principal extends Caller {
  kind: 'user' | 'key';
  /** The user's name, or the key's. */
  name: string;
  /** Null for a key. */
  role: Role | null;
  /** Empty for a person. */
  scopes: string[];
  userId: number | null;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2);

/** 20 characters, 119 bits: for the first owner and for users whose password nobody named. */
export function generatePassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  let password = '';
  while (password.length < 20) {
    for (const byte of randomBytes(32)) {
      // 224 = 4 x 56: a byte above it would make some letters likelier.
      if (byte < 224 && password.length < 20) password += alphabet[byte % alphabet.length];
    }
  }
  return password;
}

/** Log-in names do not differ by case or by spaces around them. */
export const tidyName = (name: string): string => name.trim().toLowerCase();

let nobody: Promise<string> | undefined;

/**
 * Checks name and password and opens a session; the token is told here once and kept only as a hash.
 * An unknown or inactive user takes the same time and gets the same answer as a wrong password.
 * @throws Refusal `wrong-credentials`
 */
export async function logIn(
  db: Database,
  given: { name: string; password: string },
  now: Instant,
  ip: string | null,
): Promise<{ token: string; user: User; expiresAt: Instant }> {
  const user = await db.manager.findOneBy(UserTable, { name: tidyName(given.name) });
  nobody ??= hashPassword(randomBytes(32).toString('hex'));
  const matches = await verify(user?.passwordHash ?? (await nobody), given.password);
  if (user === null || !matches || !user.isActive) {
    // The name is told only when it is a user's: people type passwords into the wrong field.
    const subject = user === null ? 'user:?' : `user:${user.name}`;
    await recordAudit(db.manager, { actor: 'nobody', ip }, now, 'session.refused', subject);
    throw new Refusal(
      'unauthenticated',
      'wrong-credentials',
      'The name or the password is wrong, or the user is inactive.',
    );
  }
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now + SESSION_IDLE_MS;
  await db.transaction(async (manager) => {
    await manager.delete(LoginSessionTable, { expiresAt: LessThanOrEqual(now) });
    await manager.insert(LoginSessionTable, {
      tokenHash: sha256(token),
      userId: user.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
    });
    await recordAudit(manager, { actor: `user:${user.name}`, ip }, now, 'session.open', `user:${user.name}`);
  });
  return { token, user, expiresAt };
}

/**
 * The person behind a session's token; keeps the session open.
 * @throws Refusal `session-expired` also when it never was, or its user is inactive
 */
export async function principalOfSession(
  db: Database,
  token: string,
  now: Instant,
  ip: string | null,
): Promise<Principal> {
  const tokenHash = sha256(token);
  const session = await db.manager.findOneBy(LoginSessionTable, { tokenHash });
  const user =
    session === null || session.expiresAt <= now ? null : await db.manager.findOneBy(UserTable, { id: session.userId });
  if (session === null || user === null || !user.isActive) {
    throw new Refusal('unauthenticated', 'session-expired', 'The session has ended: log in again.');
  }
  if (now - session.lastSeenAt >= SEEN_STEP_MS) {
    const expiresAt = Math.min(now + SESSION_IDLE_MS, session.createdAt + SESSION_MS);
    await db.manager.update(LoginSessionTable, { tokenHash }, { lastSeenAt: now, expiresAt });
  }
  return {
    kind: 'user',
    actor: `user:${user.name}`,
    name: user.name,
    role: user.role,
    scopes: [],
    userId: user.id,
    ip,
  };
}

/** Ends the session of a token; a token that is none changes nothing. */
export async function logOut(db: Database, token: string, who: Caller, now: Instant): Promise<void> {
  await db.transaction(async (manager) => {
    const { affected } = await manager.delete(LoginSessionTable, { tokenHash: sha256(token) });
    if (affected) await recordAudit(manager, who, now, 'session.close', who.actor);
  });
}

/** Ends every other session of the person whose token this is. */
export async function logOutElsewhere(db: Database, who: Principal, token: string, now: Instant): Promise<void> {
  await db.transaction(async (manager) => {
    const { affected } = await manager.delete(LoginSessionTable, {
      userId: who.userId ?? 0,
      tokenHash: Not(sha256(token)),
    });
    if (affected) await recordAudit(manager, who, now, 'session.close-others', who.actor, { sessions: affected });
  });
}

/**
 * The machine behind an API key.
 * @throws Refusal `bad-key` when it is unknown or revoked
 */
export async function principalOfKey(db: Database, key: string, now: Instant, ip: string | null): Promise<Principal> {
  const row = await findKey(db, sha256(key));
  if (row === null) {
    throw new Refusal('unauthenticated', 'bad-key', 'This API key is unknown or revoked: ask the owner for another.');
  }
  if (row.lastUsedAt === null || now - row.lastUsedAt >= SEEN_STEP_MS) {
    row.lastUsedAt = now;
    await db.manager.update(ApiKeyTable, { id: row.id }, { lastUsedAt: now });
  }
  return { kind: 'key', actor: `key:${row.prefix}`, name: row.name, role: null, scopes: row.scopes, userId: null, ip };
}

/**
 * A person needs `role` or a higher one. A key needs one of `scopes`; `feed` among them means `feed:<channelCode>`.
 * Viewers read. Merchandisers also import, edit rules, start runs and decide on suggestions. Owners also manage users,
 * keys, channels, fees, the policy and the shop, and read the audit log.
 * @throws Refusal `role-too-low`, `scope-missing`
 */
export function requireAccess(
  who: Principal,
  role: Role,
  scopes: readonly string[],
  channelCode: string | undefined,
): void {
  if (who.role !== null) {
    if (ROLES.indexOf(who.role) <= ROLES.indexOf(role)) return;
    throw new Refusal('forbidden', 'role-too-low', `This needs the role ${role}; ${who.name} is a ${who.role}.`, {
      role,
    });
  }
  const wanted = scopes.map((scope) => (scope === 'feed' ? `feed:${channelCode ?? '<channel>'}` : scope));
  if (wanted.some((scope) => who.scopes.includes(scope))) return;
  const message =
    wanted.length === 0
      ? 'API keys may not do this; log in instead.'
      : `This needs a key with the scope ${wanted.join(' or ')}; this one has ${who.scopes.join(', ')}.`;
  throw new Refusal('forbidden', 'scope-missing', message, { scopes: wanted });
}
