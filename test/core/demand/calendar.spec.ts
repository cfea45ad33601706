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

describe('holidays', () => {
  const holiday = (name: string, startsOn: string, endsOn: string) => ({
    name,
    startsOn: parseDay(startsOn)!,
    endsOn: parseDay(endsOn)!,
  });
  const holidays = [
    holiday('Lebaran', '2027-03-10', '2027-03-12'),
    holiday('Ramadan', '2027-02-08', '2027-03-09'),
    holiday('Libur sekolah', '2027-03-11', '2027-03-20'),
  ];
  const seen = (text: string) => {
    const { holiday, daysToHoliday } = calendarOf(parseDay(text)!, policy, holidays);
    return [holiday, daysToHoliday];
  };

  it('have a name on their days and a distance before, whatever their order', () => {
    expect(seen('2027-01-31')).toEqual([null, 8]);
    expect(seen('2027-02-08')).toEqual(['Ramadan', 0]);
    expect(seen('2027-03-09')).toEqual(['Ramadan', 0]);
    expect(seen('2027-03-10')).toEqual(['Lebaran', 0]);
    expect(seen('2027-03-11')).toEqual(['Libur sekolah', 0]); // of two the one that began last
    expect(seen('2027-03-20')).toEqual(['Libur sekolah', 0]);
  });

  it('that are over are not looked ahead to', () => {
    expect(seen('2027-03-21')).toEqual([null, null]);
    expect(calendarOf(parseDay('2027-03-10')!, policy)).toMatchObject({ holiday: null, daysToHoliday: null });
  });
});
