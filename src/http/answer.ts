import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { Problem } from '../contract/http.js';

/**
 * Documents a route: one sentence, the shape of its answer (null: no body), the status (200; 204 without a body) and the
 * media type where it is not JSON.
 * Every route carries it: `@Get() @Access('viewer', { scope: 'read' }) @Answer('Lists the channels.', ChannelPage)`.
 */
export function Answer(
  summary: string,
  reply: z.ZodType | null,
  options: { status?: number; description?: string; type?: string } = {},
): MethodDecorator {
  const status = options.status ?? (reply === null ? 204 : 200);
  // The published type of ApiResponse does not name `standardSchema`, which its implementation reads.
  const shape = (schema: z.ZodType): object => ({ standardSchema: schema });
  return applyDecorators(
    HttpCode(status),
    ...(options.type === undefined ? [] : [ApiProduces(options.type)]),
    ApiOperation({ summary, ...(options.description ? { description: options.description } : {}) }),
    ApiResponse({ status, description: summary, ...(reply === null ? {} : shape(reply)) }),
    ApiResponse({ status: 'default', description: 'A problem (RFC 9457).', ...shape(Problem) }),
  );
}
