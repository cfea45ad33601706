import { gatherEvidence, windowOf, type Evidence, type Window } from './evidence.js';
import type { Elasticity, PricePoint } from './elasticity.js';
import type { DaySpread } from './noise.js';
import { pricesByDay, type PricePath } from './price-path.js';
import type { LoggedSales, LogPlace, SalesLog } from './sales-log.js';
import type { RateBelief } from './velocity.js';

/** What is believed of one product's demand on one channel. */
export interface ListingDemand {
  /** Units a day of the coming weeks, on a day with stock at today's price. */
  belief: RateBelief;
  /** Variance of units sold over their mean, the rate being known; 1 = Poisson. */
  dispersion: number;
  /** Share of the rate that comes from the prior; 1 = nothing of its own is known. */
  weightOfPrior: number;
  elasticity: Elasticity;
  exposureDays: number;
  /** Units of wild days above the cap. */
  cappedUnits: number;
}

/** What is kept of one product on one channel until all products are in. */
export interface DemandListing {
  productId: number;
  channelId: number;
  category: string | null;
  stock: LogPlace;
  sales: LogPlace;
  /** Null: one price throughout. */
  path: PricePath | null;
  /** Days (from, to; the second left out) on which a voucher or bundle ran. */
  promoted: [number, number][];
  /** The most units that one day may add. */
  cap: number;
  /** Units of an ordinary day, over the whole window. */
  rate: number;
  /** Days on which it could be sold, campaigns left out. */
  exposureDays: number;
  /** Which days are campaigns there: one byte per day, shared by listings. */
  isCampaign: Uint8Array;
  /** Null until all products are in. */
  demand: ListingDemand | null;
}

/** Points of longer stretches of one price are split: a rate wanders from month to month. */
const POINT_DAYS = 28;

/** Reads one listing's days back from the log, one listing at a time, into memory that is used over and over. */
export class ListingDays {
  private readonly inStock: Uint8Array;
  private readonly prices: Float64Array;
  private readonly series: LoggedSales = { day: [], units: [] };
  private readonly windows: { end: number; days: number; halfLifeDays: number; window: Window }[] = [];
  private listing!: DemandListing;
  private stock: LogPlace | null = null;

  constructor(
    private readonly log: SalesLog,
    private readonly days: number,
    private readonly halfLifeDays: number,
  ) {
    this.inStock = new Uint8Array(days);
    this.prices = new Float64Array(days);
  }

  open(listing: DemandListing): void {
    this.listing = listing;
    // Channels of a product are neighbours and share its stock.
    if (listing.stock !== this.stock) this.log.readStock(listing.stock, this.inStock);
    this.stock = listing.stock;
    this.log.readSales(listing.sales, this.series);
    if (listing.path !== null) pricesByDay(listing.path, this.prices);
  }

  /** Evidence as of the close of day `end` - 1 of the window. @param worth what each day of the window is worth */
  faded(end: number, worth: Float64Array, elasticity: number): Evidence {
    return this.gather(end, end, this.halfLifeDays, worth, end - 1, elasticity);
  }

  /** What `days` days before `end` sold and were worth, all alike, at the price of day `pricedOn`. */
  plain(end: number, days: number, worth: Float64Array, pricedOn: number, elasticity: number): Evidence {
    return this.gather(end, days, Infinity, worth, pricedOn, elasticity);
  }

  private gather(
    end: number,
    days: number,
    halfLifeDays: number,
    worth: Float64Array,
    pricedOn: number,
    elasticity: number,
  ): Evidence {
    const window = this.windowOf(end, days, halfLifeDays);
    const { path, cap } = this.listing;
    const byDay = this.prices.subarray(0, end);
    return gatherEvidence(this.series, this.inStock.subarray(0, end), window, {
      calendar: worth.subarray(0, end),
      cap,
      ...(path === null ? {} : { price: { byDay, now: this.prices[pricedOn]!, elasticity } }),
    });
  }

  private windowOf(end: number, days: number, halfLifeDays: number): Window {
    const known = this.windows.find(
      (each) => each.end === end && each.days === days && each.halfLifeDays === halfLifeDays,
    );
    if (known !== undefined) return known.window;
    const window = windowOf(end - 1, halfLifeDays, days);
    this.windows.push({ end, days, halfLifeDays, window });
    return window;
  }

  /**
   * How far days strayed from the listing's rate.
   * @param worth of days, and `meanSquare` of it over days that count
   */
  spread(worth: Float64Array, meanSquare: number, elasticity: number): DaySpread {
    const { rate, cap, path, exposureDays } = this.listing;
    const now = this.prices[this.days - 1]!;
    const meanOn = (day: number): number =>
      rate * worth[day]! * (path === null ? 1 : (this.prices[day]! / now) ** elasticity);
    let squares = exposureDays * rate * rate * meanSquare;
    if (path !== null) {
      squares = 0;
      for (let day = 0; day < this.days; day++) if (this.inStock[day] === 1) squares += meanOn(day) ** 2;
    }
    let sold = 0;
    this.series.day.forEach((day, row) => {
      if (worth[day] === 0) return;
      const units = Math.min(cap, this.series.units[row]!);
      squares += units * (units - 2 * meanOn(day));
      sold += units;
    });
    return { squares, units: sold };
  }

  /** Stretches of one price, of 28 days at most, without campaigns and other promotions: they would pass for the price. */
  points(worth: Float64Array): PricePoint[] {
    const { path, promoted, cap } = this.listing;
    if (path === null) return [];
    const exposed = Float64Array.from(worth, (each, day) => (this.inStock[day] === 1 ? each : 0));
    for (const day of this.series.day) exposed[day] = worth[day]!;
    for (const [from, to] of promoted) exposed.fill(0, from, to);
    const units = new Float64Array(this.days);
    this.series.day.forEach((day, row) => (units[day] = Math.min(cap, this.series.units[row]!)));
    const points: PricePoint[] = [];
    path.from.forEach((from, i) => {
      const to = path.from[i + 1] ?? this.days;
      const parts = Math.ceil((to - from) / POINT_DAYS);
      for (let part = 0; part < parts; part++) {
        const begin = from + Math.floor(((to - from) * part) / parts);
        const end = from + Math.floor(((to - from) * (part + 1)) / parts);
        const point: PricePoint = { logPrice: Math.log(path.price[i]!), units: 0, exposure: 0 };
        for (let day = begin; day < end; day++) {
          if (exposed[day] === 0) continue;
          point.units += units[day]!;
          point.exposure += exposed[day]!;
        }
        if (point.exposure > 0) points.push(point);
      }
    });
    return points;
  }
}
