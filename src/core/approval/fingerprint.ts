import { createHash } from 'node:crypto';
import type { Suggestion } from './suggestion.js';

/** What makes two suggestions say the same. */
export type Said = Pick<Suggestion, 'kind' | 'price' | 'listPrice' | 'ruleName' | 'offer'> & { ruleVersion: number };

/**
 * A stable name (64 hex digits) for what a suggestion says: kind, price, list price, offer, rule and its version. Figures
 * that move every day (age, stock, forecast) are left out: a new run leaves a pending suggestion alone while it would
 * say the same. Order of keys and keys that are undefined make no difference.
 */
export function fingerprint(said: Said): string {
  const { kind, price, listPrice, ruleName, ruleVersion, offer } = said;
  return createHash('sha256')
    .update(canonical([kind, price, listPrice, ruleName, ruleVersion, offer]))
    .digest('hex');
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
