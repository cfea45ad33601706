import { boostOn } from './calendar-windows.js';
import { calendarOf } from './demand/calendar.js';
import { coverDays, expectedDaysToClear, expectedUnits30 } from './demand/measures.js';
import { addBeliefs } from './demand/velocity.js';
import { draftOf, type SuggestionDraft } from './draft.js';
import * as fill from './factsheet.js';
import { contextsBy, saleMoney, termsBy } from './offer-context.js';
import type { AnalysisSettings } from './pipeline.js';
import { compileForColumns } from './rules/bulk.js';
import { FACT_BY_NAME, factsOfRow, type Fact } from './rules/facts.js';
import { isOfType, quote, typeText, unknownFact } from './rules/finding.js';
import type { Facts, FactTable } from './rules/rule.js';
import type { Resolution } from './rules/resolve.js';
import {
  createSheet,
  numberFact,
  numberInput,
  textFact,
  type NumberInput,
  type Sheet,
  type TextInput,
} from './sheet.js';
import { Refusal, type RefusalIssue } from './refusal.js';
import { parseDay, shareBp, type Day } from './units.js';
import { answersBy, endOfProduct, judgeBy, type Verdict } from './verdict.js';

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

/** One listing, and its product's others around it: they sell one stock. */
export interface Listing {
  sheet: Sheet;
  row: number;
}

/**
 * A listing as somebody describes it. Facts that follow from others are worked out unless they are given too:
 * `channel.price` from the base price, cut, margin, fees, profit and floor from prices and cost, shares, cover and what is
 * expected from stock and pace, the calendar from its day. What is not given is not known.
 *
 * @param given facts by name; they take the place of the listing's own, those of the product on its other channels too
 * @param base a listing of a run to begin with; null: nothing is known but what is given, and no other channel
 * @throws Refusal `bad-facts`: unknown names, values of a wrong type or out of the fact's range, each with its path
 */
export function listingOfFacts(given: Facts, base: Listing | null, settings: AnalysisSettings): Listing {
  const issues = Object.entries(given).flatMap(([name, value]) => issuesOf(name, value));
  if (issues.length > 0) {
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    throw new Refusal('invalid', 'bad-facts', `${issues[0]!.message}${more}`, {}, issues);
  }
  const listing = base === null ? { sheet: emptyListing(settings), row: 0 } : copyOf(base);
  const { sheet } = listing;
  for (let row = 0; row < sheet.facts.size; row++) {
    const mine = Object.entries(given).filter(([name]) => row === listing.row || isOfProduct(name));
    for (const [name, value] of mine) setFact(sheet.facts, row, name, value);
    const names = mine.map(([name]) => name);
    deduce(listing.sheet, row, base === null ? null : new Set(names), new Set(names), settings);
  }
  return listing;
}

/** Facts that are the same on all channels of a product. */
const isOfProduct = (name: string): boolean => /^(product|stock|sales|calendar)\./.test(name);

/** What the rules say of a listing, with its whole why. */
export function whatIf({ sheet, row }: Listing, settings: AnalysisSettings): WhatIf {
  const fired = compileForColumns(settings.rules)(sheet.facts);
  const judge = judgeBy(settings.rules, answersBy(settings.policy, contextsBy(settings)));
  const product = judge(sheet, 0, sheet.facts.size, fired);
  const { resolution, offer, silent } = product.verdicts[row]!;
  return {
    facts: factsOfRow(sheet.facts, row),
    suggestion: offer === null ? null : draftOf({ product, row, rule: resolution.winner!, offer }, settings),
    alerts: resolution.alerts.map((rule) => draftOf({ product, row, rule, offer: null }, settings)),
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
    return [{ path, code: 'companion', message, values: { fact: name, of: fact.knownOf } }];
  }
  if (value === null) {
    const message = `${name} is never null.`;
    return fact.nullable ? [] : [{ path, code: 'never-null', message, values: { fact: name } }];
  }
  if (!isOfType(fact, value)) {
    const message = `${name} is ${typeText(fact)}; ${quote(value)} is not.`;
    return [{ path, code: 'wrong-type', message, values: { fact: name, value } }];
  }
  return typeof value === 'number' ? rangeIssues(fact, value, path) : [];
}

/** A number that no run could give. Where a range is open, whole numbers are exact up to 2^53 - 1 and no further. */
function rangeIssues({ name, range, unit, isWhole }: Fact, value: number, path: string): RefusalIssue[] {
  const least = range?.[0] ?? Number.MIN_SAFE_INTEGER;
  const most = range?.[1] ?? Number.MAX_SAFE_INTEGER;
  if (!(value >= least && value <= most)) {
    const what = unit === 'bp' ? ' basis points (10,000 = 100 %)' : '';
    const message = `${name} runs from ${least} to ${most}${what}; ${quote(value)} is outside.`;
    return [{ path, code: 'out-of-range', message, values: { fact: name, least, most, value } }];
  }
  if (!isWhole || Number.isInteger(value)) return [];
  return [
    {
      path,
      code: 'not-whole',
      message: `${name} is a whole number; ${quote(value)} is not.`,
      values: { fact: name, value },
    },
  ];
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
  setFact(sheet.facts, 0, 'product.sku', 'what-if');
  setFact(sheet.facts, 0, 'product.tags', []);
  for (const name of ['stock.ageIsAtLeast', 'demand.elasticityIsPrior'])
    setFact(sheet.facts, 0, name, name.startsWith('demand'));
  for (const name of ['stock.onHand', 'stock.staleUnits', 'channel.discountBp']) setFact(sheet.facts, 0, name, 0);
  for (const group of ['sales', 'channelSales']) {
    for (const days of [7, 30, 90]) setFact(sheet.facts, 0, `${group}.units${days}`, 0);
  }
  setFact(sheet.facts, 0, 'stock.daysInStock30', 30);
  setFact(sheet.facts, 0, 'demand.elasticity', settings.policy.elasticityPrior.mean);
  fill.fillCalendar(sheet.facts, 0, settings.asOf, calendarOf(settings.asOf, settings.policy, settings.holidays), null);
  return sheet;
}

