import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalWriter } from '../../../src/core/rules/literal.js';

/** What the source says, run for real; `around` puts it into a larger expression. */
function readBack(value: unknown, around = (source: string): string => source): unknown {
  const literals = literalWriter();
  const source = around(literals.write(value));
  const constants = literals.held.map((_, index) => `const k${index} = K[${index}];`).join('');
  return new Function('K', `"use strict";${constants}return ${source};`)(literals.held);
}

const NUMBERS =
  '0 -0 1 -1 0.1 -2.5 5e-324 -5e-324 1.7976931348623157e308 9007199254740993 1e21 1e-7 1e999 -1e999 1e-400'
    .split(' ')
    .map((text) => JSON.parse(text) as number);
const TEXTS = ['', '"', "'", '`', '\\', '${1}', '*/', '//', '</script>', '\n', '\r', '\u2028', '\u2029', '\0', '\ud800', 'k0', '__proto__', 'constructor', 'x'.repeat(1_000_000)]; // prettier-ignore

describe('the writer of literals', () => {
  it.each(NUMBERS.map((value) => [Object.is(value, -0) ? '-0' : String(value), value]))('writes %s so that it reads back', (_, value) => {
    expect(Object.is(readBack(value), value)).toBe(true);
  }); // prettier-ignore

  it('gives back exactly any number, text or list that is written', () => {
    const anything = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom<unknown>(...TEXTS, ...NUMBERS, NaN, true, false, null),
      fc.array(fc.string()),
    );
    fc.assert(
      fc.property(anything, (value) => Object.is(readBack(value), value)),
      { numRuns: 20_000 },
    );
  });

  it('writes nothing but digits, true, false, null and names of constants', () => {
    const source = /^(true|false|null|k\d+|\d+(\.\d+)?(e[+-]\d+)?|\(-\d+(\.\d+)?(e[+-]\d+)?\))$/;
    const anything = fc.oneof(fc.double(), fc.string({ unit: 'binary' }), fc.constantFrom(...TEXTS, ...NUMBERS));
    fc.assert(
      fc.property(anything, (value) => source.test(literalWriter().write(value))),
      { numRuns: 20_000 },
    );
  });

  it('writes a negative number so that a minus before it stays a minus', () => {
    expect(readBack(-3, (source) => `5 -${source}`)).toBe(8);
    expect(readBack(-0, (source) => `1 / ${source}`)).toBe(-Infinity);
  });

  it('holds each value once, under names that count from 0', () => {
    const literals = literalWriter();
    expect(['a', 'b', 'a', NaN, NaN, '0', 0].map((value) => literals.write(value))).toEqual(['k0', 'k1', 'k0', 'k2', 'k2', 'k3', '0']); // prettier-ignore
    expect(literals.held).toEqual(['a', 'b', NaN, '0']);
  });
});
