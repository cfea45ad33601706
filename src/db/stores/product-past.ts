import type { Decision, SuggestionKind } from '../../core/approval/suggestion.js';
import type { PriceEntry } from '../../core/feed/entry.js';
import type { Instant, Money } from '../../core/units.js';
import type { Database } from '../database.js';

/** More than anybody looks at on one page; the newest are kept. */
const ROWS_MAX = 500;

/** Entries of a product whose window touches [from, to), oldest first. */
export async function entriesBetween(
  db: Database,
  productId: number,
  from: Instant,
  to: Instant,
): Promise<PriceEntry[]> {
  const rows = await db.query<PriceEntry>(
    `SELECT * FROM price_entry WHERE productId = ? AND startsAt < ? AND COALESCE(endsAt, ?) > ? ORDER BY id DESC LIMIT ?`,
    [productId, to, to, from, ROWS_MAX],
  );
  return rows.reverse();
}

/** What a human said of a suggestion, with what it was about. */
export interface PastDecision {
  suggestionId: number;
  channelCode: string;
  kind: SuggestionKind;
  /** As proposed; an adjustment has its own. */
  price: Money | null;
  action: Decision['action'];
  actor: string;
  at: Instant;
  reason: string | null;
}

/** Decisions of people on the suggestions of a product in [from, to), oldest first. */
export async function decisionsBetween(
  db: Database,
  productId: number,
  from: Instant,
  to: Instant,
): Promise<PastDecision[]> {
  const rows = await db.query<PastDecision>(
    `SELECT s.id AS suggestionId, s.channelCode, s.kind, s.price, d.action, d.actor, d.at, d.reason
     FROM suggestion s JOIN decision d ON d.suggestionId = s.id
     WHERE s.productId = ? AND d.at >= ? AND d.at < ? AND d.action NOT IN ('expire', 'supersede')
     ORDER BY d.id DESC LIMIT ?`,
    [productId, from, to, ROWS_MAX],
  );
  return rows.reverse();
}

/** How many suggestions on each of these products wait for a decision; those without one are left out. */
export async function openSuggestions(db: Database, productIds: readonly number[]): Promise<Map<number, number>> {
  if (productIds.length === 0) return new Map();
  const rows = await db.query<{ productId: number; n: number }>(
    `SELECT productId, COUNT(*) AS n FROM suggestion
     WHERE productId IN (${productIds.map(() => '?').join(', ')}) AND state IN ('pending', 'half-approved')
     GROUP BY productId`,
    [...productIds],
  );
  return new Map(rows.map(({ productId, n }) => [productId, Number(n)]));
}
