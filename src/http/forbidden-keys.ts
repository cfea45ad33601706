import type { FastifyInstance } from 'fastify';
import { Refusal } from '../core/refusal.js';

/**
 * Refuses bodies with keys that would reach into JavaScript's own objects, and says so: the parser itself would call
 * such a body no JSON. Call it where the parser lets these keys pass (`onProtoPoisoning: 'ignore'`); JSON.parse makes
 * plain properties of them, which are harmless until somebody copies them.
 */
export function refuseForbiddenKeys(http: FastifyInstance): void {
  http.addHook('preValidation', async (request) => {
    const path = forbiddenPath(request.body);
    if (path === null) return;
    const key = path.at(-1)!;
    const pointer = path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const message = `The key "${key}" is not allowed anywhere in a body: rename it.`;
    const issue = { path: pointer, code: 'forbidden-key', message };
    throw new Refusal('invalid', 'bad-request', `${pointer}: ${message}`, { key }, [issue]);
  });
}

interface Step {
  value: object;
  key: string;
  parent: Step | null;
}

/** The way to the first such key; null where there is none. Without recursion: a body may be deeper than the call stack. */
function forbiddenPath(body: unknown): string[] | null {
  if (!isObject(body) || Buffer.isBuffer(body)) return null;
  const open: Step[] = [{ value: body, key: '', parent: null }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    for (const [key, value] of Object.entries(step.value) as [string, unknown][]) {
      if (isForbidden(key, value)) return [...wayTo(step), key];
      if (isObject(value)) open.push({ value, key, parent: step });
    }
  }
  return null;
}

function isForbidden(key: string, value: unknown): boolean {
  return key === '__proto__' || (key === 'constructor' && isObject(value) && Object.hasOwn(value, 'prototype'));
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function wayTo(step: Step): string[] {
  const keys: string[] = [];
  for (let at: Step = step; at.parent !== null; at = at.parent) keys.push(at.key);
  return keys.reverse();
}
