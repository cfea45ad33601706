import type { Prediction } from '../demand/negative-binomial.js';
import type { RateBelief } from '../demand/velocity.js';
import type { ProductHistory } from '../history.js';
import type { ZoneClock } from '../intake/zone.js';
import type { Day, Instant, Money } from '../units.js';
import { createCrowd } from './crowd.js';
import { dayLine, LINE_DAYS } from './day-line.js';
import { AFTER_DAYS, BEFORE_DAYS, isOffer, priceDays, type OfferEntry, type PriceDays } from './days-of-offer.js';
import { measurer, type OfferCase } from './measure.js';
import type { Outcome } from './outcome.js';
import { forecastUnder, progressOf, type Progress } from './progress.js';

/** One listing of a product, as the engine reads it. */
export interface OfferListing<Place> {
  /** Where its facts stand: handed back with what is found. */
  place: Place;
  history: ProductHistory;
  channelId: number;
  category: string | null;
  isHeldOut: boolean;
  sales: { day: readonly number[]; units: readonly number[] };
  /** One byte per day, the last of them the as-of day. */
  inStock: Uint8Array;
  layers: readonly { receivedOn: Day; quantity: number }[];
  /** Base price today; null = not known. */
  basePrice: Money | null;
  /** Money that selling a unit at a price brings over leaving it unsold; null when cost is unknown. */
  worthOf: ((price: Money) => Money) | null;
}

/** What is known of one offer. */
export interface Found<Place> {
  place: Place;
  entryId: number;
  outcome: Outcome;
  /** No more days of it will be measured. */
  isFinal: boolean;
  /**
   * What was to be expected of the days measured, with an 80 % interval, from the days before and the elasticity alone. Public
   * cuts with a day in stock only; else null.
   */
  forecast: Prediction | null;
}

/** The public cut that runs on a listing. */
export interface Running<Place> {
  place: Place;
  progress: Progress;
}

/** What is asked of the rest of the engine once all products are in. */
export interface Surroundings<Place> {
  elasticityAt(place: Place): { mean: number; sd: number };
  /** What the other channels are believed to sell a day; null = there are none. */
  othersAt(place: Place): RateBelief | null;
  coolDownDaysAt(place: Place): number;
}

/** The offers of a shop: listings go in one by one; what the offers brought comes out. */
export interface OfferBook<Place> {
  add(listing: OfferListing<Place>): void;
  /** Oldest offer of a listing first. */
  read(around: Surroundings<Place>): { found: Found<Place>[]; running: Running<Place>[] };
}

interface BookSettings {
  asOf: Day;
  asOfEnd: Instant;
  clock: ZoneClock;
  horizonDays: number;
}

interface Kept<Place> {
  place: Place;
  entry: OfferEntry;
  offer: OfferCase;
  isFinal: boolean;
  /** Units of the plan still on hand; null: not the public cut that runs. */
  left: number | null;
}

/** Offers that began earlier are not measured any more: the days before them have left the line. */
export const MEASURED_DAYS = LINE_DAYS - BEFORE_DAYS;

