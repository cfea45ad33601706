import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { Refusal } from '../core/refusal.js';
import type { Database } from '../db/database.js';
import { principalOfKey, principalOfSession, requireAccess, type Principal } from '../flow/access.js';
import type { Clock } from './providers.js';

export const SESSION_COOKIE = 'larisin_session';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The one gate in front of everything: it stands before a body is read. A route that says nothing about access
 * (documentation pages, a forgotten decorator) asks for credentials of any kind; only `@Open()` ones and addresses that
 * do not exist pass without. Call it after the cookie plugin is there and before routes are.
 */
export function guardEverything(http: FastifyInstance, db: Database, clock: Clock, config: Config): void {
  http.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const access = request.routeOptions.config.larisin?.access;
    if (access === 'open') return;
    const principal = await authenticate(request, db, clock, config);
    request.principal = principal;
    if (access === undefined) return;
    const { code } = (request.params ?? {}) as { code?: string };
    requireAccess(principal, access.role, access.scopes, code);
  });
}

async function authenticate(request: FastifyRequest, db: Database, clock: Clock, config: Config): Promise<Principal> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const key = /^Bearer (lrs_[\w-]{20,100})$/i.exec(authorization)?.[1];
    if (key === undefined) throw new Refusal('unauthenticated', 'bad-key', 'Authorization must be `Bearer lrs_...`.');
    return principalOfKey(db, key, clock.now(), request.ip);
  }
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) {
    throw new Refusal(
      'unauthenticated',
      'not-logged-in',
      'Log in (POST /api/v1/session), or send an API key as `Authorization: Bearer lrs_...`.',
    );
  }
  const principal = await principalOfSession(db, token, clock.now(), request.ip);
  if (!SAFE_METHODS.has(request.method)) requireOwnOrigin(request, config, true);
  return principal;
}

/**
 * Refuses a write that another site's page sends with the visitor's cookie. Browsers name the page's origin with every
 * write; a program that sends none should use a key, except where `isRequired` is false (log-in).
 * @throws Refusal `wrong-origin`
 */
export function requireOwnOrigin(request: FastifyRequest, config: Config, isRequired: boolean): void {
  const { origin } = request.headers;
  if (origin === undefined && !isRequired) return;
  if (origin !== undefined && isOwn(origin, request.host, config.PUBLIC_URL)) return;
  const wanted = config.PUBLIC_URL === undefined ? request.host : new URL(config.PUBLIC_URL).origin;
  throw new Refusal(
    'forbidden',
    'wrong-origin',
    `Writes with a session must come from pages of ${wanted} (header Origin). Behind a proxy set PUBLIC_URL; programs use a key.`,
  );
}

/** Without PUBLIC_URL the host alone is compared: a proxy in front may speak https while this process hears http. */
function isOwn(origin: string, host: string, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  return publicUrl === undefined ? new URL(origin).host === host.toLowerCase() : origin === new URL(publicUrl).origin;
}
