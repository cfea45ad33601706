import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoreStart, type ChannelRules } from '../../../src/core/approval/channel-window.js';
import { decide, startOf } from '../../../src/core/approval/decide.js';
import { windowFor, type AskedWindow } from '../../../src/core/approval/window.js';
import { ZoneClock } from '../../../src/core/intake/zone.js';
import { genericProfile, type ChannelProfile, type Running } from '../../../src/core/pricing/channel-profile.js';
import { Refusal } from '../../../src/core/refusal.js';
import { context, NOW, request, suggestion } from './example.js';

const jakarta = new ZoneClock('Asia/Jakarta');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(`${text}+07:00`);
const open: AskedWindow = { startsAt: null, endsAt: null };

const shopee: Partial<ChannelProfile> = {
  leadMinutes: 60,
  handlingMinutes: 15,
  windowMinMinutes: 60,
  windowMaxMinutes: 259_199,
  stopAfterMinutes: 60,
  locksBasePrice: true,
  voucher: { leadMinutes: 0, windowMinMinutes: 60, windowMaxMinutes: 128_160 },
};
const rules = (profile: Partial<ChannelProfile>, running: Running | null = null): ChannelRules => ({
  channelName: 'Shopee',
  profile: { ...genericProfile(true), ...profile },
  running,
  plannedStarts: [],
  basePrice: 100_000,
});
/** At 09:15 in Jakarta, for 14 days. */
const plan = (asked: AskedWindow, on: ChannelRules, kind: 'discount' | 'voucher' = 'discount') =>
  windowFor(kind, asked, NOW, 14, jakarta, on);
const told = (asked: AskedWindow, on: ChannelRules): string[] =>
  plan(asked, on).crossed.map(({ path, code }) => `${path} ${code}`);

