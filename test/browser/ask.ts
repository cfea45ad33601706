import { randomUUID } from 'node:crypto';
import { PASSWORD, PEOPLE, type Person } from './people.js';

/** Sends a request under /api/v1 and gives the parsed answer; a refusal is an error. */
export type Ask = <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<T>;

/** Asks as a person, beside the browser: for what a story finds in the shop when it begins. */
export async function asPerson(url: string, person: Person): Promise<Ask> {
  const reply = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: PEOPLE[person].name, password: PASSWORD }),
  });
  const cookie = reply.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`${person} cannot log in: ${await reply.text()}`);
  return asker(url, { cookie, origin: url });
}

/** Asks as a machine, with a key that has these scopes. */
export async function asMachine(url: string, ...scopes: string[]): Promise<Ask> {
  const owner = await asPerson(url, 'owner');
  const { key } = await owner<{ key: string }>('POST', '/keys', { name: scopes.join(' '), scopes });
  return asker(url, { authorization: `Bearer ${key}` });
}

function asker(url: string, who: Record<string, string>): Ask {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const headers: Record<string, string> = { ...who, 'idempotency-key': randomUUID() };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(`${url}/api/v1${path}`, { method, headers, ...sent });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (reply.status === 204 ? undefined : await reply.json()) as T;
  };
}
