import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

const EVERY_MS = 500;
/** Looks without news after which a comment is sent, lest a proxy takes the silence for the end: 15 seconds. */
const SILENT_LOOKS_MAX = 30;

/**
 * Answers with server-sent events: what `find` tells, whenever its view has changed, up to and with the first that is
 * not open any more. Nest's own @Sse is not used: with interceptors around it, a row that is not there would be answered
 * 200 and told inside the stream.
 */
export async function sendProgress<Row extends { state: string }>(
  reply: FastifyReply,
  type: string,
  find: () => Promise<Row>,
  view: (row: Row) => object,
): Promise<void> {
  const first = await find();
  async function* events(): AsyncGenerator<string> {
    let told = '';
    let silent = 0;
    // A generator that waits is not stopped from outside: it must see by itself that the listener has gone.
    for (let row = first; !reply.raw.destroyed; row = await find()) {
      const data = JSON.stringify(view(row));
      if (data !== told) yield `event: ${type}\ndata: ${data}\n\n`;
      else if (silent++ % SILENT_LOOKS_MAX === SILENT_LOOKS_MAX - 1) yield ':\n\n';
      told = data;
      if (row.state !== 'queued' && row.state !== 'running') return;
      await sleep(EVERY_MS);
    }
  }
  const isHead = reply.request.method === 'HEAD'; // nobody would read the events, and so nobody would end them
  void reply
    .type('text/event-stream')
    .header('Cache-Control', 'no-store')
    .header('X-Accel-Buffering', 'no')
    .send(isHead ? '' : Readable.from(events()));
}
