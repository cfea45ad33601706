import { byGain, effectOf, totalsOf, type Effect, type EffectTotals } from './effect.js';
import { contextsBy, type PriceSettings } from './offer-context.js';
import type { OfferKind } from './pricing/proposal.js';
import { compileForColumns } from './rules/bulk.js';
import type { RuleSet } from './rules/rule.js';
import type { Sheet } from './sheet.js';
import type { BasisPoints, Day, Instant, Money } from './units.js';
import { answersBy, judgeBy, productsIn } from './verdict.js';

export type BacktestState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** A set of rules tried on days of the shop's past. */
export interface Backtest {
  id: number;
  /** The version that was tried, and for a draft its revision then; null: a set that is no version. */
  ruleSetVersion: number | null;
  revision: number | null;
  /** The version in force, tried on the same days to compare. */
  againstVersion: number;
  rules: RuleSet;
  /** Rising. */
  days: Day[];
  state: BacktestState;
  /** Days that are done. */
  done: number;
  result: BacktestResult | null;
  error: string | null;
  createdBy: string;
  createdAt: Instant;
  startedAt: Instant | null;
  finishedAt: Instant | null;
}

/** A back-test without its rules and its result: what a list shows. */
export type BacktestHead = Omit<Backtest, 'rules' | 'result'>;

/** One suggestion that the tried set would have made. */
export interface BacktestHit {
  backtestId: number;
  day: Day;
  productId: number;
  channelId: number;
  sku: string;
  channelCode: string;
  ruleName: string;
  kind: OfferKind;
  price: Money;
  listPrice: Money;
  discountBp: BasisPoints;
  gain: Money | null;
  discountGiven: Money;
  staleValue: Money;
}

export interface DayTotals extends EffectTotals {
  day: Day;
  /** Suggestions left out by `maxSuggestionsPerDay`. */
  overLimit: number;
  /** Of the suggestions, those of listings that were hit on an earlier day of the test already. */
  again: number;
}

export interface BacktestSide {
  /** Over all days. */
  total: Omit<DayTotals, 'day'>;
  days: DayTotals[];
  byRule: ({ name: string } & EffectTotals)[];
  byChannel: ({ name: string } & EffectTotals)[];
  byCategory: ({ name: string | null } & EffectTotals)[];
  /** How many products were hit on how many of the days. */
  timesHit: { days: number; products: number }[];
  /** The products that were hit on most days. */
  mostHit: { sku: string; days: number; first: Day; last: Day }[];
}

export interface BacktestResult {
  draft: BacktestSide;
  inForce: BacktestSide;
  /** Products whose base price or cost of the past is not on record: the first on record stood in. */
  assumed: { prices: number; costs: number };
}

const MOST_HIT = 20;

/** Tries one set of rules on one day after the other. */
export interface Trial {
  /**
   * @param days until the next day that is tried: a suggestion gives its discount for so long, and gains that share of what
   * it would over the policy's horizon
   * @returns what the set would have suggested that day, best first, with the gain over the whole horizon
   */
  addDay(day: Day, sheets: readonly Sheet[], days: number): Effect[];
  side(): BacktestSide;
}

/** @param settingsOf what prices obey on a day: today's policy, the fees of that day */
export function createTrial(rules: RuleSet, settingsOf: (day: Day) => PriceSettings): Trial {
  const evaluate = compileForColumns(rules);
  const perDay: DayTotals[] = [];
  const effects: Effect[] = [];
  const listingsSeen = new Set<string>();
  const products = new Map<string, { days: number; first: Day; last: Day }>();
  return {
    addDay(day, sheets, days) {
      const settings = settingsOf(day);
      const judge = judgeBy(rules, answersBy(settings.policy, contextsBy(settings)));
      const found: Effect[] = [];
      for (const sheet of sheets) {
        const fired = evaluate(sheet.facts);
        for (const [first, end] of productsIn(sheet, fired)) {
          judge(sheet, first, end, fired).verdicts.forEach(({ resolution, offer }, i) => {
            if (offer !== null) found.push(effectOf(sheet, first + i, resolution.winner!.name, offer, days));
          });
        }
      }
      const shown = found.sort(byGain).slice(0, settings.policy.maxSuggestionsPerDay);
      let again = 0;
      for (const { sku, productId, channelId } of shown) {
        const listing = `${productId}:${channelId}`;
        if (listingsSeen.has(listing)) again++;
        listingsSeen.add(listing);
        const product = products.get(sku);
        if (product === undefined) products.set(sku, { days: 1, first: day, last: day });
        else if (product.last !== day) products.set(sku, { ...product, days: product.days + 1, last: day });
      }
      // What is hit again on the next day must not gain twice for the days that both forecasts cover.
      const share = Math.min(1, days / settings.policy.horizonDays);
      const counted = shown.map((effect) => ({
        ...effect,
        gain: effect.gain === null ? null : Math.round(effect.gain * share),
      }));
      perDay.push({ day, ...totalsOf(counted), overLimit: found.length - shown.length, again });
      effects.push(...counted);
      return shown;
    },
    side() {
      const sum = (key: 'overLimit' | 'again'): number => perDay.reduce((total, each) => total + each[key], 0);
      return {
        total: { ...totalsOf(effects), overLimit: sum('overLimit'), again: sum('again') },
        days: perDay,
        byRule: grouped(effects, ({ rule }) => rule),
        byChannel: grouped(effects, ({ channel }) => channel),
        byCategory: grouped(effects, ({ category }) => category),
        timesHit: timesHit([...products.values()].map(({ days }) => days)),
        mostHit: [...products]
          .map(([sku, hit]) => ({ sku, ...hit }))
          .sort((a, b) => b.days - a.days || (a.sku < b.sku ? -1 : 1))
          .slice(0, MOST_HIT),
      };
    },
  };
}

function grouped<Name>(effects: Effect[], nameOf: (effect: Effect) => Name): ({ name: Name } & EffectTotals)[] {
  const groups = new Map<Name, Effect[]>();
  for (const effect of effects) {
    const name = nameOf(effect);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [effect]);
    else group.push(effect);
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...totalsOf(group) }))
    .sort((a, b) => b.suggestions - a.suggestions || (String(a.name) < String(b.name) ? -1 : 1));
}

function timesHit(days: number[]): BacktestSide['timesHit'] {
  const counts = new Map<number, number>();
  for (const each of days) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([times, products]) => ({ days: times, products })).sort((a, b) => a.days - b.days);
}
