import { describe, expect, it } from 'vitest';
import { calendarFactors, factorsByDay } from '../../../src/core/demand/weekday.js';
import { dayParts, parseDay } from '../../../src/core/units.js';

const lastDay = parseDay('2026-03-01')!; // a Sunday
const never = () => false;
const days = (length: number, units: (day: number) => number) =>
  Array.from({ length }, (_, i) => units(lastDay - length + 1 + i));
const isSaturday = (day: number) => dayParts(day).weekday === 6;

describe('calendar factors of a channel', () => {
  it('need eight whole weeks and a sale', () => {
    expect(
      calendarFactors(
        days(55, () => 5),
        lastDay,
        never,
      ),
    ).toBeNull();
    expect(
      calendarFactors(
        days(56, () => 0),
        lastDay,
        never,
      ),
    ).toBeNull();
    expect(
      calendarFactors(
        days(56, () => 5),
        lastDay,
        never,
      ),
    ).not.toBeNull();
  });

  it('are 1 where all days are alike', () => {
    const factors = calendarFactors(
      days(60, () => 5),
      lastDay,
      never,
    )!;
    for (const factor of factors.weekday) expect(factor).toBeCloseTo(1, 12);
    expect([factors.payday, factors.otherDay]).toEqual([1, 1]);
  });

  it('follow the weekday, held back a little by what chance may do', () => {
    // 8 weeks, 10 a day, 40 on Saturdays: 800 units, 114.29 per weekday.
    // (320 + 20) / (114.29 + 20) = 2.532, (80 + 20) / 134.29 = 0.745; their mean is 1.
    const { weekday } = calendarFactors(
      days(56, (day) => (isSaturday(day) ? 40 : 10)),
      lastDay,
      never,
    )!;
    expect(weekday[5]).toBeCloseTo(340 / (800 / 7 + 20), 10);
    expect(weekday[0]).toBeCloseTo(100 / (800 / 7 + 20), 10);
    expect(weekday.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(7, 10);
  });

  it('measure pay days on top of weekdays', () => {
    const isPayday = (day: number) => dayParts(day).dayOfMonth >= 25;
    const factors = calendarFactors(
      days(364, (day) => (isPayday(day) ? 200 : 100)),
      lastDay,
      isPayday,
    )!;
    expect(factors.payday / factors.otherDay).toBeCloseTo(2, 1);
    const worth = factorsByDay(factors, lastDay, 364, isPayday);
    expect(worth.reduce((sum, factor) => sum + factor, 0) / 364).toBeCloseTo(1, 2);
  });

  it('give each day of a window its worth', () => {
    const factors = { weekday: [1, 1, 1, 1, 1, 2, 0.5], payday: 3, otherDay: 1 };
    expect([...factorsByDay(factors, lastDay, 3, (day) => day === lastDay)]).toEqual([1, 2, 1.5]);
  });
});
