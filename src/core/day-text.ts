import type { Locale } from './pricing/money-text.js';
import { dayParts, type Day } from './units.js';

const MONTHS: Record<Locale, readonly string[]> = {
  id: [
    ...['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni'],
    ...['Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
  ],
  en: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
};

/** `31 Maret 2026` or `31 March 2026`. Not `Intl`: the same bytes with every version of Node's ICU. */
export function dayText(day: Day, locale: Locale): string {
  const { year, month, dayOfMonth } = dayParts(day);
  return `${dayOfMonth} ${MONTHS[locale][month - 1]} ${year}`;
}
