import { DAY_MS, type Day, type Instant } from '../units.js';

/**
 * The clock of one time zone, fast for many moments: offsets are asked of Intl once per calendar day and kept.
 * A local time that a change of clocks leaves out (02:30 in spring) is read as if the clock had not yet changed; one that
 * comes twice (autumn) is the first of the two.
 * Throws RangeError for a zone that does not exist.
 */
export class ZoneClock {
  private readonly format: Intl.DateTimeFormat;
  /** By UTC day: the offset when it is the same all day, else NaN. */
  private readonly offsets = new Map<number, number>();
  /** By UTC day: the offset at its beginning. */
  private readonly atStart = new Map<number, number>();

  constructor(readonly zone: string) {
    this.format = new Intl.DateTimeFormat('en-US-u-ca-gregory', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The business day on which a moment falls. */
  dayOf(at: Instant): Day {
    return Math.floor((at + this.offsetAt(at)) / DAY_MS);
  }

  /** The moment of a local time: `ms` milliseconds after local midnight of `day`. */
  instantOf(day: Day, ms: number): Instant {
    const local = day * DAY_MS + ms;
    // The offset a day before and a day after: they differ only around a change of clocks, once or twice a year.
    const before = this.offsetAt(local - DAY_MS);
    const after = this.offsetAt(local + DAY_MS);
    if (before === after && this.offsetAt(local - before) === before) return local - before;
    const early = local - before;
    if (this.offsetAt(early) === before) return early;
    const late = local - after;
    return this.offsetAt(late) === after ? late : early;
  }

  /** Local time minus UTC at a moment, in ms. */
  offsetAt(at: Instant): number {
    const utcDay = Math.floor(at / DAY_MS);
    let offset = this.offsets.get(utcDay);
    if (offset === undefined) {
      const first = this.startOf(utcDay);
      offset = first === this.startOf(utcDay + 1) ? first : NaN;
      this.offsets.set(utcDay, offset);
    }
    return Number.isNaN(offset) ? this.ask(at) : offset;
  }

  private startOf(utcDay: number): number {
    let offset = this.atStart.get(utcDay);
    if (offset === undefined) {
      offset = this.ask(utcDay * DAY_MS);
      this.atStart.set(utcDay, offset);
    }
    return offset;
  }

  private ask(at: Instant): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(at)) part[type] = Number(value);
    const local = globalThis.Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    return local - Math.floor(at / 1_000) * 1_000;
  }
}
