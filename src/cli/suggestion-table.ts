import type { Decision, Estimate, Forecast } from '../core/approval/suggestion.js';
import { channelView } from '../contract/why.js';
import { formatInstant } from '../contract/http.js';
import type { Shop } from '../core/access.js';
import { formatPercent } from '../core/pricing/money-text.js';
import { shareBp, type Instant, type Money } from '../core/units.js';
import type { ListedSuggestion } from '../db/stores/suggestions.js';
import { out, printFields, printRows, type Column } from './output.js';

type Write = (amount: Money) => string;

/** The columns of a list of suggestions; texts in the shop's language. */
export function suggestionColumns(money: Write, locale: Shop['locale']): Column<ListedSuggestion>[] {
  const orMoney = (amount: Money | null): string => (amount === null ? '-' : money(amount));
  return [
    { key: 'id', title: 'id', value: ({ id }) => id },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'channel', title: 'channel', value: ({ channelCode }) => channelCode },
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'state', title: 'state', value: ({ state }) => state },
    { key: 'currentPrice', title: 'price now', value: (s) => s.currentPrice, text: (s) => orMoney(s.currentPrice) },
    { key: 'price', title: 'suggested', value: (s) => s.price, text: (s) => orMoney(s.price) },
    { key: 'discountBp', title: 'off', value: (s) => s.discountBp, text: (s) => formatPercent(cutBp(s), locale) },
    { key: 'gain', title: 'gain', value: (s) => s.gain, text: (s) => orMoney(s.gain) },
    { key: 'staleValue', title: 'stale value', value: (s) => s.staleValue, text: (s) => orMoney(s.staleValue) },
    { key: 'rule', title: 'rule', value: ({ ruleName }) => ruleName },
    { key: 'sentence', title: 'why', value: ({ why }) => why.sentence[locale] },
  ];
}

/** As the suggestion says; a voucher or bundle leaves the list price alone and shows what its holder saves. */
function cutBp({ discountBp, price, listPrice }: ListedSuggestion): number {
  if (discountBp > 0 || price === null || listPrice === null) return discountBp;
  return shareBp(listPrice - price, listPrice) ?? 0;
}

/** One suggestion with its whole why, for people. */
export function printSuggestion(suggestion: ListedSuggestion, decisions: Decision[], shop: Shop, money: Write): void {
  const { why } = suggestion;
  const { locale } = shop;
  const time = (at: Instant): string => formatInstant(at, shop.timeZone);
  out(`${why.sentence[locale]}\n\n`);
  printFields([
    ...suggestionColumns(money, locale)
      .filter(({ key }) => key !== 'sentence')
      .map((column) => [column.title, column.text?.(suggestion) ?? column.value(suggestion)] as const),
    ['version', suggestion.version],
    ['two people needed', suggestion.needsSecondApproval ? 'yes' : 'no'],
    ...firstOf(suggestion, money),
    ['to be decided by', time(suggestion.expiresAt)],
    ['about the data', why.marks.join(', ') || null],
  ]);
  out('\nRules that matched\n');
  printRows('table', why.matched, [
    { key: 'name', title: 'rule', value: ({ name }) => name },
    { key: 'priority', title: 'priority', value: ({ priority }) => priority },
    { key: 'outcome', title: 'outcome', value: ({ outcome }) => outcome },
    { key: 'reason', title: 'reason', value: ({ reason }) => reason },
  ]);
  out('\nConditions\n');
  printRows('table', why.conditions, [
    { key: 'fact', title: 'fact', value: ({ fact }) => fact },
    { key: 'is', title: 'is', value: ({ factValue }) => JSON.stringify(factValue) },
    { key: 'operator', title: 'compared', value: ({ operator }) => operator },
    { key: 'value', title: 'with', value: ({ value }) => JSON.stringify(value) ?? '' },
    { key: 'result', title: 'holds', value: ({ result }) => result },
  ]);
  if (why.ifApproved !== null && why.ifNothing !== null) printFutures(why.ifApproved, why.ifNothing, money);
  printChannels(channelView(why), money, locale);
  if (why.guardrails.length > 0) out('\nLimits that changed it\n');
  for (const { sentence } of why.guardrails) out(`${sentence[locale]}\n`);
  if (decisions.length > 0) out('\nDecisions\n');
  for (const { at, action, actor, reason, detail } of decisions) {
    const { price } = { ...(detail.adjustment as object | null), ...detail } as { price?: unknown };
    const named = typeof price === 'number' ? ` at ${money(price)}` : '';
    out(`${time(at)} ${action}${named} by ${actor}${reason === null ? '' : `: ${reason}`}\n`);
  }
}

