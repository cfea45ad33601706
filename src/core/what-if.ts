import { calendarOf } from './demand/calendar.js';
import { coverDays, expectedDaysToClear, expectedUnits30 } from './demand/measures.js';
import { addBeliefs } from './demand/velocity.js';
import { draftOf, type SuggestionDraft } from './draft.js';
import * as fill from './factsheet.js';
import { contextBy, saleMoney, termsBy } from './offer-context.js';
import type { AnalysisSettings } from './pipeline.js';
import { compileForColumns } from './rules/bulk.js';
import { FACT_BY_NAME, factsOfRow } from './rules/facts.js';
import { isOfType, quote, typeText, unknownFact } from './rules/finding.js';
import type { Facts, FactTable, Rule } from './rules/rule.js';
import type { Resolution } from './rules/resolve.js';
import { createSheet, numberFact, numberInput, textFact, type NumberInput, type Sheet } from './sheet.js';
import { Refusal, type RefusalIssue } from './refusal.js';
import { parseDay, shareBp, type Day } from './units.js';
import { worthOf } from './pricing/forecast.js';
import { judgeBy, offersBy, type Verdict } from './verdict.js';

/** What would be said of one listing; nothing is kept of it. */
export interface WhatIf {
  /** Every fact as the rules read it, the ones that were worked out included. */
  facts: Facts;
  /** The price that would be proposed; null: none. */
  suggestion: SuggestionDraft | null;
  alerts: SuggestionDraft[];
  resolution: Resolution;
  silent: Verdict['silent'];
}

/** A pace that is given without a history counts as if it had been seen on so many days with stock. */
const GIVEN_VELOCITY_DAYS = 30;

/**
 * A sheet of one listing as somebody describes it. Facts that follow from others are worked out unless they are given too:
 * `channel.price` from the base price, cut, margin, fees, profit and floor from prices and cost, shares, cover and what is
 * expected from stock and pace, the calendar from its day. What is not given is not known.
 *
 * @param given facts by name; they take the place of the listing's own
 * @param base a listing of a run to begin with; null: nothing is known but what is given
 * @throws Refusal `bad-facts`: unknown names or values of a wrong type, each with its path
 */
export function sheetOfFacts(
  given: Facts,
  base: { sheet: Sheet; row: number } | null,
  settings: AnalysisSettings,
): Sheet {
  const issues = Object.entries(given).flatMap(([name, value]) => issuesOf(name, value));
  if (issues.length > 0) {
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    throw new Refusal('invalid', 'bad-facts', `${issues[0]!.message}${more}`, {}, issues);
  }
  const sheet = base === null ? emptyListing(settings) : copyOf(base);
  for (const [name, value] of Object.entries(given)) setFact(sheet.facts, name, value);
  deduce(sheet, base === null ? null : new Set(Object.keys(given)), new Set(Object.keys(given)), settings);
  return sheet;
}

/** What the rules say of the first listing of a sheet, with its whole why. */
export function whatIf(sheet: Sheet, settings: AnalysisSettings): WhatIf {
  const fired = compileForColumns(settings.rules)(sheet.facts).on(0);
  const judge = judgeBy(settings.rules, offersBy(settings.policy, contextBy(settings)));
  const { resolution, offer, silent } = judge(sheet, 0, fired);
  const candidate = (rule: Rule) => ({ sheet, row: 0, rule, matched: resolution.matched });
  return {
    facts: factsOfRow(sheet.facts, 0),
    suggestion:
      offer === null
        ? null
        : draftOf(
            {
              ...candidate(resolution.winner!),
              offer: { ...offer, gain: worthOf(offer.proposal, offer.context).gain },
            },
            settings,
          ),
    alerts: resolution.alerts.map((rule) => draftOf({ ...candidate(rule), offer: null }, settings)),
    resolution,
    silent,
  };
}

