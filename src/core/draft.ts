import type { Shop } from './access.js';
import { fingerprint } from './approval/fingerprint.js';
import { whySentence } from './approval/sentence.js';
import type { Suggestion, Why } from './approval/suggestion.js';
import type { ListingRow } from './listing-row.js';
import type { Comparison } from './pricing/forecast.js';
import type { Guarded } from './pricing/guardrails.js';
import type { Policy } from './pricing/policy.js';
import type { Proposal } from './pricing/proposal.js';
import { traceRule } from './rules/explain.js';
import { factsOfRow } from './rules/facts.js';
import type { Resolution } from './rules/resolve.js';
import type { AlertParams, FactTable, Facts, Rule, RuleSet } from './rules/rule.js';
import type { Day, Instant } from './units.js';

/** A suggestion before it has an id and a run. */
export type SuggestionDraft = Omit<Suggestion, 'id' | 'runId'>;

/** What is written down of a row once it is among the best. */
export interface Candidate {
  row: ListingRow;
  facts: FactTable;
  rule: Rule;
  matched: Resolution['matched'];
  /** Null: an alert. */
  offer: { proposal: Proposal; traces: Guarded['traces']; comparison: Comparison } | null;
}

interface DraftSettings {
  shop: Shop;
  asOf: Day;
  now: Instant;
  policy: Policy;
  rules: RuleSet;
}

const HOUR_MS = 3_600_000;
/** Fewer days with stock than this are told as little history. */
const SHORT_HISTORY_DAYS = 14;

/** Writes one candidate down, with its whole why. */
export function draftOf(candidate: Candidate, settings: DraftSettings): SuggestionDraft {
  const { row, rule, offer } = candidate;
  const { product, report } = row.card;
  const proposal = offer?.proposal ?? null;
  const facts = knownFacts(factsOfRow(candidate.facts, row.at));
  const kind = proposal?.kind ?? 'alert';
  const alert = offer === null ? { alert: { message: messageOf(rule) } } : {};
  const draft: Omit<SuggestionDraft, 'fingerprint'> = {
    productId: product.id,
    channelId: row.channel.id,
    sku: product.sku,
    channelCode: row.channel.code,
    category: product.category,
    kind,
    state: 'draft',
    version: 1,
    openKey: null,
    asOf: settings.asOf,
    price: proposal?.price ?? null,
    listPrice: proposal?.listPrice ?? null,
    currentPrice: row.current.price,
    discountBp: proposal?.discountBp ?? 0,
    staleValue: report.staleValue,
    gain: offer?.comparison.gain ?? null,
    ruleName: rule.name,
    needsSecondApproval: offer?.traces.some((trace) => trace.effect === 'needs-second-approval') ?? false,
    offer: { ...proposal?.offer, ...alert },
    why: whyOf(candidate, facts, settings),
    createdAt: settings.now,
    expiresAt: settings.now + settings.policy.suggestionLifetimeHours * HOUR_MS,
    updatedAt: settings.now,
  };
  return { ...draft, fingerprint: fingerprint({ ...draft, ruleVersion: rule.version }) };
}

function whyOf(candidate: Candidate, facts: Facts, settings: DraftSettings): Why {
  const { row, rule, matched, offer } = candidate;
  const { product, report } = row.card;
  return {
    sentence:
      offer === null
        ? messageOf(rule)
        : whySentence({
            kind: offer.proposal.kind,
            productName: product.name,
            channelName: row.channel.name,
            onHand: report.onHand,
            staleUnits: report.staleUnits,
            staleValue: report.staleValue,
            ageDaysOldest: report.ageDaysOldest,
            ageIsAtLeast: report.ageIsAtLeast,
            currentPrice: row.current.price ?? 0,
            proposal: offer.proposal,
            comparison: offer.comparison,
            currency: { code: settings.shop.currency, scale: settings.shop.scale },
          }),
    rule: { name: rule.name, version: rule.version, title: rule.title },
    matched,
    conditions: traceRule(rule, settings.rules.conditions, facts).conditions,
    facts,
    guardrails: offer?.traces ?? [],
    ifApproved: offer?.comparison.ifApproved ?? null,
    ifNothing: offer?.comparison.ifNothing ?? null,
    marks: marksOf(row, offer?.comparison ?? null),
  };
}

/** What a person should know about the data before trusting the figures. */
function marksOf(row: ListingRow, comparison: Comparison | null): string[] {
  const { product, report } = row.card;
  const marks: string[] = [...(comparison?.marks ?? [])];
  if (product.cost === null) marks.push('unknown-cost');
  if (row.card.isCostOfReceipt) marks.push('cost-of-receipt');
  if (report.ageIsAtLeast) marks.push('age-at-least');
  if (report.onHand < 0) marks.push('negative-stock');
  if (row.evidence.exposureDays < SHORT_HISTORY_DAYS) marks.push('short-history');
  if (row.evidence.cappedUnits > 0) marks.push('wholesale-order-capped');
  if (comparison !== null) marks.push('elasticity-is-prior');
  return marks.sort();
}

function messageOf(rule: Rule): { id: string; en: string } {
  const { message } = rule.event.params as AlertParams;
  return typeof message === 'string' ? { id: message, en: message } : message;
}

function knownFacts(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}
