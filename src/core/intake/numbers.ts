import type { RejectCode } from './reject.js';

/** Why a cell could not be read. */
export class Unreadable {
  constructor(
    readonly code: RejectCode,
    readonly reason: string,
  ) {}
}

/** How the numbers of one file are written. */
export interface NumberStyle {
  /** The decimal separator; null: no cell of the file decides. */
  decimal: '.' | ',' | null;
  /** Most digits seen after a certain decimal separator; tells `2.550` (three decimals) from a stray `125.000`. */
  decimalsSeen: number;
  /** What `125.000` means while nothing decides: in a currency without decimals, 125000; else nobody knows. */
  dotIsThousands: boolean;
  /** Some cells of the sample say the one, some the other; the more frequent one was taken. */
  isMixed: boolean;
}

/** What the shape of one written number says. */
type Shape =
  'plain' | 'dotDecimal' | 'commaDecimal' | 'dotThousands' | 'commaThousands' | 'dotEither' | 'commaEither' | 'none';

const CURRENCY = /^([+-]?)\s*(?:rp\.?|idr|usd|gbp|eur|us\$|\$|£|€)\s*|\s*(?:rp\.?|idr|usd|gbp|eur|us\$|\$|£|€)$/gi;
const DAMAGE = /^[+-]?\d(?:[.,]\d+)?e[+-]?\d+$/i;

/** The number as digits and separators: without spaces, currency and the closing `,-` of Indonesian price tags. */
function bare(text: string): string {
  return text
    .trim()
    .replace(CURRENCY, '$1')
    .replace(/[\s\u00A0\u202F]+/g, '')
    .replace(/,-{1,2}$/, '');
}

function shapeOf(number: string): Shape {
  const digits = number.replace(/^[+-]/, '');
  if (/^\d+$/.test(digits)) return 'plain';
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(digits)) return 'dotThousands';
  if (/^\d{1,3}(,\d{3}){2,}$/.test(digits)) return 'commaThousands';
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(digits)) return 'commaDecimal';
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(digits)) return 'dotDecimal';
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits)) return 'dotEither';
  if (/^[1-9]\d{0,2},\d{3}$/.test(digits)) return 'commaEither';
  if (/^\d*\.\d+$|^\d+\.$/.test(digits)) return 'dotDecimal';
  if (/^\d*,\d+$|^\d+,$/.test(digits)) return 'commaDecimal';
  return 'none';
}

const SAYS: Record<Shape, '.' | ',' | null> = {
  plain: null,
  dotDecimal: '.',
  commaThousands: '.',
  commaDecimal: ',',
  dotThousands: ',',
  dotEither: null,
  commaEither: null,
  none: null,
};

/**
 * Decides once per file how its numbers are written, from a sample of the text cells of its money and integer columns.
 * `1.234,56` and `2.866.250` say decimal comma; `1,234.56`, `2.55` and `1,234,567` say decimal point; `1,234` says nothing.
 * `moneyScale` is the number of decimals of the shop's currency.
 */
export function decideNumberStyle(sample: Iterable<string>, moneyScale: number): NumberStyle {
  const votes = { '.': 0, ',': 0 };
  const decimalsSeen = { '.': 0, ',': 0 };
  for (const text of sample) {
    if (!/[.,]/.test(text)) continue;
    const number = bare(text);
    const shape = shapeOf(number);
    const says = SAYS[shape];
    if (says === null) continue;
    votes[says]++;
    if (shape === 'dotDecimal' || shape === 'commaDecimal') {
      decimalsSeen[says] = Math.max(decimalsSeen[says], number.length - 1 - number.lastIndexOf(says));
    }
  }
  const dotIsThousands = moneyScale === 0;
  if (votes['.'] === 0 && votes[','] === 0) return { decimal: null, decimalsSeen: 0, dotIsThousands, isMixed: false };
  const decimal = votes['.'] >= votes[','] ? '.' : ',';
  return { decimal, decimalsSeen: decimalsSeen[decimal], dotIsThousands, isMixed: votes['.'] > 0 && votes[','] > 0 };
}

/**
 * The style of a file whose amounts never have three decimals: where nothing else decides, its `1,234` or `125.000` decide
 * by themselves, as long as all of them are written alike.
 */
export function withThousands(style: NumberStyle, sample: Iterable<string>): NumberStyle {
  if (style.decimal !== null) return style;
  const seen = new Set<Shape>();
  for (const text of sample) if (/[.,]/.test(text)) seen.add(shapeOf(bare(text)));
  if (seen.has('dotEither') === seen.has('commaEither')) return style;
  return { ...style, decimal: seen.has('commaEither') ? '.' : ',' };
}

/**
 * Reads an amount or a quantity as an integer in 10^-`scale` units. `scale` 0 to 4. Text is read in the file's style;
 * in rupiah `125.000` is 125000 unless the file writes decimal points. A number (XLSX) is taken as it is.
 * The sign is kept: whoever asked says whether it may be negative.
 */
