import { InvalidArgumentError, Option } from 'commander';
import { DAY_MAX, DAY_MIN, parseDay, type Day } from '../core/units.js';

/** Readers of arguments: what they refuse is wrong usage, exit code 2. */

export function dayArgument(text: string): Day {
  const day = parseDay(text);
  if (day === null || day < DAY_MIN || day > DAY_MAX) {
    throw new InvalidArgumentError('It is not a day from 1980 to 2099, written YYYY-MM-DD.');
  }
  return day;
}

/** @param min least that is taken */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !(value >= min && value <= max)) {
      const upTo = max === Number.MAX_SAFE_INTEGER ? ` of ${min} or more` : ` from ${min} to ${max}`;
      throw new InvalidArgumentError(`It is not a whole number${upTo}.`);
    }
    return value;
  };
}

/** A number of baskets from 1 on, or a share of them below 1. */
export function supportArgument(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || !(value > 0) || (value >= 1 && !Number.isSafeInteger(value))) {
    throw new InvalidArgumentError('It is neither a whole number of orders (5) nor a share of them below 1 (0.01).');
  }
  return value;
}

/** Words that are kept with a decision: the same length as over the API. */
export function reason(text: string): string {
  const words = text.trim();
  if (words.length < 1 || words.length > 1000)
    throw new InvalidArgumentError('It is not a text of 1 to 1000 characters.');
  return words;
}

/** An option that may be given several times, or once with commas. */
export function list(text: string, before: string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ];
}

/** The same with words that must be among those that are known. */
export function wordsOf(known: readonly string[]): (text: string, before?: string[]) => string[] {
  return (text, before) => {
    const words = list(text, before);
    const wrong = words.find((word) => !known.includes(word));
    if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${known.join(', ')}.`);
    return words;
  };
}

/** `--map "Kode Brg=sku"`, several times; what stands before the last `=` is the title, `-` leaves the column out. */
export function mapped(text: string, before: Record<string, string | null> = {}): Record<string, string | null> {
  const at = text.lastIndexOf('=');
  const title = text.slice(0, at).trim();
  const column = text.slice(at + 1).trim();
  if (at < 0 || title === '' || column === '') {
    throw new InvalidArgumentError('It is not written title=column, or title=- to leave the column out.');
  }
  return { ...before, [title]: column === '-' ? null : column };
}

/** `--fixed channel=shopee`, several times. */
export function fixed(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  const column = text.slice(0, at).trim();
  const value = text.slice(at + 1).trim();
  if (at < 0 || column === '' || value === '') throw new InvalidArgumentError('It is not written column=value.');
  return { ...before, [column]: value };
}

/** Several numbers as arguments: ids of suggestions. */
export function ids(text: string, before: number[] = []): number[] {
  return [...before, wholeNumber(1, 2_147_483_647)(text)];
}

/** `--language id|en`: of the sentences; left out, the shop's. */
export function languageOption(): Option {
  return new Option('--language <language>', "of the sentences (default: the shop's)").choices(['id', 'en']);
}
