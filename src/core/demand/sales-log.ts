import { assert } from '../units.js';

/** One listing's days with sales, as `SalesLog` reads them back; days are counted from the first of the window. */
export interface LoggedSales {
  day: number[];
  units: number[];
}

/** Where something stands in the log. */
export interface LogPlace {
  part: Uint32Array;
  at: number;
}

const PART_WORDS = 65_536;
const UNIT_BITS = 23;
/** More units on one day than any listing sells. */
const UNITS_MAX = 2 ** UNIT_BITS - 1;
const DAYS_MAX = 2 ** (32 - UNIT_BITS);

/**
 * The days of a window of all listings, kept small until all products are in: four bytes a day with sales, and a bit a day for
 * stock. 80,000 listings with 40 days of sales each take 13 MB.
 */
export class SalesLog {
  private part = new Uint32Array(0);
  private used = 0;

  /** @param days of the window, at most 512 */
  constructor(private readonly days: number) {
    assert(days <= DAYS_MAX, 'days of a window fit into the bits that are left for them');
  }

  /** @param inStock one byte per day, the last of them the window's last; days before its first are out of stock */
  putStock(inStock: Uint8Array): LogPlace {
    const place = this.room(Math.ceil(this.days / 32));
    const shift = inStock.length - this.days;
    for (let i = Math.max(0, -shift); i < this.days; i++) {
      if (inStock[i + shift] === 1) place.part[place.at + (i >> 5)]! |= 1 << (i & 31);
    }
    return place;
  }

  readStock({ part, at }: LogPlace, into: Uint8Array): void {
    for (let i = 0; i < this.days; i++) into[i] = (part[at + (i >> 5)]! >>> (i & 31)) & 1;
  }

  /**
   * @param first day of the window's beginning
   * @param from first row, `to` the one after the last, all of them within the window
   */
  putSales(series: { day: readonly number[]; units: readonly number[] }, first: number, from: number, to: number) {
    const place = this.room(1 + to - from);
    let count = 0;
    for (let row = from; row < to; row++) {
      const units = series.units[row]!;
      if (units === 0) continue;
      place.part[place.at + ++count] = ((series.day[row]! - first) * 2 ** UNIT_BITS + Math.min(UNITS_MAX, units)) >>> 0;
    }
    place.part[place.at] = count;
    return place;
  }

  /** Into columns that are used over and over. */
  readSales({ part, at }: LogPlace, into: LoggedSales): void {
    const count = part[at]!;
    into.day.length = into.units.length = count;
    for (let i = 0; i < count; i++) {
      const word = part[at + 1 + i]!;
      into.day[i] = word >>> UNIT_BITS;
      into.units[i] = word & UNITS_MAX;
    }
  }

  private room(words: number): LogPlace {
    if (this.used + words > this.part.length) {
      this.part = new Uint32Array(Math.max(PART_WORDS, words));
      this.used = 0;
    }
    const place = { part: this.part, at: this.used };
    this.used += words;
    return place;
  }
}
