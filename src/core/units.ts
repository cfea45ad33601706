/**
 * The units of the domain: days, instants, money, rates. All are plain integers; the names keep them apart.
 *
 * The types are *flavours*: a bare number may flow in (arithmetic yields bare numbers), but a Day is not accepted
 * where Money is asked for.
 */
type Flavour<Base, Name extends string> = Base & { readonly __unit?: Name };

/** A business day in the shop's time zone, as days since 1970-01-01. Written `YYYY-MM-DD` wherever people read it. */
export type Day = Flavour<number, 'Day'>;
/** A moment, in milliseconds since 1970-01-01T00:00:00Z. Written ISO 8601 with offset wherever people read it. */
export type Instant = Flavour<number, 'Instant'>;
/** Money in the smallest unit the shop uses (`scale` decimals: IDR 0, USD 2, GBP 2). Always a safe integer. */
export type Money = Flavour<number, 'Money'>;
/** A rate in basis points: 10,000 = 100 %. */
export type BasisPoints = Flavour<number, 'BasisPoints'>;

export const DAY_MS = 86_400_000;
export const FULL_BP = 10_000;

/** The first and last day that files may carry: a year of two digits or a typing slip falls outside. */
export const DAY_MIN: Day = 3_653; // 1980-01-01
export const DAY_MAX: Day = 47_481; // 2099-12-31

const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `YYYY-MM-DD`. Null when the text has another shape or names a day that does not exist (2026-02-30). */
export function parseDay(text: string): Day | null {
  const match = DAY_TEXT.exec(text);
  return match === null ? null : dayFromParts(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** The day of a calendar date (month 1-12). Null when the date does not exist. */
export function dayFromParts(year: number, month: number, dayOfMonth: number): Day | null {
  const ms = globalThis.Date.UTC(year, month - 1, dayOfMonth);
  const date = new globalThis.Date(ms);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth && year >= 1000;
  return exists ? Math.round(ms / DAY_MS) : null;
}

let lastWritten: { day: Day; text: string } | null = null;

/** Writes a day as `YYYY-MM-DD`. Most callers write one day over and over: it is one text then, not one each. */
export function formatDay(day: Day): string {
  if (lastWritten?.day !== day) {
    lastWritten = { day, text: new globalThis.Date(day * DAY_MS).toISOString().slice(0, 10) };
  }
  return lastWritten.text;
}

/** Year, month (1-12), day of month and weekday (1 = Monday ... 7 = Sunday, ISO 8601) of a day. */
export function dayParts(day: Day): { year: number; month: number; dayOfMonth: number; weekday: number } {
  const date = new globalThis.Date(day * DAY_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    weekday: ((day + 3) % 7) + 1, // 1970-01-01 was a Thursday
  };
}

/** Integer division that rounds half away from zero. Throws on a zero divisor: a caller's bug. */
export function divideRounded(numerator: number, divisor: number): number {
  assert(divisor !== 0, 'division by zero');
  const quotient = numerator / divisor;
  return quotient < 0 ? -Math.round(-quotient) + 0 : Math.round(quotient);
}

/** `amount` x `rateBp` / 10,000, rounded half away from zero: a fee or a discount as money. */
export function bpOf(amount: Money, rateBp: BasisPoints): Money {
  return divideRounded(amount * rateBp, FULL_BP);
}

/** `part` as a share of `whole` in basis points, rounded half away from zero; null when `whole` is 0. */
export function shareBp(part: number, whole: number): BasisPoints | null {
  return whole === 0 ? null : divideRounded(part * FULL_BP, whole);
}

/** States what must hold. A failure is a bug of ours, never an answer to a user's mistake (that is a Refusal). */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`broken assumption: ${what}`);
}
