import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from '../app.module.js';
import type { Config } from '../config.js';
import { openDatabase, type Database } from '../db/database.js';
import { migrate } from '../db/migrate.js';
import { ensureInstallation } from '../flow/setup.js';
import { answerAtHand } from './feed-at-hand.js';
import { badRequest } from './bad-request.js';
import { refuseForbiddenKeys } from './forbidden-keys.js';
import { guardEverything } from './guard.js';
import { LinkInterceptor } from './links.js';
import { createLogger, logRequests, NestLog } from './log.js';
import { Metrics } from './metrics.js';
import { serveDocs } from './openapi.js';
import { answerTo, ProblemFilter, sendProblem } from './problem.js';
import { Clock } from './providers.js';
import { keepRawBodies } from './raw-body.js';
import { builtScreens, letPageStyleItself, serveScreens } from './web.js';

const BODY_BYTES_MAX = 1_048_576;
/** Running answers get this long when the program is told to stop. */
const CLOSE_WAIT_MS = 10_000;

export interface RunningServer {
  app: NestFastifyApplication;
  /** Where it listens, as a browser on this machine reaches it. */
  url: string;
  /** Of the owner whom this start created, when it was generated; told once. */
  ownerPassword?: string;
  /** Lets running answers end, then closes everything, the database too. */
  close(): Promise<void>;
}

/** Opens and migrates the database, sets up what a new one needs, then listens. Prints nothing. */
export async function startServer(config: Config, clock: Clock = new Clock()): Promise<RunningServer> {
  const db = await openDatabase(config.DATABASE_URL);
  try {
    await migrate(db);
    const installed = await ensureInstallation(db, config, clock.now());
    const metrics = new Metrics(db);
    const app = await createApp({ db, config, clock, metrics, works: true });
    const listening = app.listen(config.PORT, config.HOST).then(() => listenForMetrics(config, metrics));
    const metricsServer = await listening.catch(async (error: unknown) => {
      await app.close(); // its schedule would keep a process alive that serves nobody
      throw error;
    });
    const close = async (): Promise<void> => {
      const server = app.getHttpServer() as Server;
      const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_WAIT_MS);
      metricsServer?.close();
      await app.close();
      clearTimeout(impatient);
      metrics.registry.clear();
      await db.close();
    };
    return { app, url: addressOf(app.getHttpServer() as Server, config.HOST), ...installed, close };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** The application, ready for requests but not listening; tests call it with a clock of their own. */
export async function createApp(given: {
  db: Database;
  config: Config;
  clock: Clock;
  metrics?: Metrics;
  /** Whether this process works the queue of runs and imports; tests leave it out. */
  works?: boolean;
  log?: Logger;
  /** Where the built screens are. */
  screens?: string;
  /** Told every route as it is registered. */
  onRoute?: (route: { method: string | string[]; url: string }) => void;
}): Promise<NestFastifyApplication> {
  const { db, config, clock, metrics = new Metrics(given.db), works = false, log = createLogger(config) } = given;
  const adapter = new FastifyAdapter({
    // Proxies on this machine and on private networks: the last address before them is the caller's. What stands further
    // to the left in X-Forwarded-For, a caller may have made up.
    trustProxy: config.TRUST_PROXY ? 'loopback, linklocal, uniquelocal' : false,
    bodyLimit: BODY_BYTES_MAX,
    onProtoPoisoning: 'ignore', // refuseForbiddenKeys says what is wrong
    onConstructorPoisoning: 'ignore',
    genReqId: requestId,
    // The router's own refusals (a malformed address) come before any hook.
    frameworkErrors: (error: Error, request: { id: string }, reply: FastifyReply) =>
      sendProblem(reply, request.id, answerTo(error)),
  } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const http = adapter.getInstance() as unknown as FastifyInstance;
  http.addHook('onRoute', (route) => {
    const own = route.config?.larisin?.bodyBytesMax;
    if (own !== undefined) route.bodyLimit = own;
    given.onRoute?.(route);
  });
  http.removeContentTypeParser('text/plain'); // what any page may send without asking
  logRequests(http, log);
  metrics.watch(http);
  answerAtHand(http, db, clock);

  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of({ db, config, clock, metrics, works }),
    adapter,
    {
      logger: new NestLog(log),
      abortOnError: false,
    },
  );
  await secure(app, http, config);
  await app.register(cookie as never);
  await app.register(multipart as never, { limits: { fileSize: config.UPLOAD_BYTES_MAX, files: 1, fields: 20 } });
  guardEverything(http, db, clock, config);
  keepRawBodies(http);
  refuseForbiddenKeys(http);
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: badRequest }));
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalInterceptors(new LinkInterceptor());
  serveDocs(app);
  serveScreens(http, given.screens ?? builtScreens(), log);
  await app.init();
  await http.ready();
  return app;
}

/** A caller's id joins its log with ours; anything but a plain uuid is replaced. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? given : randomUUID();
}

/** Security headers of every answer; pages alone may style their elements inline. */
async function secure(app: NestFastifyApplication, http: FastifyInstance, config: Config): Promise<void> {
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  await app.register(helmet as never, {
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: config.PUBLIC_URL?.startsWith('https:') === true,
    referrerPolicy: { policy: 'same-origin' },
  });
  http.addHook('onSend', async (request, reply) => {
    if (reply.getHeader('X-Request-Id') === undefined) void reply.header('X-Request-Id', request.id);
    if (request.url.startsWith('/api/') && reply.getHeader('Cache-Control') === undefined) {
      void reply.header('Cache-Control', 'no-store');
    }
    if (/^\/docs([/?]|$)/.test(request.url)) letPageStyleItself(reply);
  });
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const isLocal = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host);
  return `http://${isLocal ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** /metrics without a key, on a private address of its own (METRICS_BIND). */
async function listenForMetrics(config: Config, metrics: Metrics): Promise<Server | null> {
  if (config.METRICS_BIND === undefined) return null;
  const [host, port] = config.METRICS_BIND.split(':');
  const server = createServer((request, reply) => {
    if (request.url !== '/metrics') {
      reply.writeHead(404).end();
      return;
    }
    metrics.registry.metrics().then(
      (text) => reply.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
      () => reply.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), host, resolve);
  });
  return server;
}
