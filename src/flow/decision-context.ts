import type { EntityManager } from 'typeorm';
import type { Shop } from '../core/access.js';
import type { ChannelRules } from '../core/approval/channel-window.js';
import { startOf, type BoostNow, type DecisionContext, type DecisionRequest } from '../core/approval/decide.js';
import { violations, type PriceLimits } from '../core/approval/price-check.js';
import { lawFindings } from '../core/approval/price-law.js';
import type { Decision, Suggestion } from '../core/approval/suggestion.js';
import { boostOn, underCalendar, type Boost } from '../core/calendar-windows.js';
import { phaseOf, plannedPrice } from '../core/feed/make-entry.js';
import type { Channel, Fee } from '../core/intake/records.js';
import { ZoneClock } from '../core/intake/zone.js';
import { lowestBetween } from '../core/ledger/lowest-price.js';
import { profileOn, type Profiles } from '../core/pricing/channel-profile.js';
import { feesOn, floorPrice, saleTerms } from '../core/pricing/fees.js';
import { limitsFor, lockOn } from '../core/pricing/limits.js';
import type { Limits, Policy } from '../core/pricing/policy.js';
import { DAY_MS, type Instant, type Money } from '../core/units.js';
import { readWindows } from '../db/stores/calendar.js';
import { readProfiles } from '../db/stores/profiles.js';
import { currentPolicy, readChannels, readFees, readShop } from '../db/stores/settings.js';
import { activeApprovers } from '../db/stores/suggestions.js';
import type { Approver } from './decision-item.js';
import type { Listing } from './entries.js';

/** What holds for every decision of a call. */
export interface DecisionSettings {
  /** With the locks of the calendar. */
  policy: Policy;
  boosts: Boost[];
  fees: Fee[];
  shop: Shop;
  clock: ZoneClock;
  approvers: number;
  channels: Channel[];
  profiles: Profiles;
}

export async function readDecisionSettings(manager: EntityManager): Promise<DecisionSettings> {
  const shop = await readShop(manager);
  const { body } = await currentPolicy(manager);
  const { policy, boosts } = underCalendar(body, await readWindows(manager));
  const clock = new ZoneClock(shop.timeZone);
  return {
    ...{ policy, boosts, shop, clock, fees: await readFees(manager), approvers: await activeApprovers(manager) },
    channels: await readChannels(manager),
    profiles: await readProfiles(manager),
  };
}

/**
 * Everything that a decision on this suggestion depends on: deciding and asking what a price would do share it.
 * @param request what is asked for: the limits of the day on which its price would begin are used
 */
export function decisionContext(
  by: Pick<Approver, 'actor' | 'userId'>,
  suggestion: Suggestion,
  listing: Listing | null,
  history: Decision[],
  settings: DecisionSettings,
  request: DecisionRequest,
  now: Instant,
): DecisionContext & { limits: PriceLimits } {
  const { policy, approvers, clock } = settings;
  const channel = channelRules(suggestion, listing, settings, now);
  const startsAt = startOf(suggestion, request, history, { now, clock, channel, discountDays: policy.discountDays });
  const boost = boostAt(suggestion, settings, startsAt);
  const inForce = limitsOf(suggestion, settings, boost !== null);
  const binding = boost ?? (suggestion.kind === 'bundle' ? boostOfMaking(suggestion, settings, now) : null);
  const limits = {
    ...priceLimitsUnder(inForce, suggestion, listing, settings),
    channel: channelLimits(suggestion, listing, channel, startsAt),
  };
  return {
    now,
    actor: by.actor,
    isPerson: by.userId !== null,
    approvers,
    history,
    prices: {
      base: listing?.basePrice ?? null,
      current: listing?.currentPrice ?? null,
      atStart: listing === null ? null : plannedPrice(listing.entries, startsAt, listing.basePrice),
    },
    floorPrice: limits.floorPrice,
    secondApprovalAboveBp: inForce.secondApprovalAboveBp,
    discountDays: policy.discountDays,
    clock,
    channel,
    limits,
    checkPrice: (price) => violations(price, limits),
    checkReduction: (reduction) => {
      const { currency: code, scale, priceLaw } = settings.shop;
      return lawFindings(priceLaw, listing?.ledger ?? [], reduction, { currency: { code, scale }, clock });
    },
    lock: lockOn(policy.campaignLocks, clock.dayOf(startsAt), suggestion.channelCode, suggestion.category),
    boost: binding === null ? null : boostNow(binding, suggestion, listing, settings),
  };
}

