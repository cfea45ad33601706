import type { Shop } from './access.js';
import { alternativesOf } from './alternatives.js';
import { fingerprint } from './approval/fingerprint.js';
import { bitsOf, type Mark } from './approval/marks.js';
import { whySentence } from './approval/sentence.js';
import { moneyAtStake } from './approval/stake.js';
import type { Suggestion, Why } from './approval/suggestion.js';
import type { Channel } from './intake/records.js';
import { compare, discountGiven, type Comparison } from './pricing/forecast.js';
import type { Policy } from './pricing/policy.js';
import { traceRule } from './rules/explain.js';
import { factsOfRow } from './rules/facts.js';
import type { AlertParams, Facts, Rule, RuleSet } from './rules/rule.js';
import { numberFact, numberInput, textFact, type Sheet } from './sheet.js';
import type { Day, Instant } from './units.js';
import type { Offered, ProductVerdict } from './verdict.js';
import { channelsOf } from './why-channels.js';

/** A suggestion before it has an id and a run. */
export type SuggestionDraft = Omit<Suggestion, 'id' | 'runId'>;

/** What is written down of a listing once it is among the best. */
export interface Candidate {
  /** With all its channels: they sell one stock. */
  product: ProductVerdict;
  row: number;
  rule: Rule;
  /** Null: an alert. */
  offer: Offered | null;
}

interface DraftSettings {
  shop: Shop;
  asOf: Day;
  now: Instant;
  channels: Channel[];
  policy: Policy;
  rules: RuleSet;
}

const HOUR_MS = 3_600_000;
/** Fewer days with stock than this are told as little history. */
const SHORT_HISTORY_DAYS = 14;

/** Writes one candidate down, with its whole why. */
export function draftOf(candidate: Candidate, settings: DraftSettings): SuggestionDraft {
  const { product, row, rule, offer } = candidate;
  const { sheet } = product;
  const proposal = offer?.proposal ?? null;
  const comparison = offer === null ? null : compare(offer.proposal, offer.context, offer.gain);
  const facts = knownFacts(factsOfRow(sheet.facts, row));
  const kind = proposal?.kind ?? 'alert';
  const alert = offer === null ? { alert: { message: messageOf(rule) } } : {};
  const why = whyOf(candidate, comparison, facts, settings);
  const gain = comparison?.gain ?? null;
  const staleValue = numberFact(sheet, row, 'stock.staleValue') ?? 0;
  const draft: Omit<SuggestionDraft, 'fingerprint'> = {
    productId: numberInput(sheet, row, 'productId')!,
    channelId: numberInput(sheet, row, 'channelId')!,
    sku: textFact(sheet, row, 'product.sku')!,
    channelCode: textFact(sheet, row, 'channel.code')!,
    category: textFact(sheet, row, 'product.category'),
    kind,
    state: 'draft',
    version: 1,
    openKey: null,
    asOf: settings.asOf,
    price: proposal?.price ?? null,
    listPrice: proposal?.listPrice ?? null,
    currentPrice: numberFact(sheet, row, 'channel.price'),
    discountBp: proposal?.discountBp ?? 0,
    staleValue,
    gain,
    ruleName: rule.name,
    needsSecondApproval: offer?.traces.some((trace) => trace.effect === 'needs-second-approval') ?? false,
    offer: { ...proposal?.offer, ...alert },
    why,
    createdAt: settings.now,
    expiresAt: settings.now + settings.policy.suggestionLifetimeHours * HOUR_MS,
    updatedAt: settings.now,
    atStake: moneyAtStake({ ...why, gain, staleValue }, settings.policy),
    ageDays: numberFact(sheet, row, 'stock.ageDaysOldest'),
    discountGiven: offer === null ? 0 : discountGiven(offer.proposal, offer.context),
    markBits: bitsOf(why.marks),
  };
  return { ...draft, fingerprint: fingerprint({ ...draft, ruleVersion: rule.version }) };
}

function whyOf(candidate: Candidate, comparison: Comparison | null, facts: Facts, settings: DraftSettings): Why {
  const { product, row, rule, offer } = candidate;
  const { sheet } = product;
  const { matched } = product.verdicts[row - product.first]!.resolution;
  const number = (name: string): number | null => numberFact(sheet, row, name);
  return {
    sentence:
      offer === null || comparison === null
        ? messageOf(rule)
        : whySentence({
            kind: offer.proposal.kind,
            productName: sheet.inputs.texts.productName[row] ?? '',
            channelName: settings.channels.find(({ id }) => id === numberInput(sheet, row, 'channelId'))?.name ?? '',
            onHand: number('stock.onHand') ?? 0,
            staleUnits: number('stock.staleUnits') ?? 0,
            staleValue: number('stock.staleValue') ?? 0,
            ageDaysOldest: number('stock.ageDaysOldest'),
            ageIsAtLeast: facts['stock.ageIsAtLeast'] === true,
            currentPrice: number('channel.price') ?? 0,
            proposal: offer.proposal,
            comparison,
            currency: { code: settings.shop.currency, scale: settings.shop.scale },
          }),
    rule: { name: rule.name, version: rule.version, title: rule.title },
    matched,
    conditions: traceRule(rule, settings.rules.conditions, facts).conditions,
    facts,
    guardrails: offer?.traces ?? [],
    ifApproved: comparison?.ifApproved ?? null,
    ifNothing: comparison?.ifNothing ?? null,
    marks: [...marksOf(sheet, row, comparison), ...lawMarks(sheet, row, offer)].sort(),
    ...(offer === null ? {} : { ...channelsOf(product), alternatives: alternativesOf(product, row - product.first) }),
  };
}

/** What a person should know about the data before trusting the figures. */
function marksOf(sheet: Sheet, row: number, comparison: Comparison | null): Mark[] {
  const input = (name: Parameters<typeof numberInput>[2]): number => numberInput(sheet, row, name) ?? 0;
  const marks: Mark[] = [...(comparison?.marks ?? [])];
  if (numberFact(sheet, row, 'product.cost') === null) marks.push('unknown-cost');
  if (input('isCostOfReceipt') === 1) marks.push('cost-of-receipt');
  if (sheet.facts.booleans['stock.ageIsAtLeast']![row] === 1) marks.push('age-at-least');
  if ((numberFact(sheet, row, 'stock.onHand') ?? 0) < 0) marks.push('negative-stock');
  if (input('exposureDays') < SHORT_HISTORY_DAYS) marks.push('short-history');
  if (input('cappedUnits') > 0) marks.push('wholesale-order-capped');
  if (comparison !== null && sheet.facts.booleans['demand.elasticityIsPrior']![row] === 1)
    marks.push('elasticity-is-prior');
  return marks;
}

/** What the law may say of a discount that begins now; deciding on it holds it against the ledger of that moment. */
function lawMarks(sheet: Sheet, row: number, offer: Offered | null): Mark[] {
  if (offer === null || offer.proposal.kind !== 'discount') return [];
  const { listPrice } = offer.proposal;
  if (listPrice > (numberInput(sheet, row, 'lowestBaseBefore') ?? Infinity)) return ['base-price-raised'];
  return listPrice > (numberInput(sheet, row, 'lowestBefore') ?? Infinity) ? ['above-lowest-price'] : [];
}

function messageOf(rule: Rule): { id: string; en: string } {
  const { message } = rule.event.params as AlertParams;
  return typeof message === 'string' ? { id: message, en: message } : message;
}

function knownFacts(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}
