import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/core/demand/calendar.js';
import { parseDay } from '../../../src/core/units.js';

const policy = {
  paydays: { fromDayOfMonth: 25, toDayOfMonth: 1 },
  campaigns: [
    { name: '1.1', on: '01-01' },
    { name: '12.12', on: '12-12' },
    { name: 'Lebaran', on: '2027-03-10' },
  ],
};
const on = (text: string) => calendarOf(parseDay(text)!, policy);

describe('the calendar of a day', () => {
  it('knows the weekday: 23 November 2026 is a Monday', () => {
    expect(on('2026-11-23')).toMatchObject({ weekday: 1, dayOfMonth: 23 });
    expect(on('2026-11-22').weekday).toBe(7);
  });
  it('lets pay day wrap the end of the month', () => {
    const pays = ['2026-11-24', '2026-11-25', '2026-11-30', '2026-12-01', '2026-12-02'].map((day) => on(day).isPayday);
    expect(pays).toEqual([false, true, true, true, false]);
  });
  it('counts to the next campaign, across the year, and names the one of today', () => {
    expect(on('2026-12-12')).toMatchObject({ campaign: '12.12', daysToCampaign: 0 });
    expect(on('2026-12-13')).toMatchObject({ campaign: null, daysToCampaign: 19 });
    expect(on('2027-03-01').daysToCampaign).toBe(9);
  });
  it('has nothing to count to where no campaign is named', () => {
    expect(calendarOf(0, { ...policy, campaigns: [] }).daysToCampaign).toBeNull();
  });
});
