import { movementsOf } from './ageing/movements.js';
import { replay } from './ageing/ledger.js';
import { reportOn } from './ageing/report.js';
import { calendarOf } from './demand/calendar.js';
import { splitByChannel } from './demand/channels.js';
import type { DemandListing } from './demand/listing-days.js';
import { measure } from './demand/measures.js';
import type { Pair } from './demand/pairs.js';
import { createShopDemand, type DemandSettings } from './demand/shop-demand.js';
import { fillBeliefs } from './belief-sheet.js';
import { Best } from './best.js';
import { draftOf, type Candidate, type SuggestionDraft } from './draft.js';
import * as fill from './factsheet.js';
import type { ProductHistory } from './history.js';
import type { Channel } from './intake/records.js';
import { contextsBy, saleMoney, termsBy, type PriceSettings } from './offer-context.js';
import { createOffers, type OfferOutcome } from './offers.js';
import { approvedKinds, currentPrice } from './pricing/current.js';
import { lockOn } from './pricing/limits.js';
import type { Policy } from './pricing/policy.js';
import { lowestRival } from './pricing/rivals.js';
import { compileForColumns } from './rules/bulk.js';
import type { RuleSet } from './rules/rule.js';
import type { ProductState } from './run.js';
import { stateOf } from './product-state.js';
import { createSheet, numberFact, setApproved, textFact, type Sheet } from './sheet.js';
import type { Day, Instant, Money } from './units.js';
import { createVariants } from './variants.js';
import { answersBy, judgeBy, productsIn } from './verdict.js';

export type { SuggestionDraft } from './draft.js';

/** What facts are made under. The same settings and histories give the same facts. */
export interface FactSettings extends PriceSettings {
  /** First moment after the as-of day in the shop's zone: prices are read as they stood then. */
  asOfEnd: Instant;
  /** Whether any offer was approved so far; false: none is looked for. */
  hasOffers?: boolean;
}

/** Everything a run obeys. The same settings and histories give the same suggestions, byte for byte. */
export interface AnalysisSettings extends FactSettings {
  /** Stamped on what is made; nothing is computed from it. */
  now: Instant;
  rules: RuleSet;
  ruleSetVersion: number;
  policyVersion: number;
}

/** Rows per sheet: few enough for its columns to stay in the processor's cache while rules run over them. */
const SHEET_ROWS = 2_000;

/** The first half of the engine: from histories to facts. */
export interface Analysis {
  /** Ages one product and keeps what rules and prices need of it. */
  add(history: ProductHistory): Omit<ProductState, 'runId'>;
  /** Products with stale stock: the ones for which a partner is worth looking for. */
  staleProductIds(): Set<number>;
  /** Once all products are in: demand, pairs and variants are judged among all of them. */
  sheets(bestPairOf: (productId: number) => Pair | null): Sheet[];
  /** What the offers of the last months brought; known once the sheets are made. */
  outcomes(): OfferOutcome[];
}

/**
 * The engine on one page. Histories go in product by product; sheets of facts come out, and suggestions of these:
 * stock is aged -> prices and sales are read -> demand is believed -> rules are judged -> the winner proposes a price ->
 * guardrails settle it, for all channels of a product together -> both futures are forecast -> the best are written down
 * with their why.
 * @param sheetRows rows per sheet; fewer only make a small shop's run cheaper
 */
