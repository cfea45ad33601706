import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../core/refusal.js';
import { routeOptions } from './access.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they came, on routes with `@KeepRawBody()`. */
    rawBody?: Buffer;
  }
}

const RAW_BYTES_MAX = 262_144;

/** For routes whose sender signs the bytes: JSON that is read and written again is another text. At most 256 kB. */
export const KeepRawBody = (): MethodDecorator => routeOptions({ keepsRawBody: true, bodyBytesMax: RAW_BYTES_MAX });

/** Keeps the bytes of the routes that ask for it, before they are parsed. */
export function keepRawBodies(http: FastifyInstance): void {
  http.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.config.larisin?.keepsRawBody !== true) return payload;
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of payload as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > RAW_BYTES_MAX) {
        throw new Refusal('tooLarge', 'body-too-large', 'The body is larger than this address takes.');
      }
      parts.push(part);
    }
    request.rawBody = Buffer.concat(parts);
    return Object.assign(Readable.from([request.rawBody]), { receivedEncodedLength: size });
  });
}
