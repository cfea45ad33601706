import { TZDate } from '@date-fns/tz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayReader, decideDayStyle } from '../../../src/core/intake/days.js';
import { Unreadable } from '../../../src/core/intake/numbers.js';
import { ZoneClock } from '../../../src/core/intake/zone.js';
import { formatDay, parseDay } from '../../../src/core/units.js';

const TODAY = parseDay('2026-03-31')!;

function reader(others: string[] = [], zone = 'Asia/Jakarta'): DayReader {
  return new DayReader(new ZoneClock(zone), decideDayStyle(others), TODAY);
}
function day(cell: string | number, others: string[] = []): string {
  const value = reader(others).readDay(cell);
  return value instanceof Unreadable ? value.code : formatDay(value);
}
function moment(cell: string | number, zone = 'Asia/Jakarta'): [string, string] | string {
  const value = reader([], zone).readMoment(cell);
  return value instanceof Unreadable ? value.code : [new Date(value.at).toISOString(), formatDay(value.day)];
}

describe('reading a day', () => {
  it.each([
    ['2026-03-01', [], '2026-03-01'],
    ['2026/3/1', [], '2026-03-01'],
    ['17/03/2026', [], '2026-03-17'],
    ['03/17/2026', [], '2026-03-17'],
    ['05/05/2025', [], '2025-05-05'],
    ['03/02/2026', ['17/02/2026'], '2026-02-03'],
    ['03/02/2026', ['02/17/2026'], '2026-03-02'],
    ['3-2-2026', ['17-2-2026'], '2026-02-03'],
    ['17 Oct 2024', [], '2024-10-17'],
    ['1 Agustus 2025', [], '2025-08-01'],
    ['2026-03-01 23:59', [], '2026-03-01'],
    // 20:00 in London is 03:00 of the next day in Jakarta.
    ['2026-03-01T20:00:00Z', [], '2026-03-02'],
  ])('%j beside %j is %s', (cell, others, expected) => {
    expect(day(cell, others)).toBe(expected);
  });

  it.each([
    ['03/02/2026', [], 'two-readings'],
    ['02/17/2026', ['17/02/2026', '18/02/2026'], 'contradicts-file'],
    ['2026-02-30', [], 'no-such-day'],
    ['31/02/2026', ['17/02/2026'], 'no-such-day'],
    ['2026-04-01', [], 'future-day'],
    ['1899-12-31', [], 'day-out-of-range'],
    ['0206-03-01', [], 'no-such-day'],
    ['01/02/26', [], 'not-a-day'],
    ['yesterday', [], 'not-a-day'],
    ['45000', [], 'not-a-day'],
    ['17 Foo 2024', [], 'not-a-day'],
  ])('%j beside %j is rejected: %s', (cell, others, code) => {
    expect(day(cell, others)).toBe(code);
  });

  it('reads day numbers of spreadsheets, also those that count from 1904', () => {
    // 45,000 is 15 March 2023 in Excel.
    expect(day(45_000)).toBe('2023-03-15');
    const old = new DayReader(new ZoneClock('UTC'), decideDayStyle([]), TODAY, true);
    expect(formatDay(old.readDay(45_000 - 1_462) as number)).toBe('2023-03-15');
  });
});

describe('reading a moment', () => {
  it.each([
    ['2026-03-01 08:26', 'Asia/Jakarta', ['2026-03-01T01:26:00.000Z', '2026-03-01']],
    ['2026-03-01 08:26:05', 'Asia/Jakarta', ['2026-03-01T01:26:05.000Z', '2026-03-01']],
    ['17/03/2026 23:59:59', 'Asia/Jakarta', ['2026-03-17T16:59:59.000Z', '2026-03-17']],
    ['2026-03-01T23:30:00+00:00', 'Asia/Jakarta', ['2026-03-01T23:30:00.000Z', '2026-03-02']],
    ['2026-02-21 10:30:00 +0700', 'Asia/Jakarta', ['2026-02-21T03:30:00.000Z', '2026-02-21']],
    ['2026-02-21 10:30 WITA', 'Asia/Jakarta', ['2026-02-21T02:30:00.000Z', '2026-02-21']],
    ['17 Oct 2024 10:23', 'Asia/Jakarta', ['2024-10-17T03:23:00.000Z', '2024-10-17']],
    ['2026-03-01 1:05 PM', 'Asia/Jakarta', ['2026-03-01T06:05:00.000Z', '2026-03-01']],
    ['2026-03-01', 'Asia/Jakarta', ['2026-02-28T17:00:00.000Z', '2026-03-01']],
    // Berlin: 02:30 is left out on 30 March 2025, and comes twice on 26 October 2025.
    ['2025-03-30 01:59', 'Europe/Berlin', ['2025-03-30T00:59:00.000Z', '2025-03-30']],
    ['2025-03-30 02:30', 'Europe/Berlin', ['2025-03-30T01:30:00.000Z', '2025-03-30']],
    ['2025-03-30 03:00', 'Europe/Berlin', ['2025-03-30T01:00:00.000Z', '2025-03-30']],
    ['2025-10-26 02:30', 'Europe/Berlin', ['2025-10-26T00:30:00.000Z', '2025-10-26']],
    ['2025-10-26 03:00', 'Europe/Berlin', ['2025-10-26T02:00:00.000Z', '2025-10-26']],
    [45_000.75, 'UTC', ['2023-03-15T18:00:00.000Z', '2023-03-15']],
  ])('%j in %s is %j', (cell, zone, expected) => {
    expect(moment(cell, zone)).toEqual(expected);
  });

  it.each([
    ['2026-03-01 25:00', 'not-a-time'],
    ['2026-03-01 noon', 'not-a-time'],
    ['2026-03-01 13:05 PM', 'not-a-time'],
    ['2026-04-01 00:00', 'future-day'],
    ['2026-03-31T20:00:00Z', 'future-day'],
    ['2026-02-30 10:00:00', 'no-such-day'],
  ])('%j is rejected: %s', (cell, code) => {
    expect(moment(cell)).toBe(code);
  });

  it.each([
    'Asia/Jakarta',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
  ])('agrees with @date-fns/tz on the local day and time of any moment in %s', (zone) => {
    const clock = new ZoneClock(zone);
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) }), (ms) => {
        const at = Math.floor(ms / 1000) * 1000;
        const local = new TZDate(at, zone);
        const day = Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / 86_400_000;
        expect(clock.dayOf(at)).toBe(day);
        const timeOfDay = ((local.getHours() * 60 + local.getMinutes()) * 60 + local.getSeconds()) * 1000;
        const back = clock.instantOf(day, timeOfDay);
        // In the hour that comes twice the first is meant; in all others the way back is exact.
        expect([at, at - 3_600_000, at - 1_800_000]).toContain(back);
        expect(new TZDate(back, zone).getHours()).toBe(local.getHours());
        expect(new TZDate(back, zone).getMinutes()).toBe(local.getMinutes());
      }),
      { numRuns: 300 },
    );
  });
});
