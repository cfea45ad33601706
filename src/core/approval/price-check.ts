import { divideDown, divideUp } from '../pricing/bounds.js';
import type { ChannelCuts } from '../pricing/channel-profile.js';
import { formatMoney, formatPercent, inBoth, type Currency, type Locale } from '../pricing/money-text.js';
import { wholeUnit } from '../pricing/whole-money.js';
import { FULL_BP, type BasisPoints, type Money } from '../units.js';

/** One limit that a price or its window would cross, with the sentence for the person who typed it. */
export interface Violation {
  code:
    | 'not-below-list'
    | 'below-floor'
    | 'below-min-price'
    | 'above-max-price'
    | 'too-deep'
    | 'too-deep-for-channel'
    | 'too-small-for-channel'
    | 'not-lowest'
    | 'not-whole-money'
    | 'start-too-soon'
    | 'start-while-running'
    | 'base-locked'
    | 'not-whole-days'
    | 'window-too-short'
    | 'window-too-long';
  /** What to change. */
  path: 'price' | 'startsAt' | 'endsAt';
  /** The limit as a number: money, basis points, minutes or a moment. */
  limit: number;
  sentence: { id: string; en: string };
}

/** What a price of a human is held against: the same limits that the engine's own prices obey. */
export interface PriceLimits {
  currency: Currency;
  listPrice: Money;
  /** Cost, fees and the margin floor; null when cost is unknown. */
  floorPrice: Money | null;
  belowCostAllowed: boolean;
  maxDiscountBp: BasisPoints;
  minPrice: Money | null;
  maxPrice: Money | null;
  /** Of the channel, for a public price; null: it asks nothing. */
  channel: (ChannelCuts & { hasWholeMoney: boolean }) | null;
}

/** Every limit that `price` crosses; empty when it may stand. */
export function violations(price: Money, limits: PriceLimits): Violation[] {
  const found: Violation[] = [];
  const { listPrice, floorPrice, minPrice, maxPrice, maxDiscountBp } = limits;
  const say = (code: Violation['code'], limit: number, id: (l: Locale) => string, en: (l: Locale) => string): number =>
    found.push({ code, path: 'price', limit, sentence: inBoth((l) => (l === 'id' ? id(l) : en(l))) });
  const money = (amount: Money, l: Locale): string =>
    formatMoney(amount, limits.currency.code, limits.currency.scale, l);
  if (price >= listPrice) {
    say(
      'not-below-list',
      listPrice,
      (l) => `Harga harus di bawah harga dasar ${money(listPrice, l)}.`,
      (l) => `The price must be below the base price of ${money(listPrice, l)}.`,
    );
  }
  if (floorPrice !== null && price < floorPrice && !limits.belowCostAllowed) {
    say(
      'below-floor',
      floorPrice,
      (l) => `Di bawah ${money(floorPrice, l)} harga tidak menutup modal, biaya kanal dan margin yang diminta.`,
      (l) => `The price is below the floor of ${money(floorPrice, l)} that covers cost, fees and margin.`,
    );
  }
  if (minPrice !== null && price < minPrice) {
    say(
      'below-min-price',
      minPrice,
      (l) => `Harga paling rendah yang ditetapkan di kanal ini ${money(minPrice, l)}.`,
      (l) => `The listing allows no price below ${money(minPrice, l)}.`,
    );
  }
  if (maxPrice !== null && price > maxPrice) {
    say(
      'above-max-price',
      maxPrice,
      (l) => `Harga paling tinggi yang ditetapkan di kanal ini ${money(maxPrice, l)}.`,
      (l) => `The listing allows no price above ${money(maxPrice, l)}.`,
    );
  }
  if ((listPrice - price) * FULL_BP > maxDiscountBp * listPrice) {
    say(
      'too-deep',
      maxDiscountBp,
      (l) =>
        `Potongan paling besar di sini ${formatPercent(maxDiscountBp, l)} dari harga dasar ${money(listPrice, l)}.`,
      (l) =>
        `The largest cut allowed here is ${formatPercent(maxDiscountBp, l)} of the base price of ${money(listPrice, l)}.`,
    );
  }
  if (limits.channel === null) return found;
  const { channelName: name, minDiscountBp: least, maxDiscountBp: most, lowest, hasWholeMoney } = limits.channel;
  const cut = (listPrice - price) * FULL_BP;
  if (most !== null && cut > most * listPrice) {
    const lowestPrice = divideUp(listPrice * (FULL_BP - most), FULL_BP);
    say(
      'too-deep-for-channel',
      most,
      (l) =>
        `${name} menerima potongan paling besar ${formatPercent(most, l)}: beri harga ${money(lowestPrice, l)} atau lebih.`,
      (l) => `${name} takes a cut of ${formatPercent(most, l)} at most: ask ${money(lowestPrice, l)} or more.`,
    );
  }
  if (least !== null && cut < least * listPrice) {
    const highestPrice = divideDown(listPrice * (FULL_BP - least), FULL_BP);
    say(
      'too-small-for-channel',
      least,
      (l) =>
        `${name} menerima potongan paling kecil ${formatPercent(least, l)}: beri harga ${money(highestPrice, l)} atau kurang.`,
      (l) => `${name} takes a cut of ${formatPercent(least, l)} at least: ask ${money(highestPrice, l)} or less.`,
    );
  }
  if (lowest !== null && price >= lowest.price) {
    say(
      'not-lowest',
      lowest.price,
      (l) =>
        `${name} meminta harga di bawah yang terendah ${lowest.days} hari terakhir: kurang dari ${money(lowest.price, l)}.`,
      (l) =>
        `${name} wants a price below the lowest of the last ${lowest.days} days: less than ${money(lowest.price, l)}.`,
    );
  }
  const unit = wholeUnit(limits.currency.scale);
  if (hasWholeMoney && price % unit !== 0) {
    const below = price - (price % unit);
    say(
      'not-whole-money',
      unit,
      (l) => `${name} menerima harga bulat saja: ${money(below, l)} atau ${money(below + unit, l)}.`,
      (l) => `${name} takes whole amounts only: ${money(below, l)} or ${money(below + unit, l)}.`,
    );
  }
  return found;
}

/** The prices that cross no limit; null when there is none. */
export function allowedRange(limits: PriceLimits): { min: Money; max: Money } | null {
  const { listPrice, floorPrice, minPrice, maxPrice, belowCostAllowed, channel } = limits;
  const maxDiscountBp = Math.min(limits.maxDiscountBp, channel?.maxDiscountBp ?? FULL_BP);
  const deepest = divideUp(listPrice * (FULL_BP - maxDiscountBp), FULL_BP);
  const smallest = divideDown(listPrice * (FULL_BP - (channel?.minDiscountBp ?? 0)), FULL_BP);
  const floor = belowCostAllowed ? null : floorPrice;
  const unit = channel?.hasWholeMoney === true ? wholeUnit(limits.currency.scale) : 1;
  const lowest = Math.max(1, deepest, floor ?? 1, minPrice ?? 1);
  const highest = Math.min(listPrice - 1, maxPrice ?? Infinity, smallest, (channel?.lowest?.price ?? Infinity) - 1);
  const [min, max] = [divideUp(lowest, unit) * unit, highest - (highest % unit)];
  return min <= max ? { min, max } : null;
}
