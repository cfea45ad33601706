import { closest, distance } from 'fastest-levenshtein';
import type { RefusalIssue } from '../refusal.js';
import { parseDay } from '../units.js';
import { FACTS, type Fact } from './facts.js';

/** One operation of a JSON Patch (RFC 6902). */
export interface PatchOperation {
  op: 'add' | 'remove' | 'replace';
  path: string;
  value?: unknown;
}

/** Another place that a finding speaks of. */
export interface RelatedPlace {
  path: string;
  /** What stands there, in words: `stock.onHand greaterThan 5`. */
  what: string;
}

/** An error forbids publishing; a warning is told and lets pass. `path` is a JSON pointer. */
export interface Finding extends RefusalIssue {
  severity: 'error' | 'warning';
  /** `static`: follows from the rules alone. `empirical`: seen on the facts of a run. */
  basis: 'static' | 'empirical';
  /** What to do, as a sentence; null where only the author can know. */
  mend: string | null;
  /** The mend for a machine, where there is one: to be applied to the document that `path` points into. */
  patch?: PatchOperation[];
  /** What the sentence speaks of, as plain data: with the code enough to say it in another language. */
  values: Record<string, unknown>;
  /** Further places in the same document. */
  related?: RelatedPlace[];
}

export type FindingDetail = Partial<Pick<Finding, 'basis' | 'mend' | 'patch' | 'values' | 'related'>>;

export function error(path: string, code: string, message: string, detail: FindingDetail = {}): Finding {
  return { path, code, message, severity: 'error', basis: 'static', mend: null, values: {}, ...detail };
}
export function warning(path: string, code: string, message: string, detail: FindingDetail = {}): Finding {
  return { ...error(path, code, message, detail), severity: 'warning' };
}

/**
 * The same finding in another document: every pointer in it goes through `to`. A place that is not in that document
 * (`to` answers null) is left out, and so is a patch that would reach out of it; null when the finding itself is not in it.
 */
export function moved(finding: Finding, to: (path: string) => string | null): Finding | null {
  const path = to(finding.path);
  if (path === null) return null;
  const { patch, related, ...rest } = finding;
  const patched = patch?.map((operation) => ({ ...operation, path: to(operation.path) }));
  const places = related?.map((place) => ({ ...place, path: to(place.path) })).filter((place) => place.path !== null);
  return {
    ...rest,
    path,
    ...(patched?.every((operation) => operation.path !== null) ? { patch: patched as PatchOperation[] } : {}),
    ...(places !== undefined && places.length > 0 ? { related: places as RelatedPlace[] } : {}),
  };
}

const FACT_NAMES = FACTS.map(({ name }) => name);

/** What to say of a fact that does not exist. */
export function unknownFact(name: string, path: string): Finding {
  const near = nearest(name, FACT_NAMES);
  const message = `There is no fact ${quote(name)}${near === null ? '; docs/rules.md lists them all' : didYouMean(near)}.`;
  return error(path, 'unknown-fact', message, {
    ...useInstead(path, near, 'Use a fact of the list in docs/rules.md.'),
    values: { fact: name, nearest: near },
  });
}

/** The known word that was probably meant; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const lower = word.toLowerCase();
  const same = known.find((each) => each.toLowerCase() === lower || each.toLowerCase().endsWith(`.${lower}`));
  if (same !== undefined) return same;
  const best = closest(word.slice(0, 100), known);
  return distance(word.slice(0, 100), best) <= Math.max(2, Math.floor(best.length / 3)) ? best : null;
}

/** The tail of a message: `; did you mean "x"`. */
export function didYouMean(word: string): string {
  return `; did you mean ${quote(word)}`;
}

/** Mend and patch of a word that should be another one; without one near, only what to do. */
export function useInstead(path: string, near: string | null, otherwise: string): FindingDetail {
  if (near === null) return { mend: otherwise };
  return { mend: `Write ${quote(near)}.`, patch: [{ op: 'replace', path, value: near }] };
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

/** The value of a fact's type that was probably meant (`"5"` for 5, 5 for `"5"`); undefined when there is none. */
export function asType(fact: Fact, value: unknown): number | boolean | string | undefined {
  if (fact.type === 'number' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) {
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
  }
  if (fact.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (fact.type === 'text' && fact.unit !== 'day' && (typeof value === 'number' || typeof value === 'boolean')) {
    return String(value);
  }
  return undefined;
}
