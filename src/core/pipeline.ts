import type { Shop } from './access.js';
import { movementsOf } from './ageing/movements.js';
import { replay } from './ageing/ledger.js';
import { reportOn } from './ageing/report.js';
import { isHeldOut } from './approval/hold-out.js';
import { calendarOf } from './demand/calendar.js';
import { splitByChannel } from './demand/channels.js';
import { elasticityFromPrior } from './demand/elasticity.js';
import { gatherEvidence, windowOf } from './demand/evidence.js';
import { coverDays, expectedDaysToClear, measure } from './demand/measures.js';
import type { Pair } from './demand/pairs.js';
import { createPriorTable } from './demand/priors.js';
import { expectedSold } from './demand/negative-binomial.js';
import { addBeliefs, beliefOf, type RateBelief } from './demand/velocity.js';
import { draftOf, type Candidate, type SuggestionDraft } from './draft.js';
import * as fill from './factsheet.js';
import type { ProductHistory } from './history.js';
import type { Channel, Fee } from './intake/records.js';
import { offerContext, partnerOf, saleMoney, variantsIn, type ListingRow, type ProductCard } from './listing-row.js';
import { approvedKinds, currentPrice } from './pricing/current.js';
import { feesOn, saleTerms, type SaleTerms } from './pricing/fees.js';
import { compare } from './pricing/forecast.js';
import type { Policy } from './pricing/policy.js';
import { propose, type PriceEvent } from './pricing/propose.js';
import { compileForColumns } from './rules/bulk.js';
import { createFactTable } from './rules/facts.js';
import { resolve } from './rules/resolve.js';
import type { FactTable, RuleSet } from './rules/rule.js';
import type { ProductState } from './run.js';
import { stateOf } from './product-state.js';
import type { Day, Instant, Money } from './units.js';

export type { SuggestionDraft } from './draft.js';

/** Everything a run obeys. The same settings and histories give the same suggestions, byte for byte. */
export interface AnalysisSettings {
  shop: Shop;
  asOf: Day;
  /** First moment after the as-of day in the shop's zone: prices are read as they stood then. */
  asOfEnd: Instant;
  /** Stamped on what is made; nothing is computed from it. */
  now: Instant;
  channels: Channel[];
  rules: RuleSet;
  ruleSetVersion: number;
  policy: Policy;
  policyVersion: number;
  fees: Fee[];
}

/** Rows per table: few enough for its columns to stay in the processor's cache while rules run over them. */
const TABLE_ROWS = 2_000;
const EXPECTED_DAYS = 30;
/** Days of the past that velocity looks at; with a half-life of 28 days the older ones weigh under 2 %. */
const EVIDENCE_DAYS = 180;

export interface Analysis {
  /** Ages one product and keeps what rules and prices need of it. */
  add(history: ProductHistory): Omit<ProductState, 'runId'>;
  /** Products with stale stock: the ones for which a partner is worth looking for. */
  staleProductIds(): Set<number>;
  setPairs(bestPairOf: (productId: number) => Pair | null): void;
  /** Judges every product x channel. Drafts come best first; at most `maxSuggestionsPerDay` offers, and as many alerts. */
  suggest(): { drafts: Generator<SuggestionDraft>; listings: number; overLimit: number };
}

/**
 * The engine on one page. Histories go in product by product; suggestions come out:
 * stock is aged -> prices and sales are read -> demand is believed -> rules are judged -> the winner proposes a price ->
 * guardrails settle it -> both futures are forecast -> the best are written down with their why.
 */