/** The rows of the listing's product. */
function copyOf({ sheet, row }: Listing): Listing {
  const { productId } = sheet.inputs.numbers;
  let first = row;
  while (first > 0 && productId[first - 1] === productId[row]) first--;
  const size = endOfProduct(sheet, first) - first;
  const copy = createSheet(size);
  for (let at = 0; at < size; at++) {
    const from = first + at;
    for (const [name, value] of Object.entries(factsOfRow(sheet.facts, from))) {
      if (FACT_BY_NAME.get(name)!.knownOf === null) setFact(copy.facts, at, name, value);
    }
    for (const [name, column] of Object.entries(copy.inputs.numbers)) {
      column[at] = sheet.inputs.numbers[name as NumberInput][from]!;
    }
    for (const [name, column] of Object.entries(copy.inputs.texts)) {
      column[at] = sheet.inputs.texts[name as TextInput][from] ?? null;
    }
  }
  return { sheet: copy, row: row - first };
}

function setFact(table: FactTable, row: number, name: string, value: Facts[string]): void {
  if (table.numbers[name] !== undefined) table.numbers[name][row] = value === null ? NaN : (value as number);
  else if (table.booleans[name] !== undefined) table.booleans[name][row] = value === null ? 2 : value === true ? 1 : 0;
  else if (table.texts[name] !== undefined) table.texts[name][row] = value as string | null;
  else table.lists[name]![row] = value as string[] | null;
}

/**
 * Works out what follows from the facts. With a listing to begin with, only what a changed fact bears on: the rest is as
 * the run found it.
 */
function deduce(
  sheet: Sheet,
  row: number,
  changed: Set<string> | null,
  given: ReadonlySet<string>,
  settings: AnalysisSettings,
): void {
  const number = (name: string): number | null => numberFact(sheet, row, name);
  const put = (name: string, from: string[], value: () => number | null): void => {
    const isAffected = changed === null || from.some((each) => changed.has(each));
    if (given.has(name) || !isAffected) return;
    setFact(sheet.facts, row, name, value());
    changed?.add(name);
  };
  const share = (part: number | null, whole: number | null): number | null =>
    part === null || whole === null ? null : shareBp(part, whole);
  const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

  deduceCalendar(sheet, row, changed, given, settings);
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
  const terms = termsBy(settings)(textFact(sheet, row, 'channel.code') ?? '', textFact(sheet, row, 'product.category'));
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
  believe(sheet, row, changed);
  const pace = ['stock.onHand', 'sales.velocity', 'channelSales.velocity'];
  const onHand = number('stock.onHand') ?? 0;
  const belief = beliefIn(sheet, row);
  put('stock.coverDays', pace, () => coverDays(onHand, number('sales.velocity')));
  put('demand.expectedUnits30', pace, () => (belief === null ? null : expectedUnits30(onHand, belief)));
  put('demand.expectedDaysToClear', pace, () =>
    expectedDaysToClear(onHand, belief === null ? null : addBeliefs([belief])),
  );
}

/** Facts that follow from `calendar.day`. */
const CALENDAR_OF_A_DAY = [
  'weekday',
  'dayOfMonth',
  'isPayday',
  'campaign',
  'daysToCampaign',
  'holiday',
  'daysToHoliday',
  'boost',
].map((each) => `calendar.${each}`);

function deduceCalendar(
  sheet: Sheet,
  row: number,
  changed: Set<string> | null,
  given: ReadonlySet<string>,
  settings: AnalysisSettings,
): void {
  const day = parseDay(textFact(sheet, row, 'calendar.day') ?? '');
  if (day === null || (changed !== null && !changed.has('calendar.day'))) return;
  const own = createSheet(1).facts;
  const [channel, category] = [textFact(sheet, row, 'channel.code') ?? '', textFact(sheet, row, 'product.category')];
  const boost = boostOn(settings.boosts ?? [], day + 1, channel, category);
  const calendar = calendarOf(day, settings.policy, settings.holidays);
  fill.fillCalendar(own, 0, day satisfies Day, calendar, boost?.name ?? null);
  for (const name of CALENDAR_OF_A_DAY) {
    if (!given.has(name)) setFact(sheet.facts, row, name, factsOfRow(own, 0)[name] ?? null);
  }
}

/** A pace that was given takes the place of the belief, as sure as that was (or as 30 days of such sales are). */
function believe(sheet: Sheet, row: number, changed: Set<string> | null): void {
  const rate = numberFact(sheet, row, 'channelSales.velocity');
  if (rate === null || (changed !== null && !changed.has('channelSales.velocity'))) return;
  const { velocityA, velocityB } = sheet.inputs.numbers;
  velocityB[row] = numberInput(sheet, row, 'velocityB') ?? GIVEN_VELOCITY_DAYS;
  velocityA[row] = rate * velocityB[row];
}

function beliefIn(sheet: Sheet, row: number): { rate: number; a: number; b: number } | null {
  const [a, b] = [numberInput(sheet, row, 'velocityA'), numberInput(sheet, row, 'velocityB')];
  return a === null || b === null || a <= 0 ? null : { a, b, rate: a / b };
}
