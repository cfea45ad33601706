import type { ZoneClock } from '../intake/zone.js';
import type { ChannelProfile, ProfileWindow, Running } from '../pricing/channel-profile.js';
import { inBoth, type Locale } from '../pricing/money-text.js';
import { formatMinutes, formatMoment } from '../pricing/time-text.js';
import type { Instant, Money } from '../units.js';
import type { Violation } from './price-check.js';

const MINUTE_MS = 60_000;

/** What a window on a channel is held against. */
export interface ChannelRules {
  channelName: string;
  profile: ChannelProfile;
  /** The public price that a new public price takes the place of; null: none runs. */
  running: Running | null;
  /** When public prices begin that are approved and wait. */
  plannedStarts: readonly Instant[];
  /** Of the listing, today; null: not known. */
  basePrice: Money | null;
}

export type WindowKind = 'discount' | 'voucher' | 'bundle';

/** When a price holds: start inclusive, end exclusive. */
interface Span {
  startsAt: Instant;
  endsAt: Instant;
}

/** The times that a profile keeps for a kind of offer. */
export const timesOf = (profile: ChannelProfile, kind: WindowKind): ProfileWindow =>
  kind === 'voucher' ? (profile.voucher ?? profile) : profile;

/**
 * The first moment at which a price that is approved now can begin: the channel's lead time and ours are over, and what
 * runs can be stopped. Where what runs cannot be stopped at all, a person must choose between waiting and taking it back.
 */
export function earliestStart(kind: WindowKind, now: Instant, clock: ZoneClock, rules: ChannelRules): Instant {
  const { profile } = rules;
  const { leadMinutes } = timesOf(profile, kind);
  const lead = leadMinutes === 0 ? now : wholeMinute(now + (leadMinutes + profile.handlingMinutes) * MINUTE_MS);
  const stop = kind === 'discount' && profile.canShorten ? stopFrom(rules) : now;
  const earliest = Math.max(lead, stop);
  return profile.hasWholeDays && earliest > now ? midnightFrom(earliest, clock) : earliest;
}

/** From when on the channel lets the running price be ended before its end. */
export function stopFrom({ running, profile }: Pick<ChannelRules, 'running' | 'profile'>): Instant {
  return running === null ? -Infinity : running.startsAt + profile.stopAfterMinutes * MINUTE_MS;
}

/** The first midnight of the shop at or after a moment. */
export function midnightFrom(at: Instant, clock: ZoneClock): Instant {
  const midnight = clock.instantOf(clock.dayOf(at), 0);
  return midnight >= at ? midnight : clock.instantOf(clock.dayOf(at) + 1, 0);
}

