import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../core/access.js';
import type { Principal } from '../flow/access.js';

/** What a key may be made for. `feed` on a route stands for `feed:<code>` of the channel in its path. */
export type KeyScope = 'ingest' | 'read' | 'feed' | 'metrics';

/** Who may call a route: everyone, or people from `role` up and keys with one of `scopes`. */
export type RouteAccess = 'open' | { role: Role; scopes: KeyScope[] };

export interface OwnRouteOptions {
  access?: RouteAccess;
  /** Largest body, in bytes; 1 MiB when left out. */
  bodyBytesMax?: number;
  /** Keeps the bytes of the body (raw-body.ts). */
  keepsRawBody?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    larisin?: OwnRouteOptions;
  }
  interface FastifyRequest {
    principal?: Principal;
  }
}

const OPTIONS = Symbol('route options');

/** Decorators of one method add up: Fastify's own RouteConfig would keep only the last. */
export function routeOptions(more: OwnRouteOptions): MethodDecorator {
  return (target, key, descriptor) => {
    const method = descriptor.value as object;
    const all = { ...(Reflect.getMetadata(OPTIONS, method) as OwnRouteOptions | undefined), ...more };
    Reflect.defineMetadata(OPTIONS, all, method);
    RouteConfig({ larisin: all })(target, key, descriptor);
  };
}

/**
 * Who may call a route. People (a session) need `role` or a higher one: viewer < merchandiser < owner. Keys need one of
 * the scopes named; without `scope` no key may call it. A route without this decorator and without `@Open()` is closed
 * to everyone who has no credentials, and a test refuses it.
 */
export function Access(role: Role, options: { scope?: KeyScope | KeyScope[] } = {}): MethodDecorator {
  const scopes = [options.scope ?? []].flat();
  return applyDecorators(
    routeOptions({ access: { role, scopes } }),
    ApiExtension('x-access', { role, scopes }),
    ApiSecurity('session'),
    ...(scopes.length > 0 ? [ApiSecurity('key')] : []),
  );
}

/** Open to everyone: health, log-in and the screens, which hold no data. */
export function Open(): MethodDecorator {
  return applyDecorators(routeOptions({ access: 'open' }), ApiExtension('x-access', 'open'));
}

/** The largest body of this route, where 1 MiB is not right. */
export function BodyBytesMax(bytes: number): MethodDecorator {
  return routeOptions({ bodyBytesMax: bytes });
}

/** The caller, for `recordAudit` and the like: `(@Who() who: Principal)`, with `import type { Principal }`. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal === undefined) throw new Error('broken assumption: @Who() stands on a route that is open');
  return principal;
});