/** Of a half-approved one: at which price, which may be another than the suggested one. */
function firstOf({ firstApproval, price }: ListedSuggestion, money: Write): (readonly [string, string])[] {
  if (firstApproval === null) return [];
  const at = firstApproval.price ?? price;
  return [['approved first by', at === null ? firstApproval.by : `${firstApproval.by} at ${money(at)}`]];
}

function printChannels(
  { channels, shadowPrice, alternatives }: ReturnType<typeof channelView>,
  money: Write,
  locale: Shop['locale'],
): void {
  const orMoney = (amount: Money | null): string => (amount === null ? '-' : money(amount));
  const units = (count: number | null): string => (count === null ? '-' : String(Math.round(count * 10) / 10));
  if (channels.length > 0) {
    out('\nAll channels, if everything proposed is approved\n');
    printRows('table', channels, [
      { key: 'channel', title: 'channel', value: ({ channel }) => channel },
      { key: 'now', title: 'price now', value: (each) => orMoney(each.currentPrice) },
      { key: 'price', title: 'then', value: ({ price }) => orMoney(price) },
      { key: 'units', title: 'units', value: ({ expectedUnits }) => units(expectedUnits) },
      { key: 'profit', title: 'profit of sales', value: ({ profit }) => orMoney(profit) },
      { key: 'leftAlone', title: 'left alone because', value: ({ leftAlone }) => leftAlone?.sentence[locale] ?? '' },
    ]);
    if (shadowPrice !== null) out(`One more unit in stock would be worth ${money(shadowPrice)}.\n`);
  }
  if (alternatives.length === 0) return;
  out(`\nKinds of offer, over ${alternatives[0]!.days} days\n`);
  printRows('table', alternatives, [
    { key: 'kind', title: 'kind', value: ({ kind, isChosen }) => (isChosen ? `${kind} *` : kind) },
    { key: 'price', title: 'price', value: ({ price }) => orMoney(price) },
    { key: 'units', title: 'units', value: ({ expectedUnits }) => units(expectedUnits) },
    { key: 'profit', title: "product's profit", value: ({ profit }) => orMoney(profit) },
    { key: 'reason', title: 'not possible because', value: ({ reason }) => reason?.sentence[locale] ?? '' },
  ]);
}

function printFutures(ifApproved: Forecast, ifNothing: Forecast, money: Write): void {
  const number = (value: number): string => String(Math.round(value * 10) / 10);
  const range = (estimate: Estimate | null, text: (value: number) => string): string =>
    estimate === null ? 'unknown' : `${text(estimate.mean)} (${text(estimate.low)} to ${text(estimate.high)})`;
  const line = (title: string, of: (forecast: Forecast) => string) => ({
    title,
    approved: of(ifApproved),
    nothing: of(ifNothing),
  });
  const lines = [
    line('price', ({ price }) => money(price)),
    line('units', ({ units }) => range(units, number)),
    line('revenue', ({ revenue }) => range(revenue, money)),
    line("product's profit", ({ profit }) => range(profit, money)),
    line('days to clear', ({ daysToClear }) => String(daysToClear ?? 'unknown')),
  ];
  out(`\nExpected over ${ifApproved.horizonDays} days\n`);
  printRows('table', lines, [
    { key: 'what', title: '', value: ({ title }) => title },
    { key: 'approved', title: 'if approved', value: ({ approved }) => approved },
    { key: 'nothing', title: 'if nothing is done', value: ({ nothing }) => nothing },
  ]);
}
