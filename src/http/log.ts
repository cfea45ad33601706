import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.js';

/** Headers and bodies are never logged; should a caller of the logger pass one all the same, its secrets are cut out. */
const SECRETS = ['authorization', 'cookie', 'set-cookie', 'password', 'currentPassword', 'token', 'key'];

/** Writes JSON lines to standard output, or where a test looks at them. */
export function createLogger(config: Config, destination: DestinationStream = pino.destination(1)): Logger {
  const paths = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  return pino({ level: config.LOG_LEVEL, base: null, redact: { paths, censor: '[secret]' } }, destination);
}

/** One line per request: id, who, method, route (never the address with its query), status, time. */
export function logRequests(http: FastifyInstance, log: Logger): void {
  http.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const level = reply.statusCode >= 500 ? 'error' : route.startsWith('/health') ? 'debug' : 'info';
    log[level]({
      requestId: request.id,
      actor: request.principal?.actor,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
}

/** Lets Nest write into the same log; its own start-up chatter is `debug`. */
export class NestLog implements LoggerService {
  constructor(private readonly out: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.write('debug', message, context);
  }
  debug(message: unknown, ...context: unknown[]): void {
    this.write('debug', message, context);
  }
  verbose(message: unknown, ...context: unknown[]): void {
    this.write('trace', message, context);
  }
  warn(message: unknown, ...context: unknown[]): void {
    this.write('warn', message, context);
  }
  error(message: unknown, ...context: unknown[]): void {
    this.write('error', message, context);
  }
  fatal(message: unknown, ...context: unknown[]): void {
    this.write('fatal', message, context);
  }

  private write(level: 'debug' | 'warn' | 'error' | 'trace' | 'fatal', message: unknown, context: unknown[]): void {
    const err = message instanceof Error ? { err: message } : {};
    this.out[level]({ ...err, context: context.filter((part) => typeof part === 'string').join(' ') }, String(message));
  }
}