/** What the channel of a suggestion takes today, and the prices that run and wait there. */
function channelRules(
  { channelId, channelCode }: Suggestion,
  listing: Listing | null,
  { channels, profiles, clock }: DecisionSettings,
  now: Instant,
): ChannelRules {
  const channel = channels.find(({ id }) => id === channelId);
  const { name = channelCode, isMarketplace = false } = channel ?? {};
  const cuts = (listing?.entries ?? []).filter(({ kind }) => kind === 'discount');
  return {
    channelName: name,
    profile: profileOn(profiles, { code: channelCode, isMarketplace }, clock.dayOf(now)),
    running: cuts.findLast((entry) => phaseOf(entry, now) === 'live') ?? null,
    plannedStarts: cuts.filter((entry) => phaseOf(entry, now) === 'scheduled').map(({ startsAt }) => startsAt),
    basePrice: listing?.basePrice ?? null,
  };
}

/** What the channel asks of the size of a public price that begins at `startsAt`. */
function channelLimits(
  { kind }: Suggestion,
  listing: Listing | null,
  { channelName, profile }: ChannelRules,
  startsAt: Instant,
): PriceLimits['channel'] {
  if (kind !== 'discount') return null;
  const { minDiscountBp, maxDiscountBp, hasWholeMoney, lowestPriceDays: days } = profile;
  const price = days === null ? null : lowestBetween(listing?.ledger ?? [], startsAt - days * DAY_MS, startsAt);
  const lowest = days === null || price === null ? null : { price, days };
  return { channelName, minDiscountBp, maxDiscountBp, hasWholeMoney, lowest };
}

function boostAt({ channelCode, category }: Suggestion, settings: DecisionSettings, at: Instant): Boost | null {
  return boostOn(settings.boosts, settings.clock.dayOf(at), channelCode, category);
}

/** The boost under whose limits a suggestion was made; one that has left the calendar is over. Null: it was made without. */
function boostOfMaking(suggestion: Suggestion, settings: DecisionSettings, now: Instant): Boost | null {
  const name = suggestion.why.facts['calendar.boost'];
  if (typeof name !== 'string') return null;
  const { asOf } = suggestion;
  const over = { name, startsOn: asOf + 1, endsOn: settings.clock.dayOf(now) - 1, channels: null, categories: null };
  return boostOn(settings.boosts, asOf + 1, suggestion.channelCode, suggestion.category) ?? over;
}

function limitsOf({ channelCode, category }: Suggestion, { policy }: DecisionSettings, isBoosted: boolean): Limits {
  return limitsFor(policy, channelCode, category, isBoosted);
}

function boostNow(
  { name, endsOn }: Boost,
  suggestion: Suggestion,
  listing: Listing | null,
  settings: DecisionSettings,
): BoostNow {
  const limits = priceLimitsUnder(limitsOf(suggestion, settings, false), suggestion, listing, settings);
  return {
    name,
    endsAt: settings.clock.instantOf(endsOn + 1, 0),
    // The limits of a bundle are those of its stale part, which its price does not tell.
    isNeededFor: ({ price }) => suggestion.kind === 'bundle' || violations(price, limits).length > 0,
  };
}

/** The shop's limits; what the channel asks besides is not among them. */
function priceLimitsUnder(
  limits: Limits,
  suggestion: Suggestion,
  listing: Listing | null,
  settings: DecisionSettings,
): PriceLimits {
  const { shop } = settings;
  const isCostUnknown = suggestion.why.facts['product.costKnown'] === false;
  return {
    currency: { code: shop.currency, scale: shop.scale },
    listPrice: listing?.basePrice ?? suggestion.listPrice ?? 0,
    floorPrice: floorUnder(limits, suggestion, settings),
    belowCostAllowed: limits.belowCostAllowed,
    maxDiscountBp: isCostUnknown
      ? Math.min(limits.maxDiscountBp, limits.unknownCostMaxDiscountBp)
      : limits.maxDiscountBp,
    minPrice: listing?.facts.minPrice ?? null,
    maxPrice: listing?.facts.maxPrice ?? null,
    channel: null,
  };
}

/**
 * The floor that a suggestion was made with, or a higher one where the limits ask for more margin by now: those of a boost
 * do not outlast it. Null: the cost is not known.
 */
function floorUnder(
  { marginFloorBp }: Limits,
  { why, channelCode, category, asOf }: Suggestion,
  { fees, policy }: DecisionSettings,
): Money | null {
  const { 'product.cost': cost, 'margin.floorPrice': made } = why.facts;
  if (typeof made !== 'number') return null;
  if (typeof cost !== 'number') return made;
  const sale = saleTerms(feesOn(fees, channelCode, category, asOf), policy.vatBp, policy.unitsPerOrderMilli);
  return Math.max(made, floorPrice(cost, marginFloorBp, sale) ?? made);
}
