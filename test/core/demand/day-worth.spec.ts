import { describe, expect, it } from 'vitest';
import { specialDays } from '../../../src/core/demand/calendar.js';
import { createChannelDays, dayWorth, levelAfter } from '../../../src/core/demand/day-worth.js';
import { parseDay } from '../../../src/core/units.js';

const asOf = parseDay('2026-03-01')!; // a Sunday
const never = () => false;

describe('what days are worth on a channel', () => {
  it('is one each where nothing is known', () => {
    const worth = dayWorth(createChannelDays(28), asOf, never);
    expect([...worth.calendar, ...worth.season].every((each) => each === 1)).toBe(true);
  });

  it('takes days apart that only stock or price made differ', () => {
    const days = createChannelDays(140);
    // Half the range was out of stock on all Mondays: sales halved as expected, no Monday is worth less for it.
    for (let i = 0; i < 140; i++) {
      days.expected[i] = (asOf - 139 + i + 3) % 7 === 0 ? 5 : 10;
      days.units[i] = days.expected[i]!;
    }
    for (const each of dayWorth(days, asOf, never).calendar) expect(each).toBeCloseTo(1, 10);
  });

  it('follows a season week by week, and goes on at the level of the last four', () => {
    const days = createChannelDays(140);
    for (let i = 0; i < 140; i++) {
      days.expected[i] = 1_000;
      days.units[i] = i >= 126 ? 2_000 : 1_000;
    }
    const worth = dayWorth(days, asOf, never);
    expect(worth.season[139]! / worth.season[0]!).toBeCloseTo(2, 1);
    // The last two weeks are twice the level: 0.4 x 2 + 0.3 x 2 + 0.2 + 0.1 = 1.7.
    expect(levelAfter(worth, 139) / worth.season[0]!).toBeCloseTo(1.7, 1);
    expect(levelAfter(worth, 111) / worth.season[0]!).toBeCloseTo(1, 1);
  });

  it('believes small channels little', () => {
    const days = createChannelDays(70);
    days.expected.fill(0.1);
    days.units.fill(0.1);
    days.units[66] = 3;
    // (0.6 + 3 + 25) / (0.7 + 25) = 1.11, where the raw figure would be 5.
    expect(dayWorth(days, asOf, never).season[66]).toBeLessThan(1.2);
  });
});

describe('special days', () => {
  it('are pay days and campaigns, over the turn of a year too', () => {
    const policy = {
      paydays: { fromDayOfMonth: 31, toDayOfMonth: 1 },
      campaigns: [
        { name: '12.12', on: '12-12' },
        { name: 'once', on: '2026-01-03' },
        { name: 'later', on: '2027-01-03' },
      ],
    };
    const { isPayday, isCampaign } = specialDays(parseDay('2026-01-05')!, 30, policy); // from 7 December
    expect([...isPayday].flatMap((each, i) => (each ? [i] : []))).toEqual([24, 25]);
    expect([...isCampaign].flatMap((each, i) => (each ? [i] : []))).toEqual([5, 27]);
  });
});