export function createAnalysis(settings: AnalysisSettings): Analysis {
  const { policy, asOf } = settings;
  const window = windowOf(asOf, policy.velocityHalfLifeDays, EVIDENCE_DAYS);
  const calendar = calendarOf(asOf, policy);
  const elasticity = elasticityFromPrior(policy.elasticityPrior);
  const evaluate = compileForColumns(settings.rules);
  const termsFor = termsCache(settings);
  const priors = createPriorTable();
  const tables: { facts: FactTable; rows: ListingRow[] }[] = [];
  const cards = new Map<number, ProductCard>();
  let bestPairOf: (productId: number) => Pair | null = () => null;

  function add(history: ProductHistory): Omit<ProductState, 'runId'> {
    const movements = movementsOf(history, history.product.firstStockedOn);
    const ageing = replay(movements, asOf);
    const report = reportOn(ageing, history.product, policy);
    const product = { ...history.product, cost: history.product.cost ?? newestReceiptCost(history, asOf) };
    const { layers: _layers, buckets: _buckets, ...figures } = report; // kept in the database, not in memory
    const card: ProductCard = {
      product,
      report: figures,
      isCostOfReceipt: product.cost !== history.product.cost,
      rows: [],
    };
    cards.set(product.id, card);
    const table = tableWithRoom();
    const salesOf = splitByChannel(history.sales);
    const all = measure(movements.sales, ageing.inStock, report.onHand, asOf);
    for (const channel of channelsOf(history, salesOf, settings.channels)) {
      const sales = salesOf.get(channel.id) ?? NO_SALES;
      const listing = history.listings.find((each) => each.channelId === channel.id);
      const row: ListingRow = {
        card,
        channel,
        at: table.rows.length,
        current: currentPrice(history, channel.id, settings.asOfEnd),
        approved: approvedKinds(history, channel.id, settings.asOfEnd),
        terms: termsFor(channel.code, product.category),
        minPrice: listing?.minPrice ?? null,
        maxPrice: listing?.maxPrice ?? null,
        externalId: listing?.externalId ?? null,
        evidence: gatherEvidence(sales, ageing.inStock, window),
        demand: NO_DEMAND,
        lastDecision: history.decisions.findLast((each) => each.channelId === channel.id),
      };
      priors.add(channel.id, product.category, row.evidence);
      card.rows.push(row);
      table.rows.push(row);
      const { facts } = table;
      const rivals = history.competitors.filter((each) => each.channelId === channel.id).map((each) => each.price);
      fill.fillProduct(facts, row.at, product, row.current.basePrice);
      fill.fillStock(facts, row.at, report);
      fill.fillSales(facts, row.at, 'sales', all);
      fill.fillSales(facts, row.at, 'channelSales', measure(sales, ageing.inStock, report.onHand, asOf));
      fill.fillChannel(facts, row.at, channel.code, row.current, saleMoney(row, policy));
      fill.fillCompetitor(facts, row.at, rivals.length === 0 ? null : Math.min(...rivals), row.current.price);
      fill.fillCalendar(facts, row.at, asOf, calendar);
      fill.fillOutcome(facts, row.at, row.lastDecision, settings.asOfEnd);
    }
    return stateOf(product.id, report, all.units30);
  }

  /** Demand needs all products first: what a product sells is judged beside what its kind sells. */
  function believe(): void {
    for (const { facts, rows } of tables) {
      for (const row of rows)
        row.demand = beliefOf(row.evidence, priors.priorOf(row.channel.id, row.card.product.category));
      for (const row of rows) {
        const { product, report } = row.card;
        const whole = addBeliefs(row.card.rows.map((each) => each.demand));
        fill.fillDemand(facts, row.at, {
          velocity: whole?.rate ?? 0,
          channelVelocity: row.demand.rate,
          coverDays: coverDays(report.onHand, whole?.rate ?? null),
          elasticity: elasticity.value,
          elasticityIsPrior: elasticity.isPrior,
          expectedUnits30: expectedUnits(row.demand, report.onHand),
          expectedDaysToClear: expectedDaysToClear(report.onHand, whole),
        });
        fill.fillPair(facts, row.at, bestPairOf(product.id), (id) => cards.get(id)?.product.sku ?? null);
      }
    }
  }

  function judge(): { offers: Best; alerts: Best } {
    const offers = new Best(policy.maxSuggestionsPerDay);
    const alerts = new Best(policy.maxSuggestionsPerDay);
    const alerted = new Set<string>();
    const variantPrices = variantsIn(tables.flatMap((table) => table.rows));
    for (const { facts, rows } of tables) {
      const fired = evaluate(facts);
      for (const row of rows) {
        if (!fired.any(row.at)) continue;
        const resolution = resolve(fired.on(row.at), settings.rules.onTie, row.current.basePrice);
        const { product } = row.card;
        const found = { row, facts, matched: resolution.matched };
        const alert = resolution.alerts[0];
        // An alert speaks of the product: once is enough, on the first channel it fires on.
        if (alert !== undefined && !alerted.has(`${product.id}:${alert.name}`)) {
          alerted.add(`${product.id}:${alert.name}`);
          alerts.add({ ...found, rule: alert, offer: null });
        }
        if (resolution.winner === null || isHeldOut(product.sku, policy.holdOutBp)) continue;
        if (row.approved.has(resolution.winner.event.type)) continue;
        const pair = resolution.winner.event.type === 'bundle' ? bestPairOf(product.id) : null;
        const context = offerContext(row, settings, variantPrices(row), partnerOf(pair, cards, row.channel));
        if (context === null) continue;
        const { proposal, traces } = propose(resolution.winner.event as PriceEvent, context);
        if (proposal === null) continue;
        const comparison = compare(proposal, context);
        offers.add({ ...found, rule: resolution.winner, offer: { proposal, traces, comparison } });
      }
    }
    return { offers, alerts };
  }

  function tableWithRoom(): (typeof tables)[number] {
    const last = tables.at(-1);
    const { length: channels } = settings.channels;
    if (last !== undefined && last.rows.length + channels <= last.facts.size) return last;
    const fresh = { facts: createFactTable(Math.max(TABLE_ROWS, channels)), rows: [] };
    tables.push(fresh);
    return fresh;
  }

  return {
    add,
    staleProductIds: () => new Set([...cards.values()].filter((c) => c.report.staleUnits > 0).map((c) => c.product.id)),
    setPairs(best) {
      bestPairOf = best;
    },
    suggest() {
      for (const { facts, rows } of tables) facts.size = rows.length;
      believe();
      const { offers, alerts } = judge();
      const chosen = [...offers.inOrder(), ...alerts.inOrder()];
      return {
        drafts: (function* () {
          for (const candidate of chosen) yield draftOf(candidate, settings);
        })(),
        listings: tables.reduce((sum, table) => sum + table.rows.length, 0),
        overLimit: offers.added + alerts.added - chosen.length,
      };
    },
  };
}

