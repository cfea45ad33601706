import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/contract/policy.js';
import { boostOn, underCalendar, type CalendarWindow } from '../../src/core/calendar-windows.js';
import { calendarOf, specialDays } from '../../src/core/demand/calendar.js';
import { limitsFor, lockOn } from '../../src/core/pricing/limits.js';
import { parseDay } from '../../src/core/units.js';

const day = (text: string) => parseDay(text)!;
const shipped = readPolicy(JSON.parse(readFileSync('rules/policy.json', 'utf8')));

function window(kind: CalendarWindow['kind'], startsOn: string, endsOn: string, more = {}): CalendarWindow {
  return {
    ...{
      id: 1,
      kind,
      name: `a ${kind}`,
      startsOn: day(startsOn),
      endsOn: day(endsOn),
      channels: null,
      categories: null,
    },
    ...{ isApproximate: false, source: '', note: '', revision: 1, updatedBy: 'user:siti', updatedAt: 0 },
    ...more,
  };
}

describe('a policy under the calendar', () => {
  it('is the policy itself where the calendar is empty', () => {
    expect(underCalendar(shipped, [])).toEqual({ policy: shipped, holidays: [], boosts: [] });
  });

  it('has every day of a campaign, the twin dates as before', () => {
    const { policy } = underCalendar(shipped, [
      window('campaign', '2026-12-30', '2027-01-02', { name: 'Tutup tahun' }),
    ]);
    const named = ['2026-12-29', '2026-12-30', '2027-01-01', '2027-01-02', '2027-01-03', '2027-02-02'];
    // On 1 January the twin date goes before: it stands in the policy.
    expect(named.map((text) => calendarOf(day(text), policy).campaign)).toEqual([
      ...[null, 'Tutup tahun', '1.1', 'Tutup tahun', null, '2.2'],
    ]);
    const { isCampaign } = specialDays(day('2027-01-03'), 6, policy);
    expect([...isCampaign]).toEqual([0, 1, 1, 1, 1, 0]); // from 29 December
  });

  it('has locks on the channels and categories that they name', () => {
    const { policy } = underCalendar(shipped, [
      window('lock', '2026-12-10', '2026-12-12', { channels: ['shopee'], categories: ['kaos'] }),
    ]);
    const lock = (on: string, channel: string, category: string) =>
      lockOn(policy.campaignLocks, day(on), channel, category)?.name ?? null;
    expect(lock('2026-12-10', 'shopee', 'kaos')).toBe('a lock');
    expect(lock('2026-12-12', 'shopee', 'kaos')).toBe('a lock');
    expect(lock('2026-12-13', 'shopee', 'kaos')).toBeNull();
    expect(lock('2026-12-10', 'lazada', 'kaos')).toBeNull();
    expect(lock('2026-12-10', 'shopee', 'celana')).toBeNull();
    expect(lock('2026-12-09', 'shopee', 'kaos')).toBeNull();
  });

  it('leaves holidays out of the campaigns: they are looked ahead to, not learned without', () => {
    const laid = underCalendar(shipped, [window('holiday', '2027-02-08', '2027-03-09', { name: 'Ramadan' })]);
    expect(laid.policy).toEqual(shipped);
    expect(laid.holidays).toEqual([{ name: 'Ramadan', startsOn: day('2027-02-08'), endsOn: day('2027-03-09') }]);
  });

  it('has boosts on the channels and categories that they name, of two the one that ends last', () => {
    const { policy, boosts } = underCalendar(shipped, [
      window('boost', '2026-12-10', '2026-12-12', { channels: ['shopee'], categories: ['kaos'] }),
      window('boost', '2026-12-12', '2026-12-20', { name: 'Cuci gudang' }),
    ]);
    expect(policy).toEqual(shipped);
    const boost = (on: string, channel: string, category: string | null) =>
      boostOn(boosts, day(on), channel, category)?.name ?? null;
    expect(boost('2026-12-09', 'shopee', 'kaos')).toBeNull();
    expect(boost('2026-12-10', 'shopee', 'kaos')).toBe('a boost');
    expect(boost('2026-12-10', 'lazada', 'kaos')).toBeNull();
    expect(boost('2026-12-10', 'shopee', null)).toBeNull();
    expect(boost('2026-12-12', 'shopee', 'kaos')).toBe('Cuci gudang');
    expect(boost('2026-12-20', 'lazada', null)).toBe('Cuci gudang');
    expect(boost('2026-12-21', 'lazada', null)).toBeNull();
  });
});

describe('the limits in a boost', () => {
  const policy = {
    ...shipped,
    limits: { ...shipped.limits, maxDiscountBp: 3000, coolDownDays: 7 },
    limitsByChannel: { lazada: { maxDiscountBp: 2000 } },
    limitsInBoost: { maxDiscountBp: 5000, coolDownDays: 1 },
  };

  it('are the shop’s for those days, and no wider than the channel’s own', () => {
    expect(limitsFor(policy, 'shopee', null)).toMatchObject({ maxDiscountBp: 3000, coolDownDays: 7 });
    expect(limitsFor(policy, 'shopee', null, true)).toEqual({
      ...{ ...policy.limits, maxDiscountBp: 5000, coolDownDays: 1 },
    });
    expect(limitsFor(policy, 'lazada', null, true)).toMatchObject({ maxDiscountBp: 2000, coolDownDays: 1 });
  });
});
