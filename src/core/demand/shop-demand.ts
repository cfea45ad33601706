import { wasShown, type ProductHistory } from '../history.js';
import type { Channel } from '../intake/records.js';
import { assert, DAY_MS, type Day, type Instant } from '../units.js';
import { specialDays, type CalendarPolicy } from './calendar.js';
import type { ChannelSales } from './channels.js';
import { createChannelDays, type ChannelDays } from './day-worth.js';
import { createElasticityTable, type ListingPrices } from './elasticity-table.js';
import { rowsWithin, wildDayCap, type Evidence } from './evidence.js';
import { ListingDays, type DemandListing, type ListingDemand } from './listing-days.js';
import { asPoisson, createNoiseTable, drifting, NOISE_DEFAULT, type DaySpread, type NoiseTable } from './noise.js';
import { worthsBy, type WorthOf } from './listing-worth.js';
import { pricePath, pricesByDay, recordedPrices, type PricePath } from './price-path.js';
import { createPriorTable } from './priors.js';
import { SalesLog } from './sales-log.js';
import { beliefOf } from './velocity.js';

/** What demand is judged under. */
export interface DemandSettings {
  asOf: Day;
  /** First moment after the as-of day. */
  asOfEnd: Instant;
  policy: CalendarPolicy & { velocityHalfLifeDays: number; elasticityPrior: { mean: number; sd: number } };
  /** Days of a campaign besides the calendar's; null: none at all. */
  isLocked: ((day: Day, channelCode: string, category: string | null) => boolean) | null;
}

/** Learns the demand of a shop: all products in, then ask of each listing. */
export interface ShopDemand {
  /** @returns one listing for each of `offered`, in their order, to ask with later */
  add(history: ProductHistory, inStock: Uint8Array, offered: Offered[]): DemandListing[];
  demandOf(listing: DemandListing): ListingDemand;
}

/** A channel on which a product is for sale. */
export interface Offered {
  channel: Channel;
  sales: ChannelSales;
  /** Null = unknown. */
  basePrice: number | null;
}

/** Days of the past that count; with a half-life of 28 days the older ones weigh under 2 %. */
export const WINDOW_DAYS = 180;
/** Forecasts of past months that drift is learned from: so many days ago they were made ... */
const HOLD_OUTS_AGO = [28, 56];
const HOLD_OUT_DAYS = 28;
/** ... for at most so many listings, evenly chosen, and where at least so many days could be learned from. */
const HOLD_OUT_LISTINGS = 3_000;
const LEARNED_DAYS_MIN = 28;

/**
 * The whole of demand, in the order in which one thing needs another: what days are worth on each channel, how far sales stray,
 * how units answer to prices, and from all of these what each listing sells a day.
 */
