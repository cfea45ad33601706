import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress, literalAddress } from '../core/webhook/target.js';

const ANSWER_BYTES_MAX = 4_096;
/** Characters of an answer that are kept. */
export const ANSWER_CHARS_MAX = 500;

/** What came of one request. */
export interface Posted {
  /** null when there was no answer. */
  status: number | null;
  /** How its text begins. */
  answer: string;
  /** Why there was no answer; null when there was one. */
  error: string | null;
  durationMs: number;
}

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  /** From the first look-up to the end of the answer. */
  timeoutMs: number;
  /** Also addresses on this machine and in private networks. */
  allowPrivate: boolean;
  /** Gives up at once. */
  signal?: AbortSignal | undefined;
  /** How names become addresses; tests put in their own. */
  lookup?: LookupFunction | undefined;
  /** Which addresses may be gone to unless `allowPrivate`: those out on the internet; tests put in their own. */
  isAllowed?: ((address: string) => boolean) | undefined;
}

/**
 * Posts a text to an address that somebody else chose. A name is resolved once, every address it stands for is judged, and
 * the connection goes to those very addresses: there is no second look-up that could answer otherwise. Redirects are not
 * followed, no connection is kept, and of the answer only the beginning is read. Never throws.
 */
export async function post(address: string, options: PostOptions): Promise<Posted> {
  const url = new URL(address);
  const startedAt = performance.now();
  const ended = (more: Partial<Posted>): Posted => ({
    status: null,
    answer: '',
    error: null,
    ...more,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const literal = literalAddress(url);
  const isAllowed = options.isAllowed ?? isPublicAddress;
  if (!options.allowPrivate && literal !== null && !isAllowed(literal)) return ended({ error: PRIVATE });
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, ...(options.signal === undefined ? [] : [options.signal])]);
  let status: number | null = null;
  try {
    const response = await send(url, options, isAllowed, signal);
    status = response.statusCode ?? null;
    return ended({ status, answer: await beginning(response) });
  } catch (error) {
    if (status !== null) return ended({ status }); // it has answered; only its text did not come to an end
    if (timeout.aborted) return ended({ error: `No answer within ${options.timeoutMs / 1000} seconds.` });
    return ended({ error: reasonOf(error) });
  }
}

type Judge = (address: string) => boolean;

function send(url: URL, options: PostOptions, isAllowed: Judge, signal: AbortSignal): Promise<IncomingMessage> {
  const body = Buffer.from(options.body);
  const request: RequestOptions = {
    method: 'POST',
    headers: { ...options.headers, 'content-length': body.length },
    agent: false,
    signal,
    lookup: options.allowPrivate
      ? options.lookup
      : allowedOnly(options.lookup ?? (systemLookup as LookupFunction), isAllowed),
  };
  return new Promise((resolve, reject) => {
    const sending = url.protocol === 'https:' ? httpsRequest(url, request) : httpRequest(url, request);
    sending.once('response', resolve);
    sending.once('error', reject);
    sending.end(body);
  });
}

/** A look-up that answers only when all that the name stands for may be gone to. */
function allowedOnly(lookup: LookupFunction, isAllowed: Judge): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = found as { address: string; family: number }[];
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address))) {
        return callback(new Error(PRIVATE), '', 0);
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

const PRIVATE =
  'The address is on this machine or in a private network. WEBHOOK_ALLOW_PRIVATE=true allows it, for all webhooks.';

async function beginning(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size >= ANSWER_BYTES_MAX) break; // leaving the loop ends the connection
  }
  return Buffer.concat(parts).toString('utf8').slice(0, ANSWER_CHARS_MAX);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : WORDS[code];
  return (known ?? (message === '' ? (code ?? 'The connection failed.') : message)).slice(0, ANSWER_CHARS_MAX);
}

const WORDS: Record<string, string> = {
  ENOTFOUND: 'There is no such host name.',
  EAI_AGAIN: 'The host name could not be looked up just now.',
  ECONNREFUSED: 'Nobody listens at this address.',
  ECONNRESET: 'The connection was cut before there was an answer.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is one that the server has signed itself.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
};