function issuesOf(name: string, value: unknown): RefusalIssue[] {
  const path = `/facts/${name}`;
  const fact = FACT_BY_NAME.get(name);
  if (fact === undefined) return [unknownFact(name, path)];
  if (fact.knownOf !== null) {
    const message = `${name} follows from ${fact.knownOf}: give that, or null where it is not known.`;
    return [{ path, code: 'companion', message }];
  }
  if (value === null) {
    const message = `${name} is never null.`;
    return fact.nullable ? [] : [{ path, code: 'never-null', message }];
  }
  if (isOfType(fact, value)) return [];
  return [{ path, code: 'wrong-type', message: `${name} is ${typeText(fact)}; ${quote(value)} is not.` }];
}

function emptyListing(settings: AnalysisSettings): Sheet {
  const sheet = createSheet(1);
  const { numbers } = sheet.inputs;
  numbers.productId[0] = 0;
  numbers.channels[0] = 1;
  numbers.approvedKinds[0] = 0;
  numbers.exposureDays[0] = GIVEN_VELOCITY_DAYS;
  numbers.cappedUnits[0] = 0;
  numbers.isCostOfReceipt[0] = 0;
  setFact(sheet.facts, 'product.sku', 'what-if');
  setFact(sheet.facts, 'product.tags', []);
  for (const name of ['stock.ageIsAtLeast', 'demand.elasticityIsPrior'])
    setFact(sheet.facts, name, name.startsWith('demand'));
  for (const name of ['stock.onHand', 'stock.staleUnits', 'channel.discountBp']) setFact(sheet.facts, name, 0);
  for (const group of ['sales', 'channelSales']) {
    for (const days of [7, 30, 90]) setFact(sheet.facts, `${group}.units${days}`, 0);
  }
  setFact(sheet.facts, 'stock.daysInStock30', 30);
  setFact(sheet.facts, 'demand.elasticity', settings.policy.elasticityPrior.mean);
  fill.fillCalendar(sheet.facts, 0, settings.asOf, calendarOf(settings.asOf, settings.policy));
  return sheet;
}

function copyOf({ sheet, row }: { sheet: Sheet; row: number }): Sheet {
  const copy = createSheet(1);
  for (const [name, value] of Object.entries(factsOfRow(sheet.facts, row))) {
    if (FACT_BY_NAME.get(name)!.knownOf === null) setFact(copy.facts, name, value);
  }
  for (const [name, column] of Object.entries(copy.inputs.numbers)) {
    column[0] = sheet.inputs.numbers[name as NumberInput][row]!;
  }
  copy.inputs.texts.productName[0] = sheet.inputs.texts.productName[row] ?? null;
  copy.inputs.texts.partnerCategory[0] = sheet.inputs.texts.partnerCategory[row] ?? null;
  return copy;
}

function setFact(table: FactTable, name: string, value: Facts[string]): void {
  if (table.numbers[name] !== undefined) table.numbers[name][0] = value === null ? NaN : (value as number);
  else if (table.booleans[name] !== undefined) table.booleans[name][0] = value === null ? 2 : value === true ? 1 : 0;
  else if (table.texts[name] !== undefined) table.texts[name][0] = value as string | null;
  else table.lists[name]![0] = value as string[] | null;
}

/**
 * Works out what follows from the facts. With a listing to begin with, only what a changed fact bears on: the rest is as
 * the run found it.
 */