export function createAnalysis(settings: FactSettings, sheetRows = SHEET_ROWS): Analysis {
  const { policy, asOf } = settings;
  const calendar = calendarOf(asOf, policy, settings.holidays);
  const termsOf = termsBy(settings);
  const demand = createShopDemand({ ...settings, isLocked: lockedBy(policy) });
  const filled: { sheet: Sheet; rows: number }[] = [];
  const places = new Map<number, Place>();
  const variants = createVariants();
  const offers = createOffers(settings, termsOf);

  function add(history: ProductHistory): Omit<ProductState, 'runId'> {
    const movements = movementsOf(history, history.product.firstStockedOn);
    const ageing = replay(movements, asOf);
    const report = reportOn(ageing, history.product, policy);
    const product = { ...history.product, cost: history.product.cost ?? newestReceiptCost(history, asOf) };
    const target = sheetWithRoom();
    const { sheet } = target;
    const { facts, inputs } = sheet;
    const salesOf = splitByChannel(history.sales);
    const all = measure(movements.sales, ageing.inStock, report.onHand, asOf);
    const channels = channelsOf(history, salesOf, settings.channels);
    const first = target.rows;
    const prices = channels.map((channel) =>
      currentPrice(history, channel.id, settings.asOfEnd, settings.shop.priceLaw.days),
    );
    const offered = channels.map((channel, i) => ({
      channel,
      sales: salesOf.get(channel.id) ?? NO_SALES,
      basePrice: prices[i]!.basePrice,
    }));
    const listings = demand.add(history, ageing.inStock, offered);
    places.set(product.id, { sheet, first, channels, listings, sku: product.sku, isStale: report.staleUnits > 0 });
    for (const [i, channel] of channels.entries()) {
      const row = target.rows++;
      const { sales } = offered[i]!;
      const current = prices[i]!;
      const listing = history.listings.find((each) => each.channelId === channel.id);

      const { numbers, texts } = inputs;
      numbers.productId[row] = product.id;
      numbers.channelId[row] = channel.id;
      numbers.channels[row] = channels.length;
      numbers.isCostOfReceipt[row] = product.cost === history.product.cost ? 0 : 1;
      numbers.minPrice[row] = listing?.minPrice ?? NaN;
      numbers.maxPrice[row] = listing?.maxPrice ?? NaN;
      numbers.lowestBefore[row] = current.before.lowest ?? NaN;
      numbers.lowestBaseBefore[row] = current.before.lowestBase ?? NaN;
      texts.productName[row] = product.name;
      setApproved(sheet, row, approvedKinds(history, channel.id, settings.asOfEnd));
      variants.add(channel.id, listing?.externalId ?? null, sheet, row);

      const lastDecision = history.decisions.findLast((each) => each.channelId === channel.id);
      const terms = termsOf(channel.code, product.category);
      const money = saleMoney(current.price, product.cost, terms);
      fill.fillProduct(facts, row, product, current.basePrice);
      fill.fillStock(facts, row, report);
      fill.fillSales(facts, row, 'sales', all);
      fill.fillSales(facts, row, 'channelSales', measure(sales, ageing.inStock, report.onHand, asOf));
      fill.fillChannel(facts, row, channel.code, current, money);
      fill.fillCompetitor(facts, row, lowestRival(history.competitors, channel.id, asOf), current.price);
      fill.fillCalendar(facts, row, asOf, calendar, terms.boost?.name ?? null);
      fill.fillOutcome(facts, row, lastDecision, settings.asOfEnd);
      const { basePrice } = current;
      const at = { sheet, row, first, count: channels.length };
      offers.add(at, { history, sales, channel, ageing, product, basePrice });
    }
    return stateOf(product.id, report, all.units30);
  }

  function sheetWithRoom(): (typeof filled)[number] {
    const last = filled.at(-1);
    const { length: channels } = settings.channels;
    if (last !== undefined && last.rows + channels <= last.sheet.facts.size) return last;
    const fresh = { sheet: createSheet(Math.max(sheetRows, channels)), rows: 0 };
    filled.push(fresh);
    return fresh;
  }

  /** Runs when every product's demand is believed: the partner's is part of what a bundle promises. */
  function pair({ sheet, first, channels }: Place, best: Pair): void {
    const partner = places.get(best.partnerId);
    channels.forEach((channel, i) => {
      const row = first + i;
      fill.fillPair(sheet.facts, row, best, partner?.sku ?? null);
      const at = partner?.channels.indexOf(channel) ?? -1;
      if (partner === undefined || at < 0) return;
      const other = partner.first + at;
      const price = numberFact(partner.sheet, other, 'channel.price');
      if (price === null || price <= 0 || (numberFact(partner.sheet, other, 'stock.onHand') ?? 0) <= 0) return;
      const { numbers, texts } = sheet.inputs;
      numbers.partnerPrice[row] = price;
      numbers.partnerCost[row] = numberFact(partner.sheet, other, 'product.cost') ?? NaN;
      numbers.partnerUnitsPerDay[row] = numberFact(partner.sheet, other, 'channelSales.velocity') ?? 0;
      texts.partnerCategory[row] = textFact(partner.sheet, other, 'product.category');
    });
  }

  return {
    add,
    staleProductIds: () => new Set([...places].filter(([, { isStale }]) => isStale).map(([id]) => id)),
    sheets(bestPairOf) {
      for (const { sheet, rows } of filled) sheet.facts.size = rows;
      for (const { sheet, first, listings } of places.values()) {
        fillBeliefs(
          sheet,
          first,
          listings.map((listing) => demand.demandOf(listing)),
          policy.horizonDays,
        );
      }
      offers.fill();
      for (const [productId, place] of places) {
        const best = bestPairOf(productId);
        if (best !== null) pair(place, best);
      }
      variants.fill();
      return filled.map(({ sheet }) => sheet);
    },
    outcomes: () => offers.outcomes(),
  };
}