/** What a channel does not take of a window, each with what to change; empty: it takes it. */
export function windowViolations(
  kind: WindowKind,
  { startsAt, endsAt }: Span,
  now: Instant,
  clock: ZoneClock,
  rules: ChannelRules,
): Violation[] {
  const { channelName: name, profile, running, basePrice } = rules;
  const { leadMinutes, windowMinMinutes: min, windowMaxMinutes: max } = timesOf(profile, kind);
  const found: Violation[] = [];
  const at = (moment: Instant, l: Locale): string => formatMoment(moment, clock, l);
  const cross = (path: Violation['path'], code: Violation['code'], limit: number, say: (l: Locale) => string): number =>
    found.push({ path, code, limit, sentence: inBoth(say) });

  const earliest = earliestStart(kind, now, clock, rules);
  const leastMs = (min ?? 0) * MINUTE_MS;
  // A price that is planned before this one ends where this one begins.
  const cutShort = rules.plannedStarts.find((start) => start < startsAt && startsAt < start + leastMs);
  if (kind === 'discount' && min !== null && cutShort !== undefined) {
    cross('startsAt', 'start-too-soon', cutShort + leastMs, (l) => {
      const [least, from] = [formatMinutes(min, l), at(cutShort + leastMs, l)];
      return l === 'id'
        ? `Harga yang direncanakan sebelum ini jadi berlaku kurang dari ${least} di ${name}: mulai paling cepat ${from}.`
        : `The price that is planned before this one would run for less than ${least} on ${name}: begin on ${from} or later.`;
    });
  }
  const isReplaced = kind === 'discount' && running !== null && startsAt < (running.endsAt ?? Infinity);
  if (startsAt < Math.floor(earliest / 1000) * 1000) {
    const isLead = leadMinutes > 0 && earliest > stopFrom(rules);
    cross('startsAt', 'start-too-soon', earliest, (l) => {
      const [lead, own, stop] = [leadMinutes, profile.handlingMinutes, profile.stopAfterMinutes].map((minutes) =>
        formatMinutes(minutes, l),
      );
      const why =
        l === 'id'
          ? isLead
            ? `${name} menerima harga paling lambat ${lead!} sebelum mulai, dan memasangnya perlu ${own!}`
            : `Harga yang sedang berjalan di ${name} baru bisa dihentikan ${stop!} setelah mulai`
          : isLead
            ? `${name} takes a price ${lead!} before it begins at the latest, and putting it there takes ${own!}`
            : `A price that runs on ${name} can be stopped ${stop!} after its start at the earliest`;
      return l === 'id'
        ? `${why}: mulai paling cepat ${at(earliest, l)}.`
        : `${why}: begin on ${at(earliest, l)} or later.`;
    });
  }
  if (isReplaced && !profile.canShorten) {
    const end = running.endsAt;
    cross('startsAt', 'start-while-running', end ?? 0, (l) =>
      l === 'id'
        ? `${name} tidak mengizinkan harga yang sedang berjalan dihentikan lebih awal: mulai ${end === null ? 'setelah berakhir' : at(end, l)}.`
        : `${name} does not let a running price be ended early: begin ${end === null ? 'when it is over' : `on ${at(end, l)}`}.`,
    );
  } else if (isReplaced && profile.locksBasePrice && basePrice !== null && basePrice !== running.listPrice) {
    const end = running.endsAt;
    cross('startsAt', 'base-locked', end ?? 0, (l) => {
      const wait = end === null ? '' : l === 'id' ? `, atau mulai ${at(end, l)}` : `, or begin on ${at(end, l)}`;
      return l === 'id'
        ? `${name} mengunci harga dasar selama ada promosi, dan harga dasar di sini sudah berubah sejak promosi itu mulai: batalkan dulu harga yang berjalan${wait}.`
        : `${name} locks the base price while a promotion runs, and the base price here has changed since it began: take the running price back first${wait}.`;
    });
  }
  if (profile.hasWholeDays) {
    const isMidnight = (moment: Instant): boolean => midnightFrom(moment, clock) === moment;
    const wrong = [
      ...(startsAt > now && !isMidnight(startsAt) ? (['startsAt'] as const) : []),
      ...(isMidnight(endsAt) ? [] : (['endsAt'] as const)),
    ];
    for (const path of wrong) {
      cross(path, 'not-whole-days', 0, (l) => {
        const next = at(midnightFrom(path === 'startsAt' ? startsAt : endsAt, clock), l);
        if (l === 'id')
          return `${name} menghitung hari penuh: ${path === 'startsAt' ? 'mulai' : 'akhiri'} pukul 00.00, misalnya ${next}.`;
        return `${name} counts whole days: ${path === 'startsAt' ? 'begin' : 'end'} at midnight, such as on ${next}.`;
      });
    }
  }
  if (min !== null && endsAt - startsAt < leastMs) {
    cross('endsAt', 'window-too-short', min, (l) => {
      const [least, end] = [formatMinutes(min, l), at(startsAt + leastMs, l)];
      return l === 'id'
        ? `Harga di ${name} harus berlaku setidaknya ${least}; mulainya ${at(startsAt, l)}, jadi akhiri paling cepat ${end}.`
        : `A price on ${name} must run for ${least} or more; it begins on ${at(startsAt, l)}, so end it on ${end} or later.`;
    });
  }
  if (max !== null && endsAt - startsAt > max * MINUTE_MS) {
    cross('endsAt', 'window-too-long', max, (l) => {
      const [most, end] = [formatMinutes(max, l), at(startsAt + max * MINUTE_MS, l)];
      return l === 'id'
        ? `Harga di ${name} berlaku paling lama ${most}: akhiri paling lambat ${end}.`
        : `A price on ${name} may run for ${most} at most: end it by ${end}.`;
    });
  }
  return found;
}

/** When a return to the base price can begin: it ends what runs, so the channel must let that be ended. */
export function restoreStart(
  now: Instant,
  clock: ZoneClock,
  rules: ChannelRules,
): { startsAt: Instant; crossed: Violation[] } {
  const { channelName: name, profile, running } = rules;
  const earliest = Math.max(now, stopFrom(rules));
  const begin = profile.hasWholeDays && earliest > now ? midnightFrom(earliest, clock) : earliest;
  const startsAt = Math.floor(begin / 1000) * 1000;
  if (running === null || profile.canShorten) return { startsAt, crossed: [] };
  const sentence = inBoth((l) => {
    const end = running.endsAt === null ? '' : `: ${formatMoment(running.endsAt, clock, l)}`;
    return l === 'id'
      ? `${name} tidak mengizinkan harga yang sedang berjalan dihentikan lebih awal; tunggu sampai harga itu berakhir${end}.`
      : `${name} does not let a running price be ended early; wait until it is over${end}.`;
  });
  return {
    startsAt,
    crossed: [{ path: 'startsAt', code: 'start-while-running', limit: running.endsAt ?? 0, sentence }],
  };
}

/** Up to the next whole minute; a second that has begun is not counted. */
function wholeMinute(at: Instant): Instant {
  return Math.ceil(Math.floor(at / 1000) / 60) * MINUTE_MS;
}
