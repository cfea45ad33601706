import { FULL_BP } from '../units.js';
import type { Money } from '../units.js';
import { PRICE_MAX, floorPrice } from './fees.js';
import { formatMoney, formatPercent } from './money-text.js';
import type { Locale } from './money-text.js';
import type { BundlePartner, GuardrailContext } from './offer.js';
import type { OfferKind } from './proposal.js';

/** A limit on the price of a cut. The reason is a clause: "the cut is at most 30 % of Rp 100,000". */
export interface Bound {
  name:
    | 'unknown-cost'
    | 'max-discount'
    | 'max-step'
    | 'min-price'
    | 'max-price'
    | 'margin-floor'
    | 'variant-ratio'
    | 'channel-largest-cut'
    | 'channel-smallest-cut'
    | 'channel-lowest-price'
    | 'dearest-part';
  side: 'lowest' | 'highest';
  price: Money;
  reason: (locale: Locale) => string;
}

/** The part of a proposal's price that the partner pays for: 0 unless it is a bundle. */
export function partnerShare(kind: OfferKind, context: GuardrailContext): Money {
  return kind === 'bundle' ? (context.partner?.price ?? 0) : 0;
}

/**
 * The limits of a cut in their stated order, as bounds on the proposal's price. The cut of a bundle is given on the
 * stale part, so its limits count there: the partner's price is added to each.
 */
export function boundsOf(kind: OfferKind, context: GuardrailContext): Bound[] {
  const { limits, listPrice, currentPrice, currency } = context;
  const partner = kind === 'bundle' ? context.partner : null;
  const share = partnerShare(kind, context);
  const money = (amount: Money, locale: Locale): string => formatMoney(amount, currency.code, currency.scale, locale);
  const bounds: Bound[] = [];

  const costIsKnown = context.cost !== null && (partner === null || partner.cost !== null);
  if (!costIsKnown) {
    const most = (l: Locale): string => `${formatPercent(limits.unknownCostMaxDiscountBp, l)}`;
    bounds.push({
      name: 'unknown-cost',
      side: 'lowest',
      price: share + keep(listPrice, limits.unknownCostMaxDiscountBp),
      reason: (l) =>
        l === 'id'
          ? `modal tidak diketahui, jadi potongan paling besar ${most(l)} dari ${money(listPrice, l)}`
          : `the cost is unknown, so the cut is at most ${most(l)} of ${money(listPrice, l)}`,
    });
  }
  bounds.push({
    name: 'max-discount',
    side: 'lowest',
    price: share + keep(listPrice, limits.maxDiscountBp),
    reason: (l) =>
      l === 'id'
        ? `potongan paling besar ${formatPercent(limits.maxDiscountBp, l)} dari ${money(listPrice, l)}`
        : `the cut is at most ${formatPercent(limits.maxDiscountBp, l)} of ${money(listPrice, l)}`,
  });
  bounds.push({
    name: 'max-step',
    side: 'lowest',
    price: share + keep(currentPrice, limits.maxStepBp),
    reason: (l) =>
      l === 'id'
        ? `satu langkah paling besar ${formatPercent(limits.maxStepBp, l)} dari harga sekarang ${money(currentPrice, l)}`
        : `one step is at most ${formatPercent(limits.maxStepBp, l)} of the current ${money(currentPrice, l)}`,
  });
  const { minPrice, maxPrice } = context;
  if (minPrice !== null) {
    bounds.push({
      name: 'min-price',
      side: 'lowest',
      price: share + minPrice,
      reason: (l) =>
        l === 'id'
          ? `harga paling rendah yang ditetapkan di kanal ini ${money(minPrice, l)}`
          : `the lowest price set for this listing is ${money(minPrice, l)}`,
    });
  }
  if (maxPrice !== null && kind === 'discount') {
    bounds.push({
      name: 'max-price',
      side: 'highest',
      price: maxPrice,
      reason: (l) =>
        l === 'id'
          ? `harga paling tinggi yang ditetapkan di kanal ini ${money(maxPrice, l)}`
          : `the highest price set for this listing is ${money(maxPrice, l)}`,
    });
  }
  if (costIsKnown && !limits.belowCostAllowed) {
    const floor = partner === null ? ownFloor(context) : bundleFloor(context, partner);
    const floorBp = limits.marginFloorBp;
    bounds.push({
      name: 'margin-floor',
      side: 'lowest',
      price: floor ?? PRICE_MAX + 1,
      reason: (l) => {
        if (floor === null) return l === 'id' ? 'biaya kanal menghabiskan harga berapa pun' : 'fees eat any price';
        const cost = money((context.cost ?? 0) + (partner?.cost ?? 0), l);
        if (l === 'id') {
          const less = floorBp === 0 ? 'rugi' : `laba kurang dari ${formatPercent(floorBp, l)} harga`;
          return `di bawah ${money(floor, l)} ${less} setelah biaya kanal dan modal ${cost}`;
        }
        const less = floorBp === 0 ? 'makes a loss' : `earns less than ${formatPercent(floorBp, l)} of the price`;
        return `a price below ${money(floor, l)} ${less} after fees and the cost of ${cost}`;
      },
    });
  }
  const ratio = context.variantRatioMilliMax;
  if (ratio !== null && context.variantPrices.length > 0) {
    const dearest = Math.max(...context.variantPrices);
    // Where the other variants are too far apart already, this one need only not make it worse.
    const price = Math.min(divideUp(dearest * 1000, ratio), Math.min(...context.variantPrices));
    bounds.push({
      name: 'variant-ratio',
      side: 'lowest',
      price: share + price,
      reason: (l) =>
        l === 'id'
          ? `varian termahal (${money(dearest, l)}) paling banyak ${String(ratio / 1000).replace('.', ',')} kali yang termurah`
          : `the dearest variant (${money(dearest, l)}) is at most ${ratio / 1000} times the cheapest`,
    });
  }
  if (kind === 'discount') bounds.push(...channelBounds(context, money));
  if (partner !== null) {
    // A pair that costs no more than one of its parts alone would give the other away.
    const dearest = Math.max(currentPrice, partner.price);
    bounds.push({
      name: 'dearest-part',
      side: 'lowest',
      price: dearest + 1,
      reason: (l) =>
        l === 'id'
          ? `paket harus lebih mahal daripada isinya yang termahal, ${money(dearest, l)}`
          : `a bundle costs more than its dearest part alone, ${money(dearest, l)}`,
    });
  }
  return bounds;
}