export function createOfferBook<Place>({ asOf, asOfEnd, clock, horizonDays }: BookSettings): OfferBook<Place> {
  const crowd = createCrowd();
  const kept: Kept<Place>[] = [];

  function keep(listing: OfferListing<Place>, line: Int16Array, prices: PriceDays): void {
    const { history, channelId, category, basePrice } = listing;
    for (const entry of history.entries) {
      if (entry.channelId !== channelId || !isOffer(entry) || entry.startsAt >= asOfEnd) continue;
      if (clock.dayOf(entry.startsAt) <= asOf - MEASURED_DAYS) continue;
      const usual = basePriceAt(history, channelId, entry.startsAt) ?? basePrice;
      if (usual === null || usual <= 0) continue;
      const days = prices.daysOf(entry);
      const isOver = entry.endsAt !== null && entry.endsAt <= asOfEnd;
      const runs = entry.kind === 'discount' && entry.state === 'active' && !isOver;
      kept.push({
        place: listing.place,
        entry,
        isFinal: isOver || days.after.length >= AFTER_DAYS,
        left: runs ? unitsFrom(listing.layers, clock.dayOf(entry.startsAt)) : null,
        offer: {
          channelId,
          category,
          line,
          days,
          isOver,
          at: { kind: entry.kind as OfferCase['at']['kind'], price: entry.price, usual },
          ...moneyOf(history.sales, channelId, days.after, asOf - LINE_DAYS + 1),
          worthOf: listing.worthOf,
        },
      });
    }
  }

  return {
    add(listing) {
      const { history, channelId, category, isHeldOut } = listing;
      const ownBase = history.listings.some((each) => each.channelId === channelId && each.price !== null);
      const isWanted = crowd.wants(channelId, category, history.product.id, isHeldOut);
      if (!isWanted && !history.entries.some((entry) => entry.channelId === channelId)) return;
      const line = dayLine(listing.sales, listing.inStock, asOf);
      const prices = priceDays(history, channelId, ownBase, asOf, asOfEnd, clock);
      crowd.add(channelId, category, { productId: history.product.id, line, steady: prices.steady, isHeldOut });
      keep(listing, line, prices);
    },
    read(around) {
      const measure = measurer(crowd);
      const found: Found<Place>[] = [];
      const running: Running<Place>[] = [];
      for (const { place, entry, offer, isFinal, left } of kept) {
        const { usual, without, since, noise } = measure.soFar(offer);
        const effect = {
          noise,
          logPrice: Math.min(0, Math.log(offer.at.price / offer.at.usual)),
          elasticity: around.elasticityAt(place),
        };
        const isTold = entry.kind === 'discount' && since.days > 0;
        const forecast = isTold ? forecastUnder({ ...effect, usual }, since.days) : null;
        found.push({ place, entryId: entry.id, outcome: measure.outcome(offer), isFinal, forecast });
        if (left === null) continue;
        const progress = progressOf({
          daysRunning: Math.max(0, asOf + 1 - clock.dayOf(entry.startsAt)),
          ...{ ...effect, without, since, left, horizonDays },
          others: around.othersAt(place),
          coolDownDays: around.coolDownDaysAt(place),
        });
        running.push({ place, progress });
      }
      return { found, running };
    },
  };
}

/** Units on hand that came before a day. */
function unitsFrom(layers: OfferListing<unknown>['layers'], day: Day): number {
  return layers.reduce((sum, layer) => sum + (layer.receivedOn < day ? layer.quantity : 0), 0);
}

/** The base price that held at a moment: the listing's own, else the product's. Null where the record begins later. */
function basePriceAt(history: ProductHistory, channelId: number, at: Instant): Money | null {
  const own = history.listings.some((each) => each.channelId === channelId && each.price !== null);
  const record = history.basePrices.filter((base) => base.channelId === (own ? channelId : 0));
  return record.findLast((base) => base.since <= at)?.price ?? record[0]?.price ?? null;
}

/** Returns, and the average revenue per unit on some days in whole money. */
function moneyOf(
  sales: ProductHistory['sales'],
  channelId: number,
  days: readonly number[],
  first: Day,
): { returned: number; paid: number | null } {
  const wanted = new Set(days.map((i) => first + i));
  let returned = 0;
  let units = 0;
  let revenue = 0;
  for (let row = 0; row < sales.day.length; row++) {
    if (sales.channelId[row] !== channelId || !wanted.has(sales.day[row]!)) continue;
    returned += sales.unitsReturned[row]!;
    if (Number.isNaN(sales.revenue[row]!)) continue;
    units += sales.units[row]!;
    revenue += sales.revenue[row]!;
  }
  return { returned, paid: units > 0 && revenue > 0 ? Math.round(revenue / units) : null };
}