/** The second half of the engine: what rules and prices say of the sheets. */
export interface Suggested {
  /** Best first; at most `maxSuggestionsPerDay` offers, and as many alerts. */
  candidates: Candidate[];
  /** The same written down, each when it is asked for. */
  drafts: Generator<SuggestionDraft>;
  listings: number;
  /** Left out by that limit. */
  overLimit: number;
}

/** Judges every product, all its listings together: they sell one stock. */
export function suggest(sheets: readonly Sheet[], settings: AnalysisSettings): Suggested {
  const { policy, rules } = settings;
  const evaluate = compileForColumns(rules);
  const judge = judgeBy(rules, answersBy(policy, contextsBy(settings)));
  const offers = new Best(policy.maxSuggestionsPerDay);
  const alerts = new Best(policy.maxSuggestionsPerDay);
  for (const sheet of sheets) {
    const fired = evaluate(sheet.facts);
    for (const [first, end] of productsIn(sheet, fired)) {
      const product = judge(sheet, first, end, fired);
      const alerted = new Set<string>();
      product.verdicts.forEach(({ resolution, offer }, i) => {
        const found = { product, row: first + i };
        const alert = resolution.alerts[0];
        // An alert speaks of the product: once is enough, on the first channel it fires on.
        if (alert !== undefined && !alerted.has(alert.name)) {
          alerted.add(alert.name);
          alerts.add({ ...found, rule: alert, offer: null });
        }
        if (offer !== null) offers.add({ ...found, rule: resolution.winner!, offer });
      });
    }
  }
  const chosen = [...offers.inOrder(), ...alerts.inOrder()];
  return {
    candidates: chosen,
    drafts: (function* () {
      for (const candidate of chosen) yield draftOf(candidate, settings);
    })(),
    listings: sheets.reduce((sum, { facts }) => sum + facts.size, 0),
    overLimit: offers.added + alerts.added - chosen.length,
  };
}

/** Where the listings of a product stand: one row per channel, in this order. */
interface Place {
  sheet: Sheet;
  first: number;
  channels: Channel[];
  listings: DemandListing[];
  sku: string;
  isStale: boolean;
}

const NO_SALES = { day: [], units: [], revenue: [], unitsReturned: [] };

/** Days on which prices are locked are days of a campaign. */
function lockedBy({ campaignLocks: locks }: Policy): DemandSettings['isLocked'] {
  return locks.length === 0 ? null : (day, channel, category) => lockOn(locks, day, channel, category) !== null;
}

/** What the shop last paid for a unit, for a product whose own cost nobody has filled in; null when no receipt says. */
function newestReceiptCost({ receipts }: ProductHistory, asOf: Day): Money | null {
  let newest: { day: Day; unitCost: Money | null } | null = null;
  for (const receipt of receipts) {
    if (receipt.unitCost === null || receipt.day > asOf) continue;
    if (newest === null || receipt.day >= newest.day) newest = receipt;
  }
  return newest?.unitCost ?? null;
}

/**
 * Where a product is for sale: where it has a listing or has sold; one with neither, wherever the shop's active channels
 * are, so that dead stock is not passed over.
 */
function channelsOf(history: ProductHistory, sold: ReadonlyMap<number, unknown>, channels: Channel[]): Channel[] {
  const listed = new Set([...history.listings.map((each) => each.channelId), ...sold.keys()]);
  const active = channels.filter((channel) => channel.isActive);
  return listed.size === 0 ? active : active.filter((channel) => listed.has(channel.id));
}
