import type { Problem } from '../../src/contract/http';
import { connectionIs } from './connection';
import { ApiProblem, ConnectionLost } from './problem';

export type Query = Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>;

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under /api/v1, with a leading slash; write its parts with `at`. */
  path: string;
  /** Lists are written with commas; empty values are left out. */
  query?: Query;
  /** JSON, or a form with a file. */
  body?: unknown;
  /** Makes a repeated write count once: the same for every try of one action. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

const API = '/api/v1';
const listeners = new Set<() => void>();

/** Is called when a request was refused because nobody is logged in (any more). */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A path with its parts escaped: at`/products/${sku}`. */
export function at(strings: TemplateStringsArray, ...parts: (string | number)[]): string {
  return strings.map((text, i) => text + (i < parts.length ? encodeURIComponent(String(parts[i])) : '')).join('');
}

/** The address of an API resource, for links (downloads) and event streams. */
export function addressOf(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text !== '') words.set(name, text);
  }
  return `${API}${path}${words.size === 0 ? '' : `?${words}`}`;
}

/**
 * Sends one request and gives the parsed answer (undefined where there is none).
 * @throws ApiProblem when the server refuses; ConnectionLost when nobody answers
 */
export async function call<T>({ method = 'GET', path, query, body, idempotencyKey, signal }: Request): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const text = body === undefined ? null : isForm ? body : JSON.stringify(body);
  const reply = await fetch(addressOf(path, query), { method, headers, body: text, signal: signal ?? null }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error;
      connectionIs('lost');
      throw new ConnectionLost();
    },
  );
  connectionIs('there');
  if (reply.ok) return (reply.status === 204 ? undefined : await reply.json()) as T;
  throw refusalOf(reply.status, (await reply.json().catch(() => null)) as Problem | null, path);
}

/** What a reply that is no success means; tells whoever waits for it when the session has ended. */
export function refusalOf(status: number, problem: Problem | null, path: string): Error {
  if (status === 401 && path !== '/session') listeners.forEach((listener) => listener());
  if (problem?.code === undefined) return new ConnectionLost(); // a proxy's own page: the service is not there
  return new ApiProblem(problem);
}

/** A key of one action; also where the page is not served over https and `crypto.randomUUID` is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