export function readNumber(cell: string | number, scale: number, style: NumberStyle): number | Unreadable {
  if (typeof cell === 'number') return fromFloat(cell, scale);
  // The usual case, without looking twice: up to 15 digits.
  const length = cell.length;
  if (length > 0 && length + scale <= 15) {
    let value = 0;
    let at = 0;
    for (; at < length; at++) {
      const digit = cell.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === length) return value * 10 ** scale;
    // `2.55` in a file that writes decimal points.
    if (at > 0 && length - at - 1 <= scale && length - at - 1 !== 3 && cell[at] === style.decimal && at + 1 < length) {
      let fraction = at + 1;
      for (; fraction < length; fraction++) {
        const digit = cell.charCodeAt(fraction) - 48;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
      if (fraction === length) return value * 10 ** (scale - (length - at - 1));
    }
    // `125.000` and `1.250.000` where the file leaves no doubt.
    if (at > 0 && at <= 3 && (length - at) % 4 === 0 && cell[0] !== '0' && cell[at] === thousandsOf(style)) {
      let place = at;
      for (; place < length; place++) {
        const digit = cell.charCodeAt(place) - 48;
        if ((place - at) % 4 === 0) {
          if (cell[place] !== cell[at]) break;
        } else if (digit < 0 || digit > 9) break;
        else value = value * 10 + digit;
      }
      if (place === length) return value * 10 ** scale;
    }
  }
  return fromText(cell, scale, style);
}

/** What separates thousands even in a number that has one separator only; null: nobody knows. */
function thousandsOf({ decimal, dotIsThousands }: NumberStyle): '.' | ',' | null {
  if (decimal !== null) return decimal === '.' ? ',' : '.';
  return dotIsThousands ? '.' : null;
}

function fromText(cell: string, scale: number, style: NumberStyle): number | Unreadable {
  const number = bare(cell);
  if (DAMAGE.test(number)) {
    return new Unreadable(
      'spreadsheet-damage',
      `A spreadsheet has rounded this number; its digits are lost. Format the column as text or number and export again.`,
    );
  }
  const shape = shapeOf(number);
  if (shape === 'none') return new Unreadable('not-a-number', `This is not a number.`);
  if (shape === 'plain') return exact(number, '', scale);
  if (shape === 'dotEither' || shape === 'commaEither') return fromEither(number, shape, scale, style);
  const says = SAYS[shape];
  if (style.decimal !== null && says !== style.decimal) {
    return new Unreadable(
      'contradicts-file',
      `The rest of the file writes decimals with \`${style.decimal}\`; this number does not.`,
    );
  }
  if (shape === 'dotThousands' || shape === 'commaThousands') return exact(number.replace(/[.,]/g, ''), '', scale);
  return split(number, shape === 'dotDecimal' ? '.' : ',', scale);
}

/** `125.000` and `1,234`: one separator with three digits after it. */
function fromEither(number: string, shape: Shape, scale: number, style: NumberStyle): number | Unreadable {
  const separator = shape === 'dotEither' ? '.' : ',';
  const asThousands = number.replace(separator, '');
  const asDecimal = number.replace(separator, '.');
  if (style.decimal !== null && style.decimal !== separator) return exact(asThousands, '', scale);
  if (style.decimal === null && style.dotIsThousands && separator === '.') return exact(asThousands, '', scale);
  if (style.decimal === separator && style.decimalsSeen >= 3) return split(number, separator, scale);
  return new Unreadable(
    'two-readings',
    `This can mean ${asThousands} or ${asDecimal}` +
      (style.decimal === null
        ? `, and no other number of the file decides. Write it without a separator for thousands, or say which sign separates decimals.`
        : `: the file writes decimals with \`${separator}\`, but nowhere else three of them.`),
  );
}

function split(number: string, separator: string, scale: number): number | Unreadable {
  const at = number.lastIndexOf(separator);
  return exact(number.slice(0, at).replace(/[.,]/g, ''), number.slice(at + 1), scale);
}

function exact(whole: string, fraction: string, scale: number): number | Unreadable {
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > scale) return tooManyDecimals(scale);
  const value = Number(whole + kept.padEnd(scale, '0'));
  if (!Number.isSafeInteger(value)) return tooLarge();
  return value + 0; // no -0
}

function fromFloat(cell: number, scale: number): number | Unreadable {
  const scaled = cell * 10 ** scale;
  const value = Math.round(scaled);
  if (!Number.isSafeInteger(value)) return tooLarge();
  // Spreadsheets keep 2.55 as 2.5499999999999998: a difference of the last binary digits is none.
  if (Math.abs(scaled - value) > 1e-6 + Math.abs(value) * 1e-12) return tooManyDecimals(scale);
  return value + 0;
}

function tooManyDecimals(scale: number): Unreadable {
  return scale === 0
    ? new Unreadable('too-many-decimals', 'This number must be whole.')
    : new Unreadable('too-many-decimals', `This number has more than ${scale} decimals.`);
}

function tooLarge(): Unreadable {
  return new Unreadable(
    'number-too-large',
    `This number is too large to be kept exactly (limit 9,007,199,254,740,991).`,
  );
}
