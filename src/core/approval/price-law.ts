import { dayText } from '../day-text.js';
import type { ZoneClock } from '../intake/zone.js';
import type { LedgerInterval } from '../ledger/intervals.js';
import { lowestBaseBefore, lowestPriceBefore } from '../ledger/lowest-price.js';
import { formatMoney, inBoth, type Currency, type Locale } from '../pricing/money-text.js';
import { DAY_MS, type Instant, type Money } from '../units.js';

/**
 * Which law a shop's discounts obey. `ID`: a base price must not be raised before a sale (UU 8/1999, article 11 f); that the
 * price was lower before is warned of (articles 9 and 10). `EU`: a reduction is shown against the lowest price of the days
 * before it (Directive 98/6/EC, article 6a).
 */
export interface PriceLaw {
  profile: 'ID' | 'EU';
  /** How many days before a reduction are looked at. The Indonesian law names no number. */
  days: number;
}

export const DEFAULT_LAW: PriceLaw = { profile: 'ID', days: 30 };

/** What the law says of a reduction. `blocks`: it is not published; `warns`: it may stand. */
export interface LawFinding {
  code: 'false-reference-price' | 'base-price-raised' | 'above-lowest-price' | 'short-price-record';
  effect: 'blocks' | 'warns';
  /** The price that the reduction is measured against. */
  limit: Money;
  sentence: { id: string; en: string };
}

/** A public cut as it would be published; `listPrice` is what is shown crossed out. */
export interface Reduction {
  startsAt: Instant;
  price: Money;
  listPrice: Money;
}

/** What a shop's law says of a reduction, with what to do about it; empty: nothing. */
export function lawFindings(
  law: PriceLaw,
  ledger: readonly LedgerInterval[],
  next: Reduction,
  { currency, clock }: { currency: Currency; clock: ZoneClock },
): LawFinding[] {
  const { listPrice } = next;
  const { lowest, seriesFrom, recordFrom } = lowestPriceBefore(ledger, next, law.days);
  const money = (amount: Money, l: Locale): string => formatMoney(amount, currency.code, currency.scale, l);
  const days = law.days;
  /** A clause that begins with a comma: another start that would do; empty where none can be named. */
  const orFrom = (price: (each: LedgerInterval) => Money | null, l: Locale): string => {
    const day = lawfulFrom(law, ledger, next, seriesFrom, price, clock);
    if (day === null) return '';
    return l === 'id' ? `, atau mulai sejak ${dayText(day, l)}` : `, or begin on ${dayText(day, l)} or later`;
  };
  if (law.profile === 'EU') {
    if (lowest !== null && lowest < listPrice) {
      const sentence = inBoth((l) => {
        const [list, low, or] = [money(listPrice, l), money(lowest, l), orFrom(({ price }) => price, l)];
        return l === 'id'
          ? `Harga coret ${list} lebih tinggi daripada harga terendah ${days} hari sebelum potongan, yaitu ${low}. Jadikan ${low} harga dasar${or}.`
          : `The crossed-out price of ${list} is above the lowest price of the ${days} days before the reduction, which was ${low}. Make ${low} the base price${or}.`;
      });
      return [{ code: 'false-reference-price', effect: 'blocks', limit: lowest, sentence }];
    }
    if (recordFrom !== null && recordFrom <= seriesFrom - days * DAY_MS) return [];
    const sentence = inBoth((l) =>
      l === 'id'
        ? `Harga ${days} hari sebelum potongan belum tercatat semuanya. Pastikan sendiri bahwa harganya tidak pernah di bawah ${money(listPrice, l)}.`
        : `Not all prices of the ${days} days before the reduction are on record. Make sure yourself that none was below ${money(listPrice, l)}.`,
    );
    return [{ code: 'short-price-record', effect: 'warns', limit: listPrice, sentence }];
  }
  const base = lowestBaseBefore(ledger, { ...next, seriesFrom }, days);
  if (base !== null && base < listPrice) {
    const sentence = inBoth((l) => {
      const [list, was, or] = [money(listPrice, l), money(base, l), orFrom((each) => each.base, l)];
      return l === 'id'
        ? `Harga dasar naik dari ${was} menjadi ${list} kurang dari ${days} hari sebelum potongan; menaikkan harga sebelum obral dilarang (UU 8/1999 pasal 11 huruf f). Kembalikan harga dasarnya${or}.`
        : `The base price was raised from ${was} to ${list} less than ${days} days before the reduction; raising a price before a sale is forbidden (UU 8/1999, article 11 f). Put the base price back${or}.`;
    });
    return [{ code: 'base-price-raised', effect: 'blocks', limit: base, sentence }];
  }
  if (lowest === null || lowest >= listPrice) return [];
  const sentence = inBoth((l) => {
    const [list, low] = [money(listPrice, l), money(lowest, l)];
    return l === 'id'
      ? `Dalam ${days} hari sebelum potongan, harganya pernah ${low}. Harga coret ${list} bisa dianggap menyesatkan (UU 8/1999 pasal 9 dan 10).`
      : `Within the ${days} days before the reduction the price was ${low}. The crossed-out ${list} may count as misleading (UU 8/1999, articles 9 and 10).`;
  });
  return [{ code: 'above-lowest-price', effect: 'warns', limit: lowest, sentence }];
}

/**
 * The first day on which the same reduction would be lawful if prices stayed as they are; null where waiting does not help: one
 * that goes on a series keeps its anchor, and a price that still holds never falls behind.
 */
function lawfulFrom(
  law: PriceLaw,
  ledger: readonly LedgerInterval[],
  { startsAt, listPrice }: Reduction,
  seriesFrom: Instant,
  priceOf: (each: LedgerInterval) => Money | null,
  clock: ZoneClock,
): number | null {
  if (seriesFrom < startsAt) return null;
  const lower = ledger.filter((each) => each.from < startsAt && (priceOf(each) ?? Infinity) < listPrice);
  const end = Math.max(...lower.map(({ to }) => to ?? Infinity));
  if (end >= startsAt) return null;
  const from = end + law.days * DAY_MS;
  const day = clock.dayOf(from);
  return clock.instantOf(day, 0) >= from ? day : day + 1;
}
