import { InvalidArgumentError } from 'commander';
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

/** Several numbers as arguments: ids of suggestions. */
export function ids(text: string, before: number[] = []): number[] {
  return [...before, wholeNumber(1, 2_147_483_647)(text)];
}
