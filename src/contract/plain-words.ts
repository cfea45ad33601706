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

/** What zod says, and the same as people say it; the first that fits. */
const SAYINGS: [RegExp, (...parts: string[]) => string][] = [
  [/^Invalid input: expected (\S+), received undefined$/, (wanted) => `${typeIn(wanted!)} is missing`],
  [/^Invalid input: expected int, received number$/, () => 'a whole number is needed'],
  [
    /^Invalid input: expected (\S+), received (\S+)$/,
    (wanted, given) => `${typeIn(wanted!)} is needed, not ${typeIn(given!)}`,
  ],
  [/^Invalid input: expected (.+)$/s, (wanted) => `only ${wanted} is possible here`],
  [/^Invalid input$/, () => 'it has none of the possible shapes'],
  [/^Too small: expected \S+ to be >=(.+)$/, (least) => `at least ${least} is needed`],
  [/^Too small: expected \S+ to be >(.+)$/, (below) => `more than ${below} is needed`],
  [/^Too big: expected \S+ to be <=(.+)$/, (most) => `at most ${most} is possible`],
  [/^Too big: expected \S+ to be <(.+)$/, (above) => `less than ${above} is needed`],
  [
    /^Too (?:small|big): expected \S+ to have exactly (\d+) (\w+)$/,
    (count, unit) => `exactly ${counted(count!, unitOf(unit!))} are needed`,
  ],
  [
    /^Too small: expected \S+ to have >=?(\d+) (\w+)$/,
    (count, unit) => `at least ${counted(count!, unitOf(unit!))} ${count === '1' ? 'is' : 'are'} needed`,
  ],
  [/^Too big: expected \S+ to have <=?(\d+) (\w+)$/, (count, unit) => `at most ${counted(count!, unitOf(unit!))}`],
  [/^Invalid option: expected one of (.+)$/s, (options) => `one of ${options!.replaceAll('|', ', ')} is needed`],
  [/^Invalid string: must match pattern (.+)$/s, (pattern) => `it does not have the form ${pattern}`],
  [/^Invalid ISO date$/, () => 'a day is needed, written YYYY-MM-DD'],
  [/^Invalid ISO datetime$/, () => 'a moment is needed, written 2026-01-31T08:00:00+07:00'],
  [/^Invalid number: must be a multiple of (.+)$/, (step) => `a multiple of ${step} is needed`],
  [/^Invalid key in record$/, () => 'this key is not possible here'],
  [
    /^Invalid discriminator value\. Expected (.+)$/s,
    (options) => `one of ${options!.replaceAll(' | ', ', ')} is needed`,
  ],
];

/** A message of zod in words that need no knowledge of it; one that the contract itself has written stays as it is. */
export function plainWords(message: string): string {
  for (const [saying, words] of SAYINGS) {
    const found = saying.exec(message);
    if (found !== null) return words(...found.slice(1));
  }
  return message;
}
