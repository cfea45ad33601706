import { closest, distance } from 'fastest-levenshtein';
import type { RefusalIssue } from '../refusal.js';
import { parseDay } from '../units.js';
import { FACTS, type Fact } from './facts.js';

/** An error forbids publishing; a warning is told and lets pass. `path` is a JSON pointer. */
export interface Finding extends RefusalIssue {
  severity: 'error' | 'warning';
}

export function error(path: string, code: string, message: string): Finding {
  return { path, code, message, severity: 'error' };
}
export function warning(path: string, code: string, message: string): Finding {
  return { path, code, message, severity: 'warning' };
}

const FACT_NAMES = FACTS.map(({ name }) => name);

/** What to say of a fact that does not exist. */
export function unknownFact(name: string, path: string): Finding {
  const hint = didYouMean(name, FACT_NAMES) ?? '; docs/rules.md lists them all';
  return error(path, 'unknown-fact', `There is no fact ${quote(name)}${hint}.`);
}

/** `; did you mean "x"?`-text when something near exists, else null. */
export function didYouMean(word: string, known: string[]): string | null {
  if (known.length === 0) return null;
  const lower = word.toLowerCase();
  const same = known.find((each) => each.toLowerCase() === lower || each.toLowerCase().endsWith(`.${lower}`));
  const best = same ?? closest(word.slice(0, 100), known);
  const isNear = same !== undefined || distance(word.slice(0, 100), best) <= Math.max(2, Math.floor(best.length / 3));
  return isNear ? `; did you mean ${quote(best)}` : null;
}

/** A value as a message shows it: JSON, cut to a readable length. */
export function quote(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing'); // JSON has no Infinity
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** One segment of a JSON pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

const TYPE_TEXT = { number: 'a number', boolean: 'true or false', text: 'a text', list: 'a list of texts' };

/** The type of a fact in words. */
export function typeText(fact: Fact): string {
  return fact.unit === 'day' ? 'a day (YYYY-MM-DD)' : TYPE_TEXT[fact.type];
}

/** Whether a value (not null) is of a fact's type. */
export function isOfType(fact: Fact, value: unknown): boolean {
  if (fact.type === 'number') return typeof value === 'number';
  if (fact.type === 'boolean') return typeof value === 'boolean';
  if (fact.type === 'list') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  return typeof value === 'string' && (fact.unit !== 'day' || parseDay(value) !== null);
}
