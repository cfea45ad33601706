import { DAY_MAX, DAY_MIN, DAY_MS, dayFromParts, formatDay, type Day, type Instant } from '../units.js';
import { Unreadable } from './numbers.js';
import { ZoneClock } from './zone.js';

/** Which comes first in `03/04/2026`; null: no cell of the file decides. */
export type DayOrder = 'dayFirst' | 'monthFirst' | null;

export interface DayStyle {
  order: DayOrder;
  isMixed: boolean;
}

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?=$|[ T,])/;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[ T,])/;
const NAMED = /^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})(?=$|[ ,])/i;
/** Hours, minutes, seconds, fraction; then an offset or nothing. */
const TIME =
  /^[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?\s*(Z|UTC|WIB|WITA|WIT|[+-]\d{2}:?\d{2})?$/i;

/** English and Indonesian, by their first three letters. */
const MONTHS: Record<string, number> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  mei: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  agu: 8,
  ags: 8,
  agt: 8,
  sep: 9,
  oct: 10,
  okt: 10,
  nov: 11,
  dec: 12,
  des: 12,
};

/** Offsets of the Indonesian zones by the names that exports write. */
const ZONES: Record<string, string> = { Z: '+0000', UTC: '+0000', WIB: '+0700', WITA: '+0800', WIT: '+0900' };

/** Decides once per file how days are written, from a sample of its day cells: a first part above 12 must be a day. */
export function decideDayStyle(sample: Iterable<string>): DayStyle {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const text of sample) {
    const match = SLASHED.exec(text.trim());
    if (match === null) continue;
    if (Number(match[1]) > 12 && Number(match[2]) <= 12) dayFirst++;
    if (Number(match[2]) > 12 && Number(match[1]) <= 12) monthFirst++;
  }
  if (dayFirst === 0 && monthFirst === 0) return { order: null, isMixed: false };
  return { order: dayFirst >= monthFirst ? 'dayFirst' : 'monthFirst', isMixed: dayFirst > 0 && monthFirst > 0 };
}

/** True when some day is written so that the order of day and month must be known. */
export function hasSlashedDays(sample: Iterable<string>): boolean {
  for (const text of sample) if (SLASHED.test(text.trim())) return true;
  return false;
}

export interface Moment {
  at: Instant;
  day: Day;
}

/** Reads the days and moments of one file in its style and in the shop's zone; remembers what it has read. */
export class DayReader {
  private readonly known = new Map<string, Day | Unreadable>();
  private lastKey = -1;
  private lastDay: Day = 0;
  private lastMidnight: Instant = 0;

  constructor(
    private readonly clock: ZoneClock,
    private readonly style: DayStyle,
    /** The last day that may stand in a file. */
    private readonly today: Day,
    /** The workbook counts days from 1904 (old Macintosh files). */
    private readonly from1904 = false,
  ) {}

  /** A business day. A moment with an offset is turned into the shop's day; without one its date is the day. */
  readDay(cell: string | number): Day | Unreadable {
    if (typeof cell === 'number') return this.checked(Math.floor(this.fromSerial(cell)));
    const known = this.known.get(cell);
    if (known !== undefined) return known;
    const moment = this.parse(cell.trim());
    const day = moment instanceof Unreadable ? moment : moment.day;
    if (this.known.size < 5_000) this.known.set(cell, day);
    return day;
  }

  /** A moment. A time without an offset is the shop's local time; a day without a time is its midnight. */
  readMoment(cell: string | number): Moment | Unreadable {
    if (typeof cell === 'number') {
      const serial = this.fromSerial(cell);
      const day = this.checked(Math.floor(serial));
      if (day instanceof Unreadable) return day;
      return { day, at: this.clock.instantOf(day, Math.round((serial - day) * 86_400) * 1_000) };
    }
    return this.fast(cell) ?? this.parse(cell.trim());
  }

