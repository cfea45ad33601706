import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, map, type Observable } from 'rxjs';
import { Refusal } from '../core/refusal.js';
import { Database } from '../db/database.js';
import { once } from '../flow/idempotent.js';
import { Clock } from './providers.js';

const NEEDS_KEY = Symbol('needs an idempotency key');

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) {
      if (Reflect.getMetadata(NEEDS_KEY, context.getHandler()) !== true) return next.handle();
      const message =
        'Send a header Idempotency-Key: any text that is new for a new request and the same for its repeats.';
      throw new Refusal('invalid', 'idempotency-key-missing', message);
    }
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
      throw new Refusal('invalid', 'idempotency-key-bad', 'Idempotency-Key must be 1 to 128 visible ASCII characters.');
    }
    const content = `${request.method} ${request.url}\n${written(request.body)}`;
    const repeatable = { actor: request.principal?.actor ?? 'nobody', key, content };
    const answer = once(
      this.db,
      repeatable,
      () => this.clock.now(),
      async () => {
        const body = await lastValueFrom(next.handle(), { defaultValue: null });
        return { status: reply.statusCode, body };
      },
    );
    return from(answer).pipe(
      map(({ status, body, isReplay }) => {
        if (isReplay) void reply.code(status).header('Idempotent-Replay', 'true');
        return body ?? undefined;
      }),
    );
  }
}

/** @throws Refusal `bad-request` for a body nested so deep that it cannot be written down again */
function written(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch {
    throw new Refusal('invalid', 'bad-request', 'The body has brackets nested too deep.');
  }
}

/**
 * The first answer to a key is kept for a week and given again to repeats, with `Idempotent-Replay: true`. For writes
 * with JSON bodies that machines repeat; `required` refuses a request without a key.
 */
export function Idempotent(options: { required?: boolean } = {}): MethodDecorator {
  const isRequired = options.required ?? false;
  return applyDecorators(
    SetMetadata(NEEDS_KEY, isRequired),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: isRequired,
      description: 'New for a new request, the same for its repeats: they get the first answer again.',
      schema: { type: 'string', maxLength: 128, example: 'import-2026-03-31-1' },
    }),
  );
}
