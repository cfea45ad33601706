import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideNumberStyle, readNumber, Unreadable } from '../../../src/core/intake/numbers.js';

/** Reads a cell in a file whose other cells are these. */
function read(cell: string | number, scale: number, others: string[] = []): number | string {
  const value = readNumber(cell, scale, decideNumberStyle([...others, String(cell)], scale));
  return value instanceof Unreadable ? value.code : value;
}

describe('how a file writes its numbers', () => {
  it.each([
    [['1.234,56'], ','],
    [['2.866.250'], ','],
    [['12,5'], ','],
    [['1,234.56'], '.'],
    [['1,234,567'], '.'],
    [['2.55'], '.'],
    [['100000.00'], '.'],
    [['1234.567'], '.'],
    [['0,125'], ','],
    [['1,234'], null],
    [['125.000'], null],
    [['125000', ''], null],
  ])('%j says decimal %j', (cells, decimal) => {
    expect(decideNumberStyle(cells, 2).decimal).toBe(decimal);
  });

  it('takes the more frequent way where a file mixes both, and says so', () => {
    const style = decideNumberStyle(['1,5', '2,5', '3.5'], 2);
    expect(style).toMatchObject({ decimal: ',', isMixed: true });
  });
});

describe('reading a number', () => {
  it.each([
    ['125.000', 0, [], 125_000],
    ['Rp 125.000', 0, [], 125_000],
    ['Rp125.000,-', 0, [], 125_000],
    ['IDR 1.250.000', 0, [], 1_250_000],
    ['1 234', 0, [], 1_234],
    ['125000', 0, [], 125_000],
    ['100000.00', 0, [], 100_000],
    ['2.55', 2, [], 255],
    ['2.5', 2, [], 250],
    ['£2.55', 2, [], 255],
    ['3', 2, [], 300],
    ['1.234,56', 2, [], 123_456],
    ['1,234.56', 2, [], 123_456],
    ['1,234', 2, ['2.55'], 123_400],
    ['1.234', 2, ['2,55'], 123_400],
    ['1,234', 0, ['1,234,567'], 1_234],
    ['0', 2, [], 0],
    ['-5', 2, [], -500],
    ['17850.0', 0, [], 17_850],
    ['2.550', 2, ['0.850'], 255],
    ['9007199254740991', 0, [], 9_007_199_254_740_991],
  ])('%j with scale %i beside %j is %i', (cell, scale, others, value) => {
    expect(read(cell, scale, others)).toBe(value);
  });

  it.each([
    ['1,234', 0, [], 'two-readings'],
    ['1,234', 2, [], 'two-readings'],
    ['125.000', 2, [], 'two-readings'],
    // The file writes points before one or two decimals: three may be a group of thousands from elsewhere.
    ['125.000', 2, ['2.55', '3.10'], 'two-readings'],
    ['125.000', 0, ['100000.00'], 'two-readings'],
    ['1.234,56', 2, ['2.55', '2.55'], 'contradicts-file'],
    ['1.23457E+17', 0, [], 'spreadsheet-damage'],
    ['1,23457E+17', 0, [], 'spreadsheet-damage'],
    ['2.555', 2, ['0.125'], 'too-many-decimals'],
    ['2.5', 0, [], 'too-many-decimals'],
    ['9007199254740992', 0, [], 'number-too-large'],
    ['90071992547409.92', 3, [], 'number-too-large'],
    ['=HYPERLINK("x")', 0, [], 'not-a-number'],
    ['abc', 0, [], 'not-a-number'],
    ['12.34.56', 2, [], 'not-a-number'],
    ['1,23,456.78', 2, [], 'not-a-number'],
    ['1.2.3', 0, [], 'not-a-number'],
    ['.', 2, [], 'not-a-number'],
    ['--5', 0, [], 'not-a-number'],
    ['NaN', 0, [], 'not-a-number'],
  ])('%j with scale %i beside %j is rejected: %s', (cell, scale, others, code) => {
    expect(read(cell, scale, others)).toBe(code);
  });

  it('names both readings of 1,234', () => {
    const value = readNumber('1,234', 2, decideNumberStyle([], 2));
    expect(value).toBeInstanceOf(Unreadable);
    expect((value as Unreadable).reason).toMatch(/1234 or 1\.234/);
  });

  it('takes numbers of spreadsheets as they are, without the noise of binary fractions', () => {
    expect(read(2.5499999999999998, 2)).toBe(255);
    expect(read(0.1 + 0.2, 1)).toBe(3);
    expect(read(2.555, 2)).toBe('too-many-decimals');
    expect(read(1e18, 0)).toBe('number-too-large');
  });

  it('reads back any amount written with points or commas', () => {
    const scale = 2;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.boolean(), (minor, isComma) => {
        const whole = Math.floor(minor / 100).toLocaleString(isComma ? 'de-DE' : 'en-US');
        const text = `${whole}${isComma ? ',' : '.'}${String(minor % 100).padStart(2, '0')}`;
        expect(read(text, scale)).toBe(minor);
      }),
    );
  });

  it('finds in the usual ways of writing, without a closer look, what a closer look finds', () => {
    const styles = fc.record({
      decimal: fc.constantFrom('.', ',', null),
      decimalsSeen: fc.integer({ min: 0, max: 3 }),
      dotIsThousands: fc.boolean(),
      isMixed: fc.constant(false),
    });
    const pieces = fc.array(fc.constantFrom('.', ',', '0', '7', '125', '000', '50'), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 4 }), styles, (parts, scale, style) => {
        const text = parts.join('');
        // With a space before it no short way is taken.
        expect(readNumber(text, scale, style)).toEqual(readNumber(` ${text}`, scale, style));
      }),
      { numRuns: 5_000 },
    );
  });
});