function deduce(
  sheet: Sheet,
  changed: Set<string> | null,
  given: ReadonlySet<string>,
  settings: AnalysisSettings,
): void {
  const number = (name: string): number | null => numberFact(sheet, 0, name);
  const put = (name: string, from: string[], value: () => number | null): void => {
    const isAffected = changed === null || from.some((each) => changed.has(each));
    if (given.has(name) || !isAffected) return;
    setFact(sheet.facts, name, value());
    changed?.add(name);
  };
  const share = (part: number | null, whole: number | null): number | null =>
    part === null || whole === null ? null : shareBp(part, whole);
  const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

  deduceCalendar(sheet, changed, given, settings);
  put('channel.basePrice', ['product.price'], () => number('product.price'));
  put('product.price', ['channel.basePrice'], () => number('channel.basePrice'));
  put('channel.price', ['channel.basePrice', 'channel.discountBp'], () => {
    const base = number('channel.basePrice');
    return base === null ? null : Math.round((base * (10_000 - (number('channel.discountBp') ?? 0))) / 10_000);
  });
  put('channel.discountBp', ['channel.price', 'channel.basePrice'], () =>
    Math.max(0, share(minus(number('channel.basePrice'), number('channel.price')), number('channel.basePrice')) ?? 0),
  );
  put('product.marginBp', ['product.price', 'product.cost'], () =>
    share(minus(number('product.price'), number('product.cost')), number('product.price')),
  );
  const terms = termsBy(settings)(textFact(sheet, 0, 'channel.code') ?? '', textFact(sheet, 0, 'product.category'));
  const money = saleMoney(number('channel.price'), number('product.cost'), terms);
  const ofSale = ['channel.price', 'product.cost', 'channel.code', 'product.category'];
  put('channel.feeBp', ofSale, () => money.feeBp);
  put('margin.unitProfit', ofSale, () => money.unitProfit);
  put('margin.unitProfitBp', ['margin.unitProfit', 'channel.price'], () =>
    share(number('margin.unitProfit'), number('channel.price')),
  );
  put('margin.floorPrice', ofSale, () => money.floorPrice);
  put('competitor.gapBp', ['channel.price', 'competitor.lowestPrice'], () =>
    share(minus(number('channel.price'), number('competitor.lowestPrice')), number('competitor.lowestPrice')),
  );
  put('stock.staleShareBp', ['stock.staleUnits', 'stock.onHand'], () =>
    (number('stock.onHand') ?? 0) > 0 ? share(number('stock.staleUnits'), number('stock.onHand')) : null,
  );
  put('channelSales.velocity', changed === null ? ['sales.velocity'] : [], () => number('sales.velocity'));
  put('sales.velocity', changed === null ? ['channelSales.velocity'] : [], () => number('channelSales.velocity'));
  believe(sheet, changed);
  const pace = ['stock.onHand', 'sales.velocity', 'channelSales.velocity'];
  const onHand = number('stock.onHand') ?? 0;
  const belief = beliefIn(sheet);
  put('stock.coverDays', pace, () => coverDays(onHand, number('sales.velocity')));
  put('demand.expectedUnits30', pace, () => (belief === null ? null : expectedUnits30(onHand, belief)));
  put('demand.expectedDaysToClear', pace, () =>
    expectedDaysToClear(onHand, belief === null ? null : addBeliefs([belief])),
  );
}

function deduceCalendar(
  sheet: Sheet,
  changed: Set<string> | null,
  given: ReadonlySet<string>,
  settings: AnalysisSettings,
): void {
  const day = parseDay(textFact(sheet, 0, 'calendar.day') ?? '');
  if (day === null || (changed !== null && !changed.has('calendar.day'))) return;
  const own = createSheet(1).facts;
  fill.fillCalendar(own, 0, day satisfies Day, calendarOf(day, settings.policy));
  for (const name of ['weekday', 'dayOfMonth', 'isPayday', 'campaign', 'daysToCampaign'].map(
    (each) => `calendar.${each}`,
  )) {
    if (!given.has(name)) setFact(sheet.facts, name, factsOfRow(own, 0)[name] ?? null);
  }
}

/** A pace that was given takes the place of the belief, as sure as that was (or as 30 days of such sales are). */
function believe(sheet: Sheet, changed: Set<string> | null): void {
  const rate = numberFact(sheet, 0, 'channelSales.velocity');
  if (rate === null || (changed !== null && !changed.has('channelSales.velocity'))) return;
  const { velocityA, velocityB } = sheet.inputs.numbers;
  velocityB[0] = numberInput(sheet, 0, 'velocityB') ?? GIVEN_VELOCITY_DAYS;
  velocityA[0] = rate * velocityB[0];
}

function beliefIn(sheet: Sheet): { rate: number; a: number; b: number } | null {
  const [a, b] = [numberInput(sheet, 0, 'velocityA'), numberInput(sheet, 0, 'velocityB')];
  return a === null || b === null || a <= 0 ? null : { a, b, rate: a / b };
}
