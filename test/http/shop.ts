import type { Server } from 'node:http';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import request, { type Test } from 'supertest';
import { afterAll } from 'vitest';
import { readConfig, type Config } from '../../src/config.js';
import type { Role } from '../../src/core/access.js';
import type { Database } from '../../src/db/database.js';
import { SYSTEM } from '../../src/db/stores/audit.js';
import { addKey } from '../../src/flow/keys.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { addUser } from '../../src/flow/users.js';
import { SESSION_COOKIE } from '../../src/http/guard.js';
import { Clock } from '../../src/http/providers.js';
import { createApp } from '../../src/http/server.js';
import { freshDatabase } from '../database.js';

export const OWNER_PASSWORD = 'kopi-susu-tanpa-gula';
export const START = Date.UTC(2026, 2, 31, 2, 15); // 09:15 in Jakarta

/** What a build of the screens looks like, so that no test needs one. */
export const STAND_IN_SCREENS = join(import.meta.dirname, 'screens');

/** A clock that stands until it is moved. */
export class StillClock extends Clock {
  constructor(public at: number = START) {
    super();
  }
  override now(): number {
    return this.at;
  }
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** Calls as one person or machine. */
export type Caller = Record<Method, (path: string) => Test>;

export interface TestShop {
  app: NestFastifyApplication;
  db: Database;
  clock: StillClock;
  routes: { method: string; url: string }[];
  /** Without any credentials. */
  anybody: Caller;
  /** The first owner, logged in. */
  owner: Caller;
  /** Adds a user of that role and logs in. */
  as(role: Role, name?: string): Promise<Caller>;
  /** Makes a key with these scopes. */
  withKey(...scopes: string[]): Promise<Caller>;
  logIn(name: string, password: string): Promise<Caller>;
}

export function testConfig(env: Record<string, string> = {}): Config {
  return readConfig({ LOG_LEVEL: 'silent', OWNER_PASSWORD, ...env });
}

function caller(server: Server, headers: Record<string, string>): Caller {
  const make = (method: Method) => (path: string) => request(server)[method](path).set(headers);
  return { get: make('get'), post: make('post'), put: make('put'), patch: make('patch'), delete: make('delete') };
}

/** A whole web process without a port's worth of jobs: real database, real log-in, a clock that stands. */
export async function openShop(
  kind: 'sqlite' | 'mariadb',
  env: Record<string, string> = {},
  log?: Logger,
  screens = STAND_IN_SCREENS,
): Promise<TestShop> {
  const db = await freshDatabase(kind);
  const clock = new StillClock();
  const config = testConfig(env);
  await ensureInstallation(db, config, clock.now());
  const routes: TestShop['routes'] = [];
  const app = await createApp({
    db,
    config,
    clock,
    screens,
    ...(log === undefined ? {} : { log }),
    onRoute: ({ method, url }) => [method].flat().forEach((one) => routes.push({ method: one, url })),
  });
  await app.listen(0, '127.0.0.1');
  afterAll(() => app.close());
  const server = app.getHttpServer() as Server;
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const anybody = caller(server, {});
  const logIn = async (name: string, password: string): Promise<Caller> => {
    const reply = await anybody.post('/api/v1/session').send({ name, password }).expect(200);
    const [cookie] = (reply.headers['set-cookie'] as unknown as string[]).filter((c) => c.startsWith(SESSION_COOKIE));
    return caller(server, { Cookie: cookie!.split(';')[0]!, Origin: `http://${host}` });
  };
  return {
    app,
    db,
    clock,
    routes,
    anybody,
    owner: await logIn('owner', OWNER_PASSWORD),
    logIn,
    async as(role, name = `a-${role}`) {
      const { password } = await addUser(db, { name, role }, SYSTEM, clock.now());
      return logIn(name, password!);
    },
    async withKey(...scopes) {
      const { key } = await addKey(db, { name: scopes.join(' '), scopes }, SYSTEM, clock.now());
      return caller(server, { Authorization: `Bearer ${key}` });
    },
  };
}
