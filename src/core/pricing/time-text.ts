import type { ZoneClock } from '../intake/zone.js';
import { dayParts, type Instant } from '../units.js';
import type { Locale } from './money-text.js';

const MONTHS: Record<Locale, readonly string[]> = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
};

/** A moment as the shop's clock shows it: `31 Mar 2026 10.30` (id), `31 Mar 2026 10:30` (en). */
export function formatMoment(at: Instant, clock: ZoneClock, locale: Locale): string {
  const day = clock.dayOf(at);
  const { year, month, dayOfMonth } = dayParts(day);
  const minutes = Math.floor((at - clock.instantOf(day, 0)) / 60_000);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${dayOfMonth} ${MONTHS[locale][month - 1]!} ${year} ${hour!}${locale === 'id' ? '.' : ':'}${minute!}`;
}

/** A length of time in the largest unit that it is whole in: `90 menit`, `2 jam`, `30 hari`. */
export function formatMinutes(minutes: number, locale: Locale): string {
  const [count, id, en] =
    minutes % 1440 === 0
      ? [minutes / 1440, 'hari', 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'jam', 'hour']
        : [minutes, 'menit', 'minute'];
  return locale === 'id' ? `${count} ${id}` : `${count} ${en}${count === 1 ? '' : 's'}`;
}
