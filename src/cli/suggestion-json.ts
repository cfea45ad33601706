import type { Decision } from '../core/approval/suggestion.js';
import { channelView } from '../contract/why.js';
import { formatInstant } from '../contract/http.js';
import { formatDay, type Instant } from '../core/units.js';
import type { ListedSuggestion } from '../db/stores/suggestions.js';

/** A suggestion in JSON, by the names of the API (`GET /api/v1/suggestions`). */
export function suggestionJson(row: ListedSuggestion, timeZone: string): object {
  const { id, runId, sku, category, kind, state, version, price, listPrice, currentPrice, why } = row;
  const { discountBp, staleValue, gain, needsSecondApproval, offer } = row;
  const time = (at: Instant): string => formatInstant(at, timeZone);
  return {
    ...{ id, runId, sku, name: row.productName, channel: row.channelCode, category, kind, state, version },
    asOf: formatDay(row.asOf),
    ...{ price, listPrice, currentPrice, discountBp, staleValue },
    ageDays: why.facts['stock.ageDaysOldest'] ?? null,
    ...{ gain, rule: row.ruleName, needsSecondApproval, sentence: why.sentence, offer },
    ...{ ifApproved: why.ifApproved, ifNothing: why.ifNothing, marks: why.marks },
    createdAt: time(row.createdAt),
    expiresAt: time(row.expiresAt),
  };
}

/** The same with its whole why and what was said about it. */
export function detailJson(row: ListedSuggestion, decisions: Decision[], timeZone: string): object {
  const { sentence, rule, matched, conditions, facts, guardrails } = row.why;
  return {
    ...suggestionJson(row, timeZone),
    why: { sentence, rule, matched, conditions, facts, guardrails, ...channelView(row.why) },
    decisions: decisions.map(({ action, fromState, toState, actor, at, reason, detail }) => ({
      ...{ action, from: fromState, to: toState, by: actor, at: formatInstant(at, timeZone), reason, detail },
    })),
  };
}
