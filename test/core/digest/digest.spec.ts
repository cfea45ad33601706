import { describe, expect, it } from 'vitest';
import {
  furthestStatus,
  isQuiet,
  phoneNumber,
  type DigestSetting,
  type MessageStatus,
} from '../../../src/core/digest/digest.js';
import { parseDay } from '../../../src/core/units.js';

const setting = (quietWeekdays: number[], quietDates: string[]): DigestSetting => ({
  ...{ userId: 1, channels: ['mail'], mail: 'a@b.example', phone: null, at: '06:30', testedAt: null, updatedAt: 0 },
  quietWeekdays,
  quietDates: quietDates.map((day) => parseDay(day)!),
});

describe('quiet days', () => {
  it('are weekdays and dates', () => {
    const sunday = parseDay('2026-03-29')!;
    expect(isQuiet(setting([7], []), sunday)).toBe(true);
    expect(isQuiet(setting([7], []), sunday + 1)).toBe(false);
    expect(isQuiet(setting([], ['2026-03-30']), sunday + 1)).toBe(true);
    expect(isQuiet(setting([], []), sunday)).toBe(false);
  });
});

describe('a phone number', () => {
  it.each([
    ['+62 812-3456-7890', '+6281234567890'],
    ['0812 3456 7890', '+6281234567890'],
    ['6281234567890', '+6281234567890'],
    ['006281234567890', '+6281234567890'],
    ['(021) 555.1234', '+62215551234'],
    ['+14155550123', '+14155550123'],
  ])('%s is %s', (text, number) => {
    expect(phoneNumber(text)).toBe(number);
  });

  it.each(['', '0812', '+0812345678', '12345678', '+62 812 abc', '+628123456789012345'])('"%s" is none', (text) => {
    expect(phoneNumber(text)).toBeNull();
  });
});

describe('statuses in any order', () => {
  const status = (name: MessageStatus['status']): MessageStatus => ({
    messageId: 'w',
    status: name,
    at: 0,
    error: null,
  });
  it.each([
    [['read', 'delivered', 'sent'], 'read'],
    [['delivered', 'sent'], 'delivered'],
    [['failed', 'sent'], 'failed'],
    [['failed', 'delivered'], 'delivered'],
  ] as const)('%s: %s', (names, furthest) => {
    expect(furthestStatus(names.map(status))!.status).toBe(furthest);
  });

  it('of which there are none say nothing', () => {
    expect(furthestStatus([])).toBeNull();
  });
});
