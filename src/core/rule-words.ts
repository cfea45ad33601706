import { formatMoney, formatPercent, type Currency, type Locale } from './pricing/money-text.js';
import { wordOfFact } from './rules/fact-values.js';
import { FACT_BY_NAME, type Fact } from './rules/facts.js';
import { parseDay } from './units.js';

/** How people read a fact: its name, its value with the unit, and a difference of two values. */

const LIST_SHOWN_MAX = 10;
const DECIMALS_MAX = 4;

const UNIT_WORDS: Partial<Record<Fact['unit'], { id: string; en: string; enOne: string }>> = {
  days: { id: 'hari', en: 'days', enOne: 'day' },
  units: { id: 'unit', en: 'units', enOne: 'unit' },
  orders: { id: 'pesanan', en: 'orders', enOne: 'order' },
  'units/day': { id: 'unit per hari', en: 'units a day', enOne: 'unit a day' },
};

/**
 * What a fact is called: its sentence without the notes behind it (`; 0 = none`). A companion is called like the fact
 * that it speaks of, one that FACTS does not know by its own name.
 */
export function factLabel(name: string, locale: Locale): string {
  const fact = FACT_BY_NAME.get(name);
  if (fact === undefined) return name;
  if (fact.knownOf !== null) return factLabel(fact.knownOf, locale);
  return fact.sentence[locale].replace(/[;:].*$| \(YYYY-MM-DD\)$/, '');
}

/** Whether the label counts things ("Units on hand", "Days since ..."): it says the unit itself, and is a plural. */
export function countsThings(name: string): boolean {
  const fact = FACT_BY_NAME.get(name);
  return fact !== undefined && /^(Expected )?(units|days|orders)\b/i.test(fact.sentence.en);
}

/** A value of a fact as people write it: `28 hari`, `Rp 125.000`, `12,5 %`, `ya`, `Kopi`, a list. `null` is not known. */
export function valueText(name: string, value: unknown, currency: Currency, locale: Locale, withUnit = true): string {
  if (value === null || value === undefined) return locale === 'id' ? 'tidak diketahui' : 'not known';
  if (typeof value === 'number') return amountText(name, value, currency, locale, withUnit && !countsThings(name));
  if (typeof value === 'boolean') return yesOrNo(value, locale);
  if (Array.isArray(value)) return listText(name, value, currency, locale);
  return wordOfFact(name, String(value))?.[locale] ?? plainText(String(value));
}

/** A difference of two values of a fact, 0 or more: `3 hari`, `Rp 5.000`, `5 poin persen`. */
export function gapText(name: string, by: number, currency: Currency, locale: Locale): string {
  const unit = FACT_BY_NAME.get(name)?.unit;
  if (unit === 'day') return counted(by, 'days', locale);
  if (unit !== 'bp') return amountText(name, by, currency, locale, true);
  const points = decimalText(by / 100, locale);
  if (locale === 'id') return `${points} poin persen`;
  return `${points} percentage point${points === '1' ? '' : 's'}`;
}

function amountText(name: string, amount: number, currency: Currency, locale: Locale, withUnit: boolean): string {
  const unit = FACT_BY_NAME.get(name)?.unit;
  if (unit === 'money') return moneyText(amount, currency, locale);
  if (unit === 'bp')
    return Number.isSafeInteger(amount) ? formatPercent(amount, locale) : `${decimalText(amount / 100, locale)} %`;
  return withUnit && unit !== undefined ? counted(amount, unit, locale) : decimalText(amount, locale);
}

/** A limit in a rule may be half a rupiah; what a fact says never is. */
function moneyText(amount: number, { code, scale }: Currency, locale: Locale): string {
  if (Number.isSafeInteger(amount)) return formatMoney(amount, code, scale, locale);
  const tenths = Math.round(amount * 10);
  return Number.isSafeInteger(tenths) ? formatMoney(tenths, code, scale + 1, locale) : `${code} ${amount}`;
}

function counted(amount: number, unit: Fact['unit'], locale: Locale): string {
  const words = UNIT_WORDS[unit];
  const text = decimalText(amount, locale);
  if (words === undefined) return text;
  return `${text} ${locale === 'id' ? words.id : amount === 1 ? words.enOne : words.en}`;
}

/** At most four decimals, but never so few that a number that is not 0 reads as 0. Thousands are grouped. */
export function decimalText(value: number, locale: Locale): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 1e15 || (size > 0 && size < 10 ** -DECIMALS_MAX / 2)) return String(value);
  const [whole = '0', decimals] = size
    .toFixed(DECIMALS_MAX)
    .replace(/\.?0+$/, '')
    .split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'id' ? '.' : ',');
  return `${value < 0 ? '-' : ''}${grouped}${decimals === undefined ? '' : `${locale === 'id' ? ',' : '.'}${decimals}`}`;
}

export function yesOrNo(value: boolean, locale: Locale): string {
  if (locale === 'id') return value ? 'ya' : 'tidak';
  return value ? 'yes' : 'no';
}

function listText(name: string, list: readonly unknown[], currency: Currency, locale: Locale): string {
  if (list.length === 0) return locale === 'id' ? '(daftar kosong)' : '(an empty list)';
  const shown = list.slice(0, LIST_SHOWN_MAX).map((each) => valueText(name, each, currency, locale, false));
  const rest = list.length - shown.length;
  const more = rest === 0 ? '' : locale === 'id' ? ` dan ${rest} lainnya` : ` and ${rest} more`;
  return `${shown.join(', ')}${more}`;
}

/** Texts stand as they are, except those that would be taken for something else: empty, numbers, lists, yes and no. */
function plainText(text: string): string {
  if (parseDay(text) !== null) return text;
  return /^$|^\s|\s$|,|^[-+\d.]+$|^(true|false|null|ya|tidak|yes|no)$/.test(text) ? JSON.stringify(text) : text;
}
