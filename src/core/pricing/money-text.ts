import type { BasisPoints, Money } from '../units.js';

export type Locale = 'id' | 'en';

/** ISO 4217 code and the decimals that the smallest unit stands for: IDR 0, USD 2, GBP 2. */
export interface Currency {
  code: string;
  scale: number;
}

const SYMBOLS: Record<string, string> = { IDR: 'Rp ', USD: '$', GBP: '£', EUR: '€', SGD: 'S$', MYR: 'RM ' };

/**
 * Money as people write it: `Rp 125.000` (id), `Rp 125,000` (en), `£12.50`, `-Rp 5.000`. A currency without a known
 * symbol stands with its code: `CHF 12.50`. Not `Intl`: its spaces and signs differ between Node's ICU versions, and a
 * suggestion must have the same bytes everywhere.
 */
export function formatMoney(amount: Money, currency: string, scale: number, locale: Locale): string {
  const symbol = SYMBOLS[currency] ?? `${currency} `;
  return `${amount < 0 ? '-' : ''}${symbol}${formatDecimal(Math.abs(amount), scale, locale)}`;
}

/** A rate as per cent: 1,250 bp is `12,5 %` (id) or `12.5 %` (en). At most two decimals, none that say nothing. */
export function formatPercent(rateBp: BasisPoints, locale: Locale): string {
  const text = formatDecimal(Math.abs(rateBp), 2, locale)
    .replace(/[.,]00$/, '')
    .replace(/([.,]\d)0$/, '$1');
  return `${rateBp < 0 ? '-' : ''}${text} %`;
}

/** A count with one decimal where it has one: `12,5` or `12.5`; thousands are grouped. */
export function formatCount(value: number, locale: Locale): string {
  return formatDecimal(Math.round(Math.abs(value) * 10), 1, locale).replace(/[.,]0$/, '');
}

function formatDecimal(amount: number, scale: number, locale: Locale): string {
  const digits = String(amount).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, locale === 'id' ? '.' : ',');
  return scale === 0 ? whole : `${whole}${locale === 'id' ? ',' : '.'}${digits.slice(-scale)}`;
}

/** One text per language, written once with the language's own money and per cent. */
export function inBoth(write: (locale: Locale) => string): { id: string; en: string } {
  return { id: write('id'), en: write('en') };
}