describe('a window on a channel with a profile', () => {
  it('begins when lead time and handling are over, and ends as it would', () => {
    expect(plan(open, rules(shopee))).toEqual({
      window: { startsAt: at('2026-03-31T10:30:00'), endsAt: at('2026-04-15T00:00:00') },
      crossed: [],
    });
  });

  it('of a voucher keeps the times of vouchers', () => {
    expect(plan(open, rules(shopee), 'voucher').window.startsAt).toBe(NOW);
    const tooLong = { startsAt: null, endsAt: NOW + 128_161 * MINUTE };
    expect(plan(tooLong, rules(shopee), 'voucher').crossed).toMatchObject([{ code: 'window-too-long' }]);
    expect(plan(tooLong, rules(shopee)).crossed).toEqual([]);
  });

  it('is cut to what the channel takes, at a midnight where one fits', () => {
    const week = rules({ windowMaxMinutes: 7 * 1440 });
    expect(plan(open, week).window.endsAt).toBe(at('2026-04-07T00:00:00'));
    const hours = rules({ windowMaxMinutes: 120 });
    expect(plan(open, hours).window).toEqual({ startsAt: NOW, endsAt: NOW + 2 * HOUR });
  });

  it('is lengthened to what the channel takes', () => {
    const month = rules({ windowMinMinutes: 30 * 1440 });
    expect(plan(open, month).window.endsAt).toBe(NOW + 30 * DAY);
    expect(plan(open, rules({ windowMinMinutes: 30 * 1440, hasWholeDays: true })).window.endsAt).toBe(
      at('2026-05-01T00:00:00'),
    );
  });

  it('that a person names is refused with what to change', () => {
    const soon = plan({ startsAt: NOW + HOUR, endsAt: null }, rules(shopee));
    expect(soon.crossed).toMatchObject([
      {
        path: 'startsAt',
        code: 'start-too-soon',
        sentence: {
          id: 'Shopee menerima harga paling lambat 1 jam sebelum mulai, dan memasangnya perlu 15 menit: mulai paling cepat 31 Mar 2026 10.30.',
          en: 'Shopee takes a price 1 hour before it begins at the latest, and putting it there takes 15 minutes: begin on 31 Mar 2026 10:30 or later.',
        },
      },
    ]);
    const short = plan({ startsAt: null, endsAt: NOW + 2 * HOUR }, rules(shopee));
    expect(short.crossed).toMatchObject([
      {
        path: 'endsAt',
        code: 'window-too-short',
        sentence: {
          id: 'Harga di Shopee harus berlaku setidaknya 1 jam; mulainya 31 Mar 2026 10.30, jadi akhiri paling cepat 31 Mar 2026 11.30.',
          en: 'A price on Shopee must run for 1 hour or more; it begins on 31 Mar 2026 10:30, so end it on 31 Mar 2026 11:30 or later.',
        },
      },
    ]);
    const long = { startsAt: null, endsAt: at('2026-03-31T10:30:00') + 180 * DAY };
    expect(told(long, rules(shopee))).toEqual(['endsAt window-too-long']);
    expect(told({ ...long, endsAt: long.endsAt - MINUTE }, rules(shopee))).toEqual([]);
  });

  it('moves where it became too early between two approvals', () => {
    const asked = { startsAt: NOW + 30 * MINUTE, endsAt: null };
    expect(told(asked, rules(shopee))).toEqual(['startsAt start-too-soon']);
    const moved = plan({ ...asked, mayMove: true }, rules(shopee));
    expect(moved).toMatchObject({ window: { startsAt: at('2026-03-31T10:30:00') }, crossed: [] });
  });

  it('keeps to whole days where the channel counts them', () => {
    const lazada = rules({ hasWholeDays: true });
    expect(plan(open, lazada)).toMatchObject({ window: { startsAt: NOW }, crossed: [] });
    expect(plan(open, rules({ hasWholeDays: true, leadMinutes: 30 })).window.startsAt).toBe(at('2026-04-01T00:00:00'));
    const exactly = rules({ hasWholeDays: true, windowMinMinutes: 10_080, windowMaxMinutes: 10_080 });
    expect(plan(open, exactly)).toEqual({
      window: { startsAt: at('2026-04-01T00:00:00'), endsAt: at('2026-04-08T00:00:00') },
      crossed: [],
    });
    const noon = { startsAt: at('2026-04-02T12:00:00'), endsAt: at('2026-04-05T12:00:00') };
    expect(told(noon, lazada)).toEqual(['startsAt not-whole-days', 'endsAt not-whole-days']);
    expect(told({ startsAt: at('2026-04-02T00:00:00'), endsAt: at('2026-04-05T00:00:00') }, lazada)).toEqual([]);
  });

  it('is known to begin tomorrow where only a whole day fits, so that locks and boosts of that day count', () => {
    const daily = rules({ hasWholeDays: true, windowMinMinutes: 1440, windowMaxMinutes: 1440 });
    const window = { startsAt: at('2026-04-01T00:00:00'), endsAt: at('2026-04-02T00:00:00') };
    expect(plan(open, daily)).toEqual({ window, crossed: [] });
    expect(startOf(suggestion(), request(), [], context({ channel: daily }))).toBe(window.startsAt);
  });

  it('waits until what runs can be stopped', () => {
    const running = { startsAt: NOW - 20 * MINUTE, endsAt: NOW + 5 * DAY, listPrice: 100_000 };
    expect(plan(open, rules({ stopAfterMinutes: 60 }, running)).window.startsAt).toBe(NOW + 40 * MINUTE);
    expect(plan(open, rules({ stopAfterMinutes: 10 }, running)).window.startsAt).toBe(NOW);
    expect(plan(open, rules({ stopAfterMinutes: 60 }, running), 'voucher').window.startsAt).toBe(NOW);
    const fixed = rules({ canShorten: false }, running);
    expect(told(open, fixed)).toEqual(['startsAt start-while-running']);
    expect(told({ startsAt: running.endsAt, endsAt: null }, fixed)).toEqual([]);
  });

  it('does not cut a planned price too short, and gives way to one as a voucher', () => {
    const on = (profile: Partial<ChannelProfile>) => ({ ...rules(profile), plannedStarts: [NOW + 3 * HOUR] });
    const later = { startsAt: NOW + 3 * HOUR + 20 * MINUTE, endsAt: null };
    expect(told(later, on({ windowMinMinutes: 60 }))).toEqual(['startsAt start-too-soon']);
    expect(told({ startsAt: NOW + 4 * HOUR, endsAt: null }, on({ windowMinMinutes: 60 }))).toEqual([]);
    expect(plan(open, on({}), 'voucher').window.endsAt).toBe(NOW + 3 * HOUR);
    expect(plan(open, on({ windowMinMinutes: 240 }), 'voucher').crossed).toMatchObject([{ code: 'window-too-short' }]);
  });

  it('does not begin under a promotion that locks another base price', () => {
    const running = { startsAt: NOW - DAY, endsAt: NOW + 5 * DAY, listPrice: 90_000 };
    expect(told(open, rules({ locksBasePrice: true }, running))).toEqual(['startsAt base-locked']);
    expect(told(open, rules({ locksBasePrice: true }, { ...running, listPrice: 100_000 }))).toEqual([]);
    expect(told({ startsAt: running.endsAt, endsAt: null }, rules({ locksBasePrice: true }, running))).toEqual([]);
  });

  it('gives a return to the base price the first moment at which what runs can be stopped', () => {
    const running = { startsAt: NOW - 20 * MINUTE, endsAt: NOW + 5 * DAY, listPrice: 100_000 };
    const start = (profile: Partial<ChannelProfile>, runs: Running | null) =>
      restoreStart(NOW, jakarta, rules(profile, runs));
    expect(start(shopee, null)).toEqual({ startsAt: NOW, crossed: [] });
    expect(start(shopee, running)).toEqual({ startsAt: NOW + 40 * MINUTE, crossed: [] });
    const wholeDays = { ...shopee, hasWholeDays: true };
    expect(start(wholeDays, null).startsAt).toBe(NOW);
    expect(start(wholeDays, running).startsAt).toBe(at('2026-04-01T00:00:00'));
    expect(start({ canShorten: false }, running).crossed).toMatchObject([
      {
        sentence: {
          en: 'Shopee does not let a running price be ended early; wait until it is over: 5 Apr 2026 09:15.',
        },
      },
    ]);
  });
});

