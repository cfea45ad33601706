import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';

/** Repeats `next` of a page as `Link: <...>; rel="next"` (RFC 8288), for clients that follow headers. */
@Injectable()
export class LinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap((body: unknown) => {
        const cursor = (body as { next?: unknown } | null | undefined)?.next;
        if (typeof cursor !== 'string') return;
        const url = new URL(http.getRequest<FastifyRequest>().url, 'http://here');
        url.searchParams.set('after', cursor);
        void http.getResponse<FastifyReply>().header('Link', `<${url.pathname}${url.search}>; rel="next"`);
      }),
    );
  }
}