const NO_SALES = { day: [], units: [], unitsReturned: [] };
const NO_DEMAND = { rate: 0, a: 0, b: 0 };

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

/** E[min(demand, stock)] over 30 days; the sum over all counts only where the stock may well run out. */
function expectedUnits({ a, b, rate }: RateBelief, onHand: number): number {
  const mean = rate * EXPECTED_DAYS;
  const spread = Math.sqrt(mean + (mean * EXPECTED_DAYS) / b);
  if (onHand <= 0) return 0;
  return onHand > mean + 8 * spread ? mean : expectedSold(a, b, EXPECTED_DAYS, onHand);
}

/** Fees by channel and category: a few dozen answers serve every listing. */
function termsCache({ fees, policy, asOf }: AnalysisSettings): (channel: string, category: string | null) => SaleTerms {
  const known = new Map<string, SaleTerms>();
  return (channel, category) => {
    const key = `${channel}\n${category ?? ''}`;
    let terms = known.get(key);
    if (terms === undefined) {
      terms = saleTerms(feesOn(fees, channel, category, asOf), policy.vatBp, policy.unitsPerOrderMilli);
      known.set(key, terms);
    }
    return terms;
  };
}

/** Keeps the best of many without keeping the many: a shop of a million products may have as many candidates. */
class Best {
  added = 0;
  private kept: Candidate[] = [];

  constructor(private readonly limit: number) {}

  add(candidate: Candidate): void {
    this.added++;
    this.kept.push(candidate);
    if (this.kept.length > 2 * this.limit + 1_000) this.kept = this.inOrder();
  }

  inOrder(): Candidate[] {
    return this.kept.sort(byWorth).slice(0, this.limit);
  }
}

/** Most money first: expected gain, then stale value; then by name, so that equal worth has one order. */
function byWorth(a: Candidate, b: Candidate): number {
  const gain = (c: Candidate) => c.offer?.comparison.gain ?? -Infinity;
  const [ga, gb] = [gain(a), gain(b)];
  if (ga !== gb) return ga > gb ? -1 : 1;
  const value = b.row.card.report.staleValue - a.row.card.report.staleValue;
  if (value !== 0) return value;
  const [ka, kb] = [a, b].map((c) => `${c.row.card.product.sku}\n${c.row.channel.code}`) as [string, string];
  return ka < kb ? -1 : ka > kb ? 1 : 0;
}
