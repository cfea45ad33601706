import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Problem } from '../contract/http.js';
import { Refusal, type RefusalKind } from '../core/refusal.js';

const STATUS: Record<RefusalKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  tooMany: 429,
  unavailable: 503,
};

/** `invalid` is 422, the request was read but makes no sense; these could not even be read, or not as what they claim. */
const UNREADABLE = new Set(['bad-request', 'bad-cursor', 'idempotency-key-missing', 'idempotency-key-bad']);

/** What Fastify and Nest refuse by themselves, by status. */
const OWN: Record<number, [code: string, detail: string]> = {
  400: ['bad-request', 'The request cannot be read.'],
  404: ['unknown-route', 'There is nothing at this address with this method; /docs lists what there is.'],
  413: ['body-too-large', 'The body is larger than this address takes: send it in parts.'],
  414: ['address-too-long', 'The address is too long.'],
  415: ['unsupported-media-type', 'Bodies here are application/json, and multipart/form-data for files.'],
  503: ['closing', 'The program is closing: try again soon.'],
};

type Answer = Pick<Problem, 'status' | 'code' | 'detail'> & Partial<Pick<Problem, 'errors' | 'values'>>;

/** The answer to whatever was thrown: expected refusals with their words, everything else as a 500 without any. */
export function answerTo(error: unknown): Answer {
  if (error instanceof Refusal) {
    return {
      status: UNREADABLE.has(error.code) ? 400 : STATUS[error.kind],
      code: error.code,
      detail: error.message,
      ...(error.issues.length > 0 ? { errors: error.issues } : {}),
      ...(Object.keys(error.values).length > 0 ? { values: error.values } : {}),
    };
  }
  const given =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const status = typeof given === 'number' && given >= 400 && given < 600 ? given : 500;
  const own = OWN[status];
  if (own !== undefined) {
    // Only a parser's complaint about the caller's own body adds anything; other messages speak of our insides.
    const why = status === 400 && error instanceof Error ? ` ${error.message}` : '';
    return { status, code: own[0], detail: own[1] + why };
  }
  if (status < 500) return { status, code: `http-${status}`, detail: STATUS_CODES[status] ?? 'Refused' };
  return {
    status: 500,
    code: 'unexpected',
    detail: 'Something went wrong on our side. Tell the operator the id in `instance`.',
  };
}

export function sendProblem(reply: FastifyReply, requestId: string, answer: Answer): void {
  const problem: Problem = {
    type: `urn:larisin:problem:${answer.code}`,
    title: STATUS_CODES[answer.status] ?? 'Error',
    ...answer,
    instance: `urn:uuid:${requestId}`,
  };
  const retryAfter = answer.values?.retryAfterS;
  if (typeof retryAfter === 'number') void reply.header('Retry-After', String(retryAfter));
  if (answer.status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="larisin"');
  void reply.header('X-Request-Id', requestId).header('Cache-Control', 'no-store');
  void reply.code(answer.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Every error of every route ends here as application/problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = answerTo(error);
    if (answer.status === 500) this.log.error({ requestId: request.id, err: error }, 'unexpected error');
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else if (answer.status === 401 && isReaderPage(request)) void reply.redirect(logInThenBack(request), 303);
    else sendProblem(reply, request.id, answer);
  }
}

/** The screens' log-in, which leads on to the address in `next`. */
const logInThenBack = (request: FastifyRequest): string => `/?${new URLSearchParams({ next: request.url })}`;

/** A person who opens /docs before logging in is led to the log-in, not shown a problem in JSON. */
function isReaderPage(request: FastifyRequest): boolean {
  const wantsPage = request.headers.accept?.includes('text/html') === true;
  return wantsPage && request.method === 'GET' && request.url.startsWith('/docs');
}