  /** `YYYY-MM-DD HH:MM[:SS]`, the usual case: digits read in place, the day's midnight kept from the row before. */
  private fast(text: string): Moment | null {
    const length = text.length;
    if (length !== 16 && length !== 19) return null;
    const separator = text.charCodeAt(10);
    if (separator !== 32 && separator !== 84) return null;
    if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58) return null;
    if (length === 19 && text.charCodeAt(16) !== 58) return null;
    const key = digits(text, 0, 4) * 10_000 + digits(text, 5, 2) * 100 + digits(text, 8, 2);
    const hour = digits(text, 11, 2);
    const minute = digits(text, 14, 2);
    const second = length === 19 ? digits(text, 17, 2) : 0;
    if (!(key > 0 && hour < 24 && minute < 60 && second < 60)) return null;
    const ms = ((hour * 60 + minute) * 60 + second) * 1_000;
    if (key !== this.lastKey) {
      const day = dayFromParts(Math.floor(key / 10_000), Math.floor(key / 100) % 100, key % 100);
      if (day === null || this.checked(day) instanceof Unreadable) return null;
      const midnight = this.clock.instantOf(day, 0);
      // On a day whose clocks change, midnight plus ms is not the time; leave it to the careful way.
      if (this.clock.instantOf(day, DAY_MS - 1_000) - midnight !== DAY_MS - 1_000) return null;
      this.lastKey = key;
      this.lastDay = day;
      this.lastMidnight = midnight;
    }
    return { day: this.lastDay, at: this.lastMidnight + ms };
  }

  private parse(text: string): Moment | Unreadable {
    const date = this.date(text);
    if (date instanceof Unreadable) return date;
    const rest = text.slice(date.length);
    if (rest.trim() === '') return { day: date.day, at: this.clock.instantOf(date.day, 0) };
    const time = TIME.exec(rest);
    if (time === null) return new Unreadable('not-a-time', `The time of day should read HH:MM or HH:MM:SS.`);
    const half = time[5]?.toLowerCase();
    const hour = half === undefined ? Number(time[1]) : (Number(time[1]) % 12) + (half === 'pm' ? 12 : 0);
    const [minute, second] = [Number(time[2]), Number(time[3] ?? 0)];
    if (hour > 23 || minute > 59 || second > 59 || (half !== undefined && Number(time[1]) > 12)) {
      return new Unreadable('not-a-time', `There is no such time of day.`);
    }
    const fraction = Math.floor(Number(`0.${time[4] ?? '0'}`) * 1_000);
    const ms = ((hour * 60 + minute) * 60 + second) * 1_000 + fraction;
    if (time[6] === undefined) return { day: date.day, at: this.clock.instantOf(date.day, ms) };
    const offset = (ZONES[time[6].toUpperCase()] ?? time[6]).replace(':', '');
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5));
    if (minutes > 14 * 60 || Number(offset.slice(3, 5)) > 59) {
      return new Unreadable('not-a-time', `There is no such offset from UTC.`);
    }
    const at = date.day * DAY_MS + ms - (offset.startsWith('-') ? -minutes : minutes) * 60_000;
    const day = this.checked(this.clock.dayOf(at));
    return day instanceof Unreadable ? day : { day, at };
  }

  /** The date at the beginning of a text and how many characters it takes. */
  private date(text: string): { day: Day; length: number } | Unreadable {
    const named = NAMED.exec(text);
    const yearFirst = named === null ? YEAR_FIRST.exec(text) : null;
    const slashed = named === null && yearFirst === null ? SLASHED.exec(text) : null;
    const match = named ?? yearFirst ?? slashed;
    if (match === null) {
      const hint = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(\D|$)/.test(text) ? ' with a year of four digits' : '';
      return new Unreadable('not-a-day', `A day is written YYYY-MM-DD (or DD/MM/YYYY)${hint}.`);
    }
    const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
    let day: Day | null;
    if (named !== null) {
      const month = MONTHS[match[2]!.slice(0, 3).toLowerCase()];
      if (month === undefined) return new Unreadable('not-a-day', `"${match[2]}" is not a month.`);
      day = dayFromParts(c, month, a);
    } else if (yearFirst !== null) {
      day = dayFromParts(a, b, c);
    } else {
      const read = this.slashed(a, b, c);
      if (read instanceof Unreadable) return read;
      day = read;
    }
    if (day === null) return new Unreadable('no-such-day', `The calendar has no such day.`);
    // The shop's zone may be a day ahead of or behind a moment's own date: allow that here, check again after the shift.
    const hasOffset = match[0].length < text.length && /(Z|UTC|WIB|WITA|WIT|[+-]\d{2}:?\d{2})$/i.test(text);
    const checked = this.checked(day, hasOffset ? 1 : 0);
    return checked instanceof Unreadable ? checked : { day, length: match[0].length };
  }

  private slashed(a: number, b: number, year: number): Day | null | Unreadable {
    const dayFirst = dayFromParts(year, b, a);
    const monthFirst = dayFromParts(year, a, b);
    if (this.style.order === null) {
      if (dayFirst === monthFirst || monthFirst === null) return dayFirst;
      if (dayFirst === null) return monthFirst;
      return new Unreadable(
        'two-readings',
        `This can mean ${formatDay(dayFirst)} or ${formatDay(monthFirst)}, and no other day of the file decides. Write YYYY-MM-DD.`,
      );
    }
    const wanted = this.style.order === 'dayFirst' ? dayFirst : monthFirst;
    const other = this.style.order === 'dayFirst' ? monthFirst : dayFirst;
    if (wanted === null && other !== null) {
      const order = this.style.order === 'dayFirst' ? 'the day' : 'the month';
      return new Unreadable('contradicts-file', `The rest of the file writes ${order} first; this day does not.`);
    }
    return wanted;
  }

  private checked(day: Day, slack = 0): Day | Unreadable {
    if (!(day >= DAY_MIN && day <= DAY_MAX)) {
      return new Unreadable('day-out-of-range', `Days from ${formatDay(DAY_MIN)} to ${formatDay(DAY_MAX)} are taken.`);
    }
    if (day > this.today + slack) {
      return new Unreadable('future-day', `This day is in the future (today is ${formatDay(this.today)}).`);
    }
    return day;
  }

  /** A spreadsheet's day number as days since 1970, with the time as a fraction. */
  private fromSerial(serial: number): number {
    return serial - (this.from1904 ? 24_107 : 25_569);
  }
}

/** `count` digits as a number; NaN when there is another character. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}