export function createShopDemand({ asOf, asOfEnd, policy, isLocked }: DemandSettings): ShopDemand {
  const days = WINDOW_DAYS;
  const first = asOf - days + 1;
  const special = specialDays(asOf, days, policy);
  const prior = policy.elasticityPrior;
  const log = new SalesLog(days);
  const open = new ListingDays(log, days, policy.velocityHalfLifeDays);
  const listings: DemandListing[] = [];
  const channelDays = new Map<number, ChannelDays>();
  const campaigns = new Map<string, Uint8Array>();
  const prices = new Float64Array(days);
  let isSettled = false;

  function campaignsOf(channelCode: string, category: string | null): Uint8Array {
    if (isLocked === null) return special.isCampaign;
    const key = `${channelCode}\n${category ?? ''}`;
    let found = campaigns.get(key);
    if (found === undefined) {
      found = special.isCampaign.map((each, i) => each || Number(isLocked(first + i, channelCode, category)));
      campaigns.set(key, found);
    }
    return found;
  }

  function add(history: ProductHistory, inStock: Uint8Array, offered: Offered[]): DemandListing[] {
    const { id: productId, category } = history.product;
    const stock = log.putStock(inStock);
    const exposed = new Map<Uint8Array, number[]>();
    return offered.map(({ channel, sales, basePrice }) => {
      const [from, to] = rowsWithin(sales.day, first, asOf);
      const isCampaign = campaignsOf(channel.code, category);
      const record = recordedPrices(history, channel.id, basePrice, asOfEnd, days);
      const listing: DemandListing = {
        productId,
        channelId: channel.id,
        category,
        stock,
        sales: log.putSales(sales, first, from, to),
        path: pricePath(sales, record, asOf, isCampaign),
        promoted: promotedDays(history, channel.id, asOfEnd, days),
        cap: wildDayCap(sales.units, from, to),
        rate: 0,
        exposureDays: 0,
        isCampaign,
        demand: null,
      };
      let daysExposed = exposed.get(isCampaign);
      if (daysExposed === undefined) exposed.set(isCampaign, (daysExposed = exposedDays(inStock, isCampaign)));
      listings.push(listing);
      addToChannel(listing, sales, from, to, daysExposed, inStock);
      return listing;
    });
  }

  /** Adds what the listing sold, and would have sold on days all alike, to its channel's days. */
  function addToChannel(
    listing: DemandListing,
    sales: ChannelSales,
    from: number,
    to: number,
    daysInStock: number[],
    inStock: Uint8Array,
  ): void {
    const { path, isCampaign, cap } = listing;
    const shift = inStock.length - days;
    const sold: number[] = [];
    let units = 0;
    let exposed = daysInStock;
    for (let row = from; row < to; row++) {
      const day = sales.day[row]! - first;
      if (sales.units[row] === 0 || isCampaign[day] === 1) continue;
      sold.push(row);
      units += Math.min(cap, sales.units[row]!);
      if (inStock[day + shift] !== 1) exposed = [...exposed, day];
    }
    listing.exposureDays = exposed.length;
    if (units === 0) return;
    const worths = path === null ? null : worthsOfPrices(path);
    let exposure = exposed.length;
    if (worths !== null) exposure = exposed.reduce((sum, day) => sum + worths[day]!, 0);
    listing.rate = units / exposure;
    // A large seller's own ups and downs say less of the channel's.
    const voice = 1 / (NOISE_DEFAULT.dispersion + NOISE_DEFAULT.drift * 7 * listing.rate);
    let channel = channelDays.get(listing.channelId);
    if (channel === undefined) channelDays.set(listing.channelId, (channel = createChannelDays(days)));
    const { expected } = channel;
    const plain = voice * listing.rate;
    for (let i = 0; i < exposed.length; i++) {
      const day = exposed[i]!;
      expected[day]! += worths === null ? plain : plain * worths[day]!;
    }
    for (const row of sold) channel.units[sales.day[row]! - first]! += voice * Math.min(cap, sales.units[row]!);
  }

  /** What days are worth at their price against the last one's, by the prior's elasticity. */
  function worthsOfPrices(path: PricePath): Float64Array {
    pricesByDay(path, prices);
    const now = prices[days - 1]!;
    return prices.map((price) => (price / now) ** prior.mean);
  }

  function settle(): void {
    const worths = worthsBy(channelDays, asOf, days, (day) => special.isPayday[day - first] === 1);
    const noise = createNoiseTable();
    const spreads: DaySpread[] = listings.map((listing) => {
      open.open(listing);
      const { plain, meanSquare } = worths(listing);
      const spread = open.spread(plain, meanSquare, prior.mean);
      noise.addSpread(listing.channelId, listing.category, spread);
      return spread;
    });
    const dispersions = listings.map(({ channelId, category }, i) =>
      noise.dispersionOf(channelId, category, spreads[i]!),
    );
    for (const ago of HOLD_OUTS_AGO) holdOut(ago, worths, dispersions, noise);

    const elasticities = createElasticityTable(prior);
    let ofProduct: ListingPrices[] = [];
    listings.forEach((listing, i) => {
      const { channelId, category, productId, path } = listing;
      if (path !== null) {
        open.open(listing);
        const points = open.points(worths(listing).plain);
        const priceChanges = path.from.length - 1;
        if (points.length > 1) ofProduct.push({ channelId, points, dispersion: dispersions[i]!, priceChanges });
      }
      if (listings[i + 1]?.productId === productId) return;
      if (ofProduct.length > 0) elasticities.add(productId, category, ofProduct);
      ofProduct = [];
    });

    const priors = createPriorTable();
    const found = listings.map((listing, i) => {
      const { channelId, category, productId } = listing;
      open.open(listing);
      const elasticity = elasticities.elasticityOf(productId, category, channelId);
      const evidence = asPoisson(open.faded(days, worths(listing).now(days), elasticity.value), dispersions[i]!);
      priors.add(channelId, category, evidence, evidence.worth);
      return { elasticity, evidence };
    });
    listings.forEach((listing, i) => {
      const { channelId, category } = listing;
      const { elasticity, evidence } = found[i]!;
      const own = priors.priorOf(channelId, category);
      const belief = beliefOf(evidence, own);
      listing.demand = {
        belief: drifting(belief, noise.driftOf(channelId, category)),
        dispersion: dispersions[i]!,
        weightOfPrior: own.b / belief.b,
        elasticity,
        exposureDays: evidence.exposureDays,
        cappedUnits: evidence.cappedUnits,
      };
    });
  }

  /** Forecasts the month that began `ago` days ago as it would have been forecast then, and tells what came. */
  function holdOut(ago: number, worths: WorthOf, dispersions: number[], noise: NoiseTable): void {
    const end = days - ago;
    const step = Math.max(1, Math.ceil(listings.length / HOLD_OUT_LISTINGS));
    const priors = createPriorTable();
    const forecasts: { at: number; evidence: Evidence; after: Evidence }[] = [];
    for (let at = 0; at < listings.length; at += step) {
      const listing = listings[at]!;
      open.open(listing);
      const { now, calendar } = worths(listing);
      const evidence = asPoisson(open.faded(end, now(end), prior.mean), dispersions[at]!);
      if (evidence.exposureDays < LEARNED_DAYS_MIN) continue;
      const after = open.plain(end + HOLD_OUT_DAYS, HOLD_OUT_DAYS, calendar, end - 1, prior.mean);
      priors.add(listing.channelId, listing.category, evidence, evidence.worth);
      if (after.exposure > 0) forecasts.push({ at, evidence, after });
    }
    for (const { at, evidence, after } of forecasts) {
      const { channelId, category } = listings[at]!;
      const dispersion = dispersions[at]!;
      const belief = beliefOf(evidence, priors.priorOf(channelId, category));
      noise.addHoldOut(channelId, category, { days: after.exposure, units: after.units, belief, dispersion });
    }
  }

  return {
    add(...what) {
      isSettled = false;
      return add(...what);
    },
    demandOf(listing) {
      if (!isSettled) settle();
      isSettled = true;
      assert(listing.demand !== null, 'a listing belongs to the shop that it was added to');
      return listing.demand;
    },
  };
}

/** Days of the window with stock, campaigns left out. */
function exposedDays(inStock: Uint8Array, isCampaign: Uint8Array): number[] {
  const shift = inStock.length - isCampaign.length;
  const exposed: number[] = [];
  for (let day = 0; day < isCampaign.length; day++) {
    if (inStock[day + shift] === 1 && isCampaign[day] === 0) exposed.push(day);
  }
  return exposed;
}

const NONE: [number, number][] = [];

/** Days of the window on which a voucher or a bundle ran on the channel. */
function promotedDays(
  { entries }: ProductHistory,
  channelId: number,
  asOfEnd: Instant,
  days: number,
): [number, number][] {
  if (entries.length === 0) return NONE;
  const windowStart = asOfEnd - days * DAY_MS;
  return entries
    .filter((each) => each.channelId === channelId && each.kind !== 'discount' && wasShown(each))
    .map(({ startsAt, endsAt }): [number, number] => [
      Math.max(0, Math.floor((startsAt - windowStart) / DAY_MS)),
      Math.min(days, Math.ceil(((endsAt ?? asOfEnd) - windowStart) / DAY_MS)),
    ])
    .filter(([from, to]) => from < to);
}
