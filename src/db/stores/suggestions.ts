import { In, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type { Outcome } from '../../core/approval/decide.js';
import type { Decision, Suggestion, SuggestionKind, SuggestionState } from '../../core/approval/suggestion.js';
import type { BasisPoints, Instant, Money } from '../../core/units.js';
import { fromJson, type Database } from '../database.js';
import { DecisionTable, SuggestionTable } from '../tables/engine.js';
import { UserTable } from '../tables/shop.js';

/** What a list may be narrowed by; what is left out does not narrow. Drafts never show. */
export interface SuggestionFilter {
  states?: SuggestionState[] | undefined;
  kinds?: SuggestionKind[] | undefined;
  channel?: string | undefined;
  category?: string | undefined;
  rule?: string | undefined;
  sku?: string | undefined;
  /** Days of the oldest layer, as the suggestion read it. */
  minAgeDays?: number | undefined;
  minGain?: Money | undefined;
  minDiscountBp?: BasisPoints | undefined;
  needsSecondApproval?: boolean | undefined;
  /** Part of a SKU or of a product's name, in any case. */
  search?: string | undefined;
}

export const SORTS = ['gain', 'staleValue', 'createdAt', 'discountBp'] as const;
export interface SuggestionOrder {
  by: (typeof SORTS)[number];
  direction: 'asc' | 'desc';
}

/** The last row of the page before. */
export interface AfterSuggestion {
  value: number | null;
  id: number;
}

export type ListedSuggestion = Suggestion & { productName: string };

/**
 * A page of suggestions. Rows with an unknown gain come last in both directions; rows that are equal are ordered by id, so
 * pages never repeat or skip a row that stays as it is.
 */
export async function listSuggestions(
  db: Database,
  filter: SuggestionFilter,
  order: SuggestionOrder,
  limit: number,
  after: AfterSuggestion | null = null,
): Promise<ListedSuggestion[]> {
  const { where, parameters } = conditions(db, filter);
  if (after !== null) addAfter(where, parameters, order, after);
  const rows = await db.query<Record<string, unknown>>(
    `SELECT s.*, p.name AS productName FROM suggestion s LEFT JOIN product p ON p.id = s.productId
     WHERE ${where.join(' AND ')} ORDER BY ${orderBy(order)} LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map(rowOf);
}

export interface SuggestionTotals {
  count: number;
  /** Sum of the known gains, and how many are not known. */
  gain: Money;
  gainUnknown: number;
  staleValue: Money;
  by: Record<'state' | 'kind' | 'channel' | 'rule', { name: string; count: number; gain: Money }[]>;
}

/** Counts and sums of everything a filter matches. Stale value counts a product once per suggestion. */
export async function totalSuggestions(db: Database, filter: SuggestionFilter): Promise<SuggestionTotals> {
  const { where, parameters } = conditions(db, filter);
  const rows = await db.query<
    Record<'state' | 'kind' | 'channel' | 'rule' | 'n' | 'gain' | 'unknown' | 'stale', unknown>
  >(
    `SELECT s.state AS state, s.kind AS kind, s.channelCode AS channel, s.ruleName AS rule, COUNT(*) AS n,
       SUM(s.gain) AS gain, SUM(CASE WHEN s.gain IS NULL THEN 1 ELSE 0 END) AS \`unknown\`, SUM(s.staleValue) AS stale
     FROM suggestion s LEFT JOIN product p ON p.id = s.productId
     WHERE ${where.join(' AND ')} GROUP BY s.state, s.kind, s.channelCode, s.ruleName`,
    parameters,
  );
  const group = (key: 'state' | 'kind' | 'channel' | 'rule') => {
    const sums = new Map<string, { name: string; count: number; gain: Money }>();
    for (const row of rows) {
      const name = String(row[key]);
      const sum = sums.get(name) ?? { name, count: 0, gain: 0 };
      sums.set(name, { name, count: sum.count + Number(row.n), gain: sum.gain + Number(row.gain ?? 0) });
    }
    return [...sums.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  };
  const sum = (key: 'n' | 'gain' | 'unknown' | 'stale') =>
    rows.reduce((total, row) => total + Number(row[key] ?? 0), 0);
  return {
    count: sum('n'),
    gain: sum('gain'),
    gainUnknown: sum('unknown'),
    staleValue: sum('stale'),
    by: { state: group('state'), kind: group('kind'), channel: group('channel'), rule: group('rule') },
  };
}

/** Open suggestions that a filter matches, largest gain first, with the versions to decide on. */
export async function matchingIds(
  db: Database,
  filter: SuggestionFilter,
  limit: number,
): Promise<{ id: number; version: number }[]> {
  const { where, parameters } = conditions(db, filter);
  return db.query(
    `SELECT s.id, s.version FROM suggestion s LEFT JOIN product p ON p.id = s.productId
     WHERE ${where.join(' AND ')} AND s.state IN ('pending', 'half-approved')
     ORDER BY ${orderBy({ by: 'gain', direction: 'desc' })} LIMIT ?`,
    [...parameters, limit],
  );
}

/** One suggestion with its product's name; null when there is none (a draft is none). */
export async function findSuggestion(db: Database, id: number): Promise<ListedSuggestion | null> {
  const rows = await db.query<Record<string, unknown>>(
    `SELECT s.*, p.name AS productName FROM suggestion s LEFT JOIN product p ON p.id = s.productId
     WHERE s.id = ? AND s.state <> 'draft'`,
    [id],
  );
  return rows[0] === undefined ? null : rowOf(rows[0]);
}

/** Everything that was said about a suggestion, oldest first. */
export async function decisionsOf(manager: EntityManager, suggestionId: number): Promise<Decision[]> {
  return manager.find(DecisionTable, { where: { suggestionId }, order: { id: 'ASC' } });
}

/** Reads a suggestion and keeps others from deciding on it until the transaction ends. */
export async function lockSuggestion(db: Database, manager: EntityManager, id: number): Promise<Suggestion | null> {
  await manager.query(`SELECT id FROM suggestion WHERE id = ?${db.forUpdate}`, [id]);
  return manager.findOneBy(SuggestionTable, { id });
}

/** Writes a decision and the state that follows from it. The caller holds the suggestion's lock. */
export async function saveOutcome(
  manager: EntityManager,
  suggestion: Suggestion,
  outcome: Pick<Outcome, 'suggestion' | 'decision'>,
): Promise<void> {
  await manager.update(SuggestionTable, { id: suggestion.id }, outcome.suggestion);
  await manager.insert(DecisionTable, outcome.decision as QueryDeepPartialEntity<Decision>);
}

/** Open suggestions whose time to decide is over. */
export async function dueSuggestions(db: Database, now: Instant): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM suggestion WHERE state IN ('pending', 'half-approved') AND expiresAt <= ? ORDER BY id`,
    [now],
  );
  return rows.map((row) => row.id);
}

/** How many people can log in and approve. */
export async function activeApprovers(manager: EntityManager): Promise<number> {
  return manager.countBy(UserTable, { isActive: true, role: In(['owner', 'merchandiser']) });
}

function conditions(db: Database, filter: SuggestionFilter): { where: string[]; parameters: unknown[] } {
  const where = [`s.state <> 'draft'`];
  const parameters: unknown[] = [];
  const add = (sql: string, ...values: unknown[]): void => {
    where.push(sql);
    parameters.push(...values);
  };
  const among = (column: string, values: string[] | undefined): void => {
    if (values !== undefined) add(`${column} IN (${values.map(() => '?').join(', ') || 'NULL'})`, ...values);
  };
  among('s.state', filter.states);
  among('s.kind', filter.kinds);
  if (filter.channel !== undefined) add('s.channelCode = ?', filter.channel);
  if (filter.category !== undefined) add('s.category = ?', filter.category);
  if (filter.rule !== undefined) add('s.ruleName = ?', filter.rule);
  if (filter.sku !== undefined) add('s.sku = ?', filter.sku);
  if (filter.minGain !== undefined) add('s.gain >= ?', filter.minGain);
  if (filter.minDiscountBp !== undefined) add('s.discountBp >= ?', filter.minDiscountBp);
  if (filter.needsSecondApproval !== undefined) add('s.needsSecondApproval = ?', filter.needsSecondApproval ? 1 : 0);
  if (filter.minAgeDays !== undefined) {
    const integer = db.dialect === 'sqlite' ? 'INTEGER' : 'SIGNED';
    add(`CAST(JSON_EXTRACT(s.why, '$.facts."stock.ageDaysOldest"') AS ${integer}) >= ?`, filter.minAgeDays);
  }
  if (filter.search !== undefined && filter.search.trim() !== '') {
    const like = `%${filter.search.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    add(`(LOWER(s.sku) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!')`, like, like);
  }
  return { where, parameters };
}

/** Both databases take NULL for the smallest value: descending it is last by itself, and the index can be used. */
function orderBy({ by, direction }: SuggestionOrder): string {
  const isNullLast = by === 'gain' && direction === 'asc' ? 's.gain IS NULL, ' : '';
  return `${isNullLast}s.${by} ${direction}, s.id ${direction}`;
}

function addAfter(where: string[], parameters: unknown[], order: SuggestionOrder, after: AfterSuggestion): void {
  const beyond = order.direction === 'desc' ? '<' : '>';
  if (after.value === null) {
    where.push(`s.${order.by} IS NULL AND s.id ${beyond} ?`);
    parameters.push(after.id);
    return;
  }
  const orUnknown = order.by === 'gain' ? ' OR s.gain IS NULL' : '';
  where.push(`(s.${order.by} ${beyond} ? OR (s.${order.by} = ? AND s.id ${beyond} ?)${orUnknown})`);
  parameters.push(after.value, after.value, after.id);
}

function rowOf(row: Record<string, unknown>): ListedSuggestion {
  return {
    ...(row as unknown as ListedSuggestion),
    productName: String(row.productName ?? ''),
    needsSecondApproval: Boolean(row.needsSecondApproval),
    offer: fromJson(row.offer),
    why: fromJson(row.why),
  };
}