describe('what decide approves', () => {
  const window = fc.record({
    leadMinutes: fc.constantFrom(0, 30, 60, 2880),
    windowMinMinutes: fc.constantFrom(null, 10, 60, 20_000),
    windowMaxMinutes: fc.constantFrom(null, 90, 20_160, 43_200),
  });
  const profile: fc.Arbitrary<ChannelProfile> = fc
    .record({
      window,
      voucher: fc.option(window),
      handlingMinutes: fc.constantFrom(0, 15, 600),
      hasWholeDays: fc.boolean(),
      canShorten: fc.constantFrom(true, true, true, false),
      stopAfterMinutes: fc.constantFrom(0, 60, 1440),
      locksBasePrice: fc.boolean(),
    })
    .map(({ window: times, ...rest }) => ({ ...genericProfile(true), ...times, ...rest }));
  const moment = fc.option(
    fc.integer({ min: -3000, max: 60_000 }).map((minutes) => NOW + minutes * MINUTE),
    { freq: 2 },
  );
  const running = fc.option(
    fc.record({
      startsAt: fc.integer({ min: 0, max: 5000 }).map((minutes) => NOW - minutes * MINUTE),
      endsAt: fc.integer({ min: 1, max: 30_000 }).map((minutes) => NOW + minutes * MINUTE),
      listPrice: fc.constantFrom(100_000, 100_000, 110_000),
    }),
  );

  it('the channel takes, whatever its profile', () => {
    let approved = 0;
    fc.assert(
      fc.property(
        profile,
        moment,
        moment,
        running,
        fc.constantFrom('discount' as const, 'voucher' as const),
        (...drawn) => {
          const [of, startsAt, endsAt, runs, kind] = drawn;
          const offer =
            kind === 'voucher'
              ? { voucher: { percentBp: 2000, amount: null, minSpend: null, maxDiscount: null, quota: null } }
              : {};
          const asked =
            startsAt === null && endsAt === null
              ? {}
              : { action: 'adjust' as const, adjustment: { price: null, startsAt, endsAt } };
          try {
            const on = { channelName: 'x', profile: of, running: runs, plannedStarts: [], basePrice: 100_000 };
            const now = context({ channel: on });
            const { grant } = decide(suggestion({ kind, offer }), request(asked), now);
            approved++;
            expect(startOf(suggestion({ kind, offer }), request(asked), [], now)).toBe(grant!.startsAt);
            const { leadMinutes, windowMinMinutes, windowMaxMinutes } = kind === 'voucher' ? (of.voucher ?? of) : of;
            const minutes = (grant!.endsAt! - grant!.startsAt) / MINUTE;
            expect(minutes).toBeGreaterThanOrEqual(windowMinMinutes ?? 10);
            expect(minutes).toBeLessThanOrEqual(windowMaxMinutes ?? Infinity);
            if (leadMinutes > 0)
              expect(grant!.startsAt - NOW).toBeGreaterThanOrEqual((leadMinutes + of.handlingMinutes) * MINUTE);
            if (of.hasWholeDays) {
              const isMidnight = (ms: number): boolean => (ms + 7 * HOUR) % DAY === 0; // Jakarta has no summer time
              expect([isMidnight(grant!.endsAt!), grant!.startsAt === NOW || isMidnight(grant!.startsAt)]).toEqual([
                true,
                true,
              ]);
            }
            if (runs === null || kind === 'voucher' || grant!.startsAt >= runs.endsAt) return;
            expect(of.canShorten).toBe(true);
            expect(grant!.startsAt - runs.startsAt).toBeGreaterThanOrEqual(of.stopAfterMinutes * MINUTE);
            expect(of.locksBasePrice && runs.listPrice !== 100_000).toBe(false);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(approved).toBeGreaterThan(50);
  });

  it('without a named window is always approved where nothing runs', () => {
    const fits = profile.filter(
      ({ windowMinMinutes: min, windowMaxMinutes: max, hasWholeDays }) =>
        max === null || (max >= (min ?? 0) && (!hasWholeDays || max >= 1440)),
    );
    fc.assert(
      fc.property(fits, (of) => {
        const on = { channelName: 'x', profile: of, running: null, plannedStarts: [], basePrice: 100_000 };
        expect(decide(suggestion(), request(), context({ channel: on })).grant).not.toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
