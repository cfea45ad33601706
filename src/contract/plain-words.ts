const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'nothing',
  NaN: 'NaN',
};

const typeIn = (word: string): string => TYPES[word] ?? word;
const counted = (count: string, unit: string): string => (count === '1' ? `1 ${unit}` : `${count} ${unit}s`);
/** `characters` and `items` are what a text and a list are counted in. */
const unitOf = (word: string): string => (word.startsWith('char') ? 'character' : 'item');

/** A sentence, and what it speaks of. */
interface Plain {
  words: string;
  values: Record<string, unknown>;
}

/** What zod says, and the same as people say it; the first that fits. */
const SAYINGS: [RegExp, (...parts: string[]) => Plain][] = [
  [
    /^Invalid input: expected (\S+), received undefined$/,
    (expected) => ({ words: `${typeIn(expected!)} is missing`, values: { expected, received: 'undefined' } }),
  ],
  [
    /^Invalid input: expected int, received number$/,
    () => ({ words: 'a whole number is needed', values: { expected: 'int', received: 'number' } }),
  ],
  [
    /^Invalid input: expected (\S+), received (\S+)$/,
    (expected, received) => ({
      words: `${typeIn(expected!)} is needed, not ${typeIn(received!)}`,
      values: { expected, received },
    }),
  ],
  [
    /^Invalid input: expected (.+)$/s,
    (only) => ({ words: `only ${only} is possible here`, values: { options: [unquoted(only!)] } }),
  ],
  [/^Invalid input$/, () => ({ words: 'it has none of the possible shapes', values: {} })],
  [
    /^Too small: expected \S+ to be >=(.+)$/,
    (least) => ({ words: `at least ${least} is needed`, values: { least: Number(least) } }),
  ],
  [
    /^Too small: expected \S+ to be >(.+)$/,
    (above) => ({ words: `more than ${above} is needed`, values: { above: Number(above) } }),
  ],
  [
    /^Too big: expected \S+ to be <=(.+)$/,
    (most) => ({ words: `at most ${most} is possible`, values: { most: Number(most) } }),
  ],
  [
    /^Too big: expected \S+ to be <(.+)$/,
    (below) => ({ words: `less than ${below} is needed`, values: { below: Number(below) } }),
  ],
  [
    /^Too (?:small|big): expected \S+ to have exactly (\d+) (\w+)$/,
    (count, unit) => ({
      words: `exactly ${counted(count!, unitOf(unit!))} are needed`,
      values: { least: Number(count), most: Number(count), unit: unitOf(unit!) },
    }),
  ],
  [
    /^Too small: expected \S+ to have >=?(\d+) (\w+)$/,
    (count, unit) => ({
      words: `at least ${counted(count!, unitOf(unit!))} ${count === '1' ? 'is' : 'are'} needed`,
      values: { least: Number(count), unit: unitOf(unit!) },
    }),
  ],
  [
    /^Too big: expected \S+ to have <=?(\d+) (\w+)$/,
    (count, unit) => ({
      words: `at most ${counted(count!, unitOf(unit!))}`,
      values: { most: Number(count), unit: unitOf(unit!) },
    }),
  ],
  [
    /^Invalid option: expected one of (.+)$/s,
    (options) => ({
      words: `one of ${options!.replaceAll('|', ', ')} is needed`,
      values: { options: options!.split('|').map(unquoted) },
    }),
  ],
  [
    /^Invalid string: must match pattern (.+)$/s,
    (pattern) => ({ words: `it does not have the form ${pattern}`, values: {} }),
  ],
  [/^Invalid ISO date$/, () => ({ words: 'a day is needed, written YYYY-MM-DD', values: {} })],
  [/^Invalid ISO datetime$/, () => ({ words: 'a moment is needed, written 2026-01-31T08:00:00+07:00', values: {} })],
  [
    /^Invalid number: must be a multiple of (.+)$/,
    (step) => ({ words: `a multiple of ${step} is needed`, values: { step: Number(step) } }),
  ],
  [/^Invalid key in record$/, () => ({ words: 'this key is not possible here', values: {} })],
  [
    /^Invalid discriminator value\. Expected (.+)$/s,
    (options) => ({
      words: `one of ${options!.replaceAll(' | ', ', ')} is needed`,
      values: { options: options!.split(' | ').map(unquoted) },
    }),
  ],
];

const unquoted = (option: string): string => option.replace(/^['"](.*)['"]$/s, '$1');

/**
 * A message of zod in words that need no knowledge of it, with what they speak of; one that the contract itself has written
 * stays as it is.
 */
export function plainWords(message: string): Plain {
  for (const [saying, words] of SAYINGS) {
    const found = saying.exec(message);
    if (found !== null) return words(...found.slice(1));
  }
  return { words: message, values: {} };
}