/** What the channel's own profile asks of a public price. */
function channelBounds(
  { channelCuts, listPrice }: GuardrailContext,
  money: (amount: Money, locale: Locale) => string,
): Bound[] {
  if (channelCuts === null) return [];
  const { channelName: name, minDiscountBp: least, maxDiscountBp: most, lowest } = channelCuts;
  const bounds: Bound[] = [];
  if (most !== null) {
    bounds.push({
      name: 'channel-largest-cut',
      side: 'lowest',
      price: keep(listPrice, most),
      reason: (l) =>
        l === 'id'
          ? `${name} menerima potongan paling besar ${formatPercent(most, l)}`
          : `${name} takes a cut of ${formatPercent(most, l)} at most`,
    });
  }
  if (least !== null) {
    bounds.push({
      name: 'channel-smallest-cut',
      side: 'highest',
      price: divideDown(listPrice * (FULL_BP - least), FULL_BP),
      reason: (l) =>
        l === 'id'
          ? `${name} menerima potongan paling kecil ${formatPercent(least, l)}`
          : `${name} takes a cut of ${formatPercent(least, l)} at least`,
    });
  }
  if (lowest !== null) {
    bounds.push({
      name: 'channel-lowest-price',
      side: 'highest',
      price: lowest.price - 1,
      reason: (l) =>
        l === 'id'
          ? `${name} meminta harga di bawah yang terendah ${lowest.days} hari terakhir, ${money(lowest.price, l)}`
          : `${name} wants a price below the lowest of the last ${lowest.days} days, ${money(lowest.price, l)}`,
    });
  }
  return bounds;
}

/** The lowest price that all bounds leave; at least 1. */
export function lowestAllowed(bounds: Bound[]): Money {
  return Math.max(1, ...bounds.filter((bound) => bound.side === 'lowest').map((bound) => bound.price));
}

/** The highest price that is still a cut and within the bounds. */
export function highestAllowed(kind: OfferKind, bounds: Bound[], context: GuardrailContext): Money {
  const caps = bounds.filter((bound) => bound.side === 'highest').map((bound) => bound.price);
  return Math.min(context.currentPrice + partnerShare(kind, context) - 1, ...caps);
}

/** How a bundle's price is told apart on its parts: in proportion to what they cost alone, each rounded down. */
export function splitBundle(bundlePrice: Money, listPrice: Money, partnerPrice: Money): { own: Money; partner: Money } {
  const sum = BigInt(listPrice + partnerPrice);
  const part = (value: Money): Money => Number((BigInt(bundlePrice) * BigInt(value)) / sum);
  return { own: part(listPrice), partner: part(partnerPrice) };
}

function ownFloor(context: GuardrailContext): Money | null {
  return context.cost === null ? null : floorPrice(context.cost, context.limits.marginFloorBp, context.terms);
}

/** The smallest bundle price of which each part's share reaches the part's own floor; then the sum does too. */
function bundleFloor(context: GuardrailContext, partner: BundlePartner): Money | null {
  const own = ownFloor(context);
  const other = partner.cost === null ? null : floorPrice(partner.cost, context.limits.marginFloorBp, partner.terms);
  if (own === null || other === null) return null;
  const sum = BigInt(context.listPrice + partner.price);
  const needed = (floor: Money, value: Money): bigint => (BigInt(floor) * sum + BigInt(value) - 1n) / BigInt(value);
  const [a, b] = [needed(own, context.listPrice), needed(other, partner.price)];
  return Math.min(Number(a > b ? a : b), PRICE_MAX + 1);
}

/** The smallest price that is at most `cutBp` below `price`. */
function keep(price: Money, cutBp: number): Money {
  return divideUp(price * (FULL_BP - cutBp), FULL_BP);
}

/** a / b rounded up, exact for safe integers a >= 0, b > 0. */
export function divideUp(a: number, b: number): number {
  const rest = a % b;
  return (a - rest) / b + (rest > 0 ? 1 : 0);
}

/** a / b rounded down, exact for safe integers a >= 0, b > 0. */
export const divideDown = (a: number, b: number): number => (a - (a % b)) / b;
