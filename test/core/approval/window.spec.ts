import { describe, expect, it } from 'vitest';
import { windowFor as plan, type AskedWindow } from '../../../src/core/approval/window.js';
import { ZoneClock } from '../../../src/core/intake/zone.js';
import { genericProfile } from '../../../src/core/pricing/channel-profile.js';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const open = { startsAt: null, endsAt: null };
/** On a channel that limits nothing. */
const rules = {
  channelName: 'Website',
  profile: genericProfile(false),
  running: null,
  plannedStarts: [],
  basePrice: null,
};
const windowFor = (asked: AskedWindow, now: number, days: number, clock: ZoneClock) =>
  plan('discount', asked, now, days, clock, rules).window;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the window of an approved price', () => {
  const jakarta = new ZoneClock('Asia/Jakarta');

  it('begins now and ends at the midnight after so many whole days', () => {
    const window = windowFor(open, at('2026-03-31T09:15:00.250+07:00'), 1, jakarta);
    expect(window).toEqual({ startsAt: at('2026-03-31T09:15:00+07:00'), endsAt: at('2026-04-02T00:00:00+07:00') });
  });

  it('counts the first day when it begins at midnight', () => {
    const midnight = at('2026-04-01T00:00:00+07:00');
    const window = windowFor({ ...open, startsAt: midnight }, midnight - HOUR, 1, jakarta);
    expect(window).toEqual({ startsAt: midnight, endsAt: at('2026-04-02T00:00:00+07:00') });
  });

  it('keeps to midnight across a change of clocks (Berlin, 2026-03-29 and 2026-10-25)', () => {
    const berlin = new ZoneClock('Europe/Berlin');
    const spring = windowFor(open, at('2026-03-28T00:00:00+01:00'), 2, berlin);
    expect(iso(spring.endsAt)).toBe('2026-03-29T22:00:00.000Z'); // 30 March 00:00 at +02:00
    expect(spring.endsAt - spring.startsAt).toBe(47 * HOUR);
    const autumn = windowFor(open, at('2026-10-24T00:00:00+02:00'), 2, berlin);
    expect(iso(autumn.endsAt)).toBe('2026-10-25T23:00:00.000Z'); // 26 October 00:00 at +01:00
    expect(autumn.endsAt - autumn.startsAt).toBe(49 * HOUR);
  });

  it('cannot begin in the past', () => {
    const now = at('2026-03-31T09:15:00+07:00');
    const asked = { startsAt: now - HOUR, endsAt: now + HOUR };
    expect(windowFor(asked, now, 14, jakarta).startsAt).toBe(now);
  });

  it.each([
    ['window-over', -HOUR, 0],
    ['window-over', -HOUR, -1],
    ['window-too-short', HOUR, HOUR + 599_000],
    ['window-too-long', 0, 366 * 24 * HOUR + 1000],
    ['window-too-short', 2 * HOUR, HOUR],
  ])('refuses %s', (code, start, end) => {
    const now = at('2026-03-31T09:15:00+07:00');
    const asked = { startsAt: now + start, endsAt: now + end };
    expect(() => windowFor(asked, now, 14, jakarta)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('takes ten minutes and 366 days', () => {
    const now = at('2026-03-31T09:15:00+07:00');
    for (const length of [600_000, 366 * 24 * HOUR]) {
      expect(windowFor({ startsAt: now, endsAt: now + length }, now, 14, jakarta).endsAt).toBe(now + length);
    }
  });
});
