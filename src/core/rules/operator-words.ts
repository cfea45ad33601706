import { DECORATORS, OPERATORS } from './operators.js';
import type { Fact } from './facts.js';

/** What comparisons tell apart: the types of facts, with days taken out of the texts because they can be ordered. */
export type ComparisonType = 'number' | 'day' | 'text' | 'boolean' | 'list';

export function comparisonType(fact: Fact): ComparisonType {
  return fact.unit === 'day' ? 'day' : fact.type;
}

/** An operator as people are told of it. What it does stands in operators.ts. */
export interface OperatorWords {
  name: string;
  /** The types of the fact on its left that the check lets pass. */
  fits: readonly ComparisonType[];
  sentence: { id: string; en: string };
}

const SINGLE = ['number', 'day', 'text', 'boolean'] as const;
const ORDERED = ['number', 'day'] as const;

const words = (name: string, fits: OperatorWords['fits'], id: string, en: string): OperatorWords => ({
  name,
  fits,
  sentence: { id, en },
});

/** The operators of json-rules-engine, in the order in which editors and documents show them. */
// prettier-ignore
export const OPERATOR_WORDS: readonly OperatorWords[] = [
  words('greaterThan', ORDERED, 'Lebih dari nilai itu. Tidak berlaku bila faktanya null.', 'More than the value. Never holds where the fact is null.'),
  words('greaterThanInclusive', ORDERED, 'Nilai itu atau lebih. Tidak berlaku bila faktanya null.', 'The value or more. Never holds where the fact is null.'),
  words('lessThan', ORDERED, 'Kurang dari nilai itu. Tidak berlaku bila faktanya null.', 'Less than the value. Never holds where the fact is null.'),
  words('lessThanInclusive', ORDERED, 'Nilai itu atau kurang. Tidak berlaku bila faktanya null.', 'The value or less. Never holds where the fact is null.'),
  words('equal', SINGLE, 'Tepat sama dengan nilai itu.', 'Exactly the value.'),
  words('notEqual', SINGLE, 'Bukan nilai itu.', 'Anything but the value.'),
  words('in', SINGLE, 'Salah satu dari daftar nilai.', 'One of a list of values.'),
  words('notIn', SINGLE, 'Tidak ada dalam daftar nilai.', 'None of a list of values.'),
  words('contains', ['list'], 'Daftar fakta memuat teks itu.', 'The list of the fact holds the text.'),
  words('doesNotContain', ['list'], 'Daftar fakta tidak memuat teks itu.', 'The list of the fact does not hold the text.'),
];

/** The names of the operators that fit a type, in that order. */
export function operatorsFor(type: ComparisonType): string[] {
  return OPERATOR_WORDS.filter(({ fits }) => fits.includes(type)).map(({ name }) => name);
}

/** Matches an operator with decorators in front (`not:in`, `someFact:equal`) and no other text. */
export const DECORATED_PATTERN = `^(?:(?:${Object.keys(DECORATORS).join('|')}):)+(?:${Object.keys(OPERATORS).join('|')})$`;

/** The operators as a table (Markdown) for docs/rules.md. */
export function operatorTableMarkdown(): string {
  const plural = { number: 'numbers', day: 'days', text: 'texts', boolean: 'yes/no', list: 'lists' };
  const rows = OPERATOR_WORDS.map(
    ({ name, fits, sentence }) =>
      `| \`${name}\` | ${fits.map((type) => plural[type]).join(', ')} | ${sentence.id}<br>${sentence.en} |`,
  );
  return ['| operator | for facts that are | holds where |', '| - | - | - |', ...rows].join('\n');
}
