import { describe, expect, it } from 'vitest';
import { formatDay } from '../../src/core/units.js';
import { dueAsOf } from '../../src/jobs/due.js';

/** The day that is due at a moment, both written as people do. */
function due(dailyAt: string, zone: string, at: string): string | null {
  const day = dueAsOf(dailyAt, zone, Date.parse(at));
  return day === null ? null : formatDay(day);
}

describe('the day that the daily run must have covered', () => {
  // Offsets from the tz database: Jakarta +07:00, Makassar +08:00 (neither has summer time).
  it.each([
    ['Asia/Jakarta', '2026-03-02T02:29:59.999+07:00', '2026-02-28'],
    ['Asia/Jakarta', '2026-03-02T02:30:00.000+07:00', '2026-03-01'],
    ['Asia/Jakarta', '2026-03-02T02:31:00.000+07:00', '2026-03-01'],
    ['Asia/Jakarta', '2026-03-02T23:59:00.000+07:00', '2026-03-01'],
    ['Asia/Jakarta', '2026-03-03T00:00:00.000+07:00', '2026-03-01'],
    ['Asia/Makassar', '2026-03-02T02:29:00.000+08:00', '2026-02-28'],
    ['Asia/Makassar', '2026-03-02T02:30:00.000+08:00', '2026-03-01'],
    ['Europe/Berlin', '2026-01-15T02:29:00.000+01:00', '2026-01-13'],
    ['Europe/Berlin', '2026-01-15T02:30:00.000+01:00', '2026-01-14'],
    ['America/New_York', '2026-01-15T02:29:00.000-05:00', '2026-01-13'],
    ['America/New_York', '2026-01-15T02:30:00.000-05:00', '2026-01-14'],
  ])('in %s at %s is %s', (zone, at, expected) => {
    expect(due('02:30', zone, at)).toBe(expected);
  });

  it('depends on the shop’s zone at one and the same moment', () => {
    const at = '2026-03-01T19:00:00Z'; // 02:00 on 2 March in Jakarta, 03:00 in Makassar
    expect(due('02:30', 'Asia/Jakarta', at)).toBe('2026-02-28');
    expect(due('02:30', 'Asia/Makassar', at)).toBe('2026-03-01');
  });

  it('comes at 03:00 on the night when 02:30 does not exist (Berlin, 29 March 2026, 01:00 UTC)', () => {
    expect(due('02:30', 'Europe/Berlin', '2026-03-29T00:59:59Z')).toBe('2026-03-27'); // 01:59:59 +01:00
    expect(due('02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('2026-03-28'); // 03:00:00 +02:00
    expect(due('02:30', 'Europe/Berlin', '2026-03-30T00:29:59Z')).toBe('2026-03-28'); // 02:29:59 +02:00
    expect(due('02:30', 'Europe/Berlin', '2026-03-30T00:30:00Z')).toBe('2026-03-29');
  });

  it('never asks for a later day because 02:30 comes twice (Berlin, 25 October 2026, 01:00 UTC)', () => {
    const asked = ['00:29', '00:30', '00:59', '01:00', '01:29', '01:30', '02:00'].map((time) =>
      due('02:30', 'Europe/Berlin', `2026-10-25T${time}:00Z`),
    );
    // 02:29, 02:30, 02:59 +02:00, then again 02:00, 02:29, 02:30, 03:00 +01:00. Looking back to the day before in between
    // asks for nothing new: that day was covered by the night before.
    const [before, day] = ['2026-10-23', '2026-10-24'];
    expect(asked).toEqual([before, day, day, before, before, day, day]);
  });

  it('comes on both nights of change in New York', () => {
    // 8 March 2026, 07:00 UTC: 02:00 becomes 03:00.
    expect(due('02:30', 'America/New_York', '2026-03-08T06:59:59Z')).toBe('2026-03-06');
    expect(due('02:30', 'America/New_York', '2026-03-08T07:00:00Z')).toBe('2026-03-07');
    // 1 November 2026, 06:00 UTC: 02:00 becomes 01:00, so 01:30 comes twice and 02:30 once.
    expect(due('02:30', 'America/New_York', '2026-11-01T06:30:00Z')).toBe('2026-10-30');
    expect(due('02:30', 'America/New_York', '2026-11-01T07:29:59Z')).toBe('2026-10-30');
    expect(due('02:30', 'America/New_York', '2026-11-01T07:30:00Z')).toBe('2026-10-31');
    expect(due('01:30', 'America/New_York', '2026-11-01T05:30:00Z')).toBe('2026-10-31');
  });

  it('can change at midnight, or a minute before it', () => {
    expect(due('00:00', 'Asia/Jakarta', '2026-03-01T23:59:59+07:00')).toBe('2026-02-28');
    expect(due('00:00', 'Asia/Jakarta', '2026-03-02T00:00:00+07:00')).toBe('2026-03-01');
    expect(due('23:59', 'Asia/Jakarta', '2026-03-02T23:58:59+07:00')).toBe('2026-02-28');
    expect(due('23:59', 'Asia/Jakarta', '2026-03-02T23:59:00+07:00')).toBe('2026-03-01');
  });

  it('is none when the daily run is off', () => {
    expect(due('off', 'Asia/Jakarta', '2026-03-02T02:30:00+07:00')).toBeNull();
  });
});
