import { useMemo } from 'react';
import { useMe } from '../api/session';
import { formatMoney, formatPercent } from '../../src/core/pricing/money-text';
import { useLanguage, type Language } from './language';

const LOCALE: Record<Language, string> = { id: 'id-ID', en: 'en-GB' };
/** Stands for a value that is not known. */
export const UNKNOWN = '–';
const JUST_NOW: Record<Language, string> = { id: 'baru saja', en: 'just now' };
const DAY_MS = 86_400_000;

export interface Notation {
  language: Language;
  currency: string;
  scale: number;
  timeZone: string;
}

/** How figures, money, days and moments are written: in the reader's language, the shop's currency and time zone. */
export interface Format {
  /** `Rp 125.000`; money is an integer in the smallest unit. */
  money(amount: number | null | undefined): string;
  /** With its sign, for gains and losses: `+Rp 125.000`. */
  gain(amount: number | null | undefined): string;
  /** `Rp 1,3 jt`, for charts and tight places. */
  moneyShort(amount: number | null | undefined): string;
  /** Basis points as per cent: 2,000 is `20 %`. */
  percent(rateBp: number | null | undefined): string;
  /** At most `digits` decimals (0). */
  number(value: number | null | undefined, digits?: number): string;
  /** `398 byte`, `2 kB`, `1,4 MB`. */
  fileSize(bytes: number): string;
  /** A day `YYYY-MM-DD`: `26 Nov 2026`. */
  day(day: string | null | undefined): string;
  /** Without its year: `26 Nov`. */
  dayShort(day: string | null | undefined): string;
  /** A moment (ISO 8601): day and time in the shop's zone. */
  instant(at: string | null | undefined): string;
  /** How long ago a moment was: `3 jam yang lalu`. */
  ago(at: string | null | undefined, now?: number): string;
  /** `a, b, dan c`. */
  list(parts: readonly string[]): string;
}

/** Pure, for tests and for code outside of components. */
export function createFormat({ language, currency, scale, timeZone }: Notation): Format {
  const locale = LOCALE[language];
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const symbol = formatMoney(0, currency, 0, language).replace('0', '');

  const money: Format['money'] = (amount) =>
    amount == null ? UNKNOWN : formatMoney(amount, currency, scale, language);
  const onDay = (format: Intl.DateTimeFormat, day: string | null | undefined): string =>
    day == null ? UNKNOWN : format.format(new Date(`${day}T00:00:00Z`));
  return {
    money,
    gain: (amount) => (amount != null && amount > 0 ? `+${money(amount)}` : money(amount)),
    moneyShort: (amount) =>
      amount == null ? UNKNOWN : `${amount < 0 ? '-' : ''}${symbol}${short.format(Math.abs(amount) / 10 ** scale)}`,
    percent: (rateBp) => (rateBp == null ? UNKNOWN : formatPercent(Math.round(rateBp), language)),
    number: (value, digits = 0) =>
      value == null ? UNKNOWN : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    fileSize: (bytes) => sizeOf(locale, bytes),
    day: (day) => onDay(days, day),
    dayShort: (day) => onDay(shortDays, day),
    instant: (at) => (at == null ? UNKNOWN : instants.format(new Date(at))),
    ago: (at, now = Date.now()) => (at == null ? UNKNOWN : agoOf(relative, JUST_NOW[language], Date.parse(at) - now)),
    list: (parts) => lists.format(parts),
  };
}

function sizeOf(locale: string, bytes: number): string {
  const inUnits = (unit: string, size: number, maximumFractionDigits: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(bytes / size);
  if (bytes < 1_000) return inUnits('byte', 1, 0);
  return bytes < 1_000_000 ? inUnits('kilobyte', 1_000, 0) : inUnits('megabyte', 1_000_000, 1);
}

function agoOf(relative: Intl.RelativeTimeFormat, justNow: string, ms: number): string {
  const size = Math.abs(ms);
  if (size < 60_000) return justNow;
  if (size < 3_600_000) return relative.format(Math.round(ms / 60_000), 'minute');
  if (size < DAY_MS) return relative.format(Math.round(ms / 3_600_000), 'hour');
  return relative.format(Math.round(ms / DAY_MS), 'day');
}

/** The shop's own notation in the reader's language. */
export function useFormat(): Format {
  const language = useLanguage();
  const { currency, scale, timeZone } = useMe().shop;
  return useMemo(() => createFormat({ language, currency, scale, timeZone }), [language, currency, scale, timeZone]);
}
