import { In, Not, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type { Outcome } from '../../core/approval/decide.js';
import { bitsOf, type Mark } from '../../core/approval/marks.js';
import type { Decision, Suggestion, SuggestionKind, SuggestionState } from '../../core/approval/suggestion.js';
import type { BasisPoints, Instant, Money } from '../../core/units.js';
import { fromJson, type Database } from '../database.js';
import { DecisionTable, SuggestionTable } from '../tables/engine.js';
import { UserTable } from '../tables/shop.js';

/** What a list may be narrowed by; what is left out does not narrow. Drafts never show. */
export interface SuggestionFilter {
  states?: SuggestionState[] | undefined;
  kinds?: SuggestionKind[] | undefined;
  channels?: string[] | undefined;
  categories?: string[] | undefined;
  rules?: string[] | undefined;
  sku?: string | undefined;
  /** Of the oldest units on hand. */
  minAgeDays?: number | undefined;
  minGain?: Money | undefined;
  minAtStake?: Money | undefined;
  minDiscountBp?: BasisPoints | undefined;
  needsSecondApproval?: boolean | undefined;
  /** Any of them. */
  marks?: Mark[] | undefined;
  /** Part of a SKU or of a product's name, in any case. */
  search?: string | undefined;
}

export const SORTS = ['atStake', 'gain', 'staleValue', 'createdAt', 'discountBp'] as const;
export interface SuggestionOrder {
  by: (typeof SORTS)[number];
  direction: 'asc' | 'desc';
}

/** The last row of the page before. */
export interface AfterSuggestion {
  value: number | null;
  id: number;
}

/** An approval that waits for its second. */
export interface FirstApproval {
  by: string;
  at: Instant;
  /** The price that was given; null: the engine's. */
  price: Money | null;
}

export type ListedSuggestion = Suggestion & {
  productName: string;
  /** Of a half-approved one. */
  firstApproval: FirstApproval | null;
};

/**
 * A page of suggestions. Rows with an unknown gain come last in both directions; rows that are equal are ordered by id, so
 * pages never repeat or skip a row that stays as it is. Which rows these are is found in an index; only they are read whole.
 */
export async function listSuggestions(
  db: Database,
  filter: SuggestionFilter,
  order: SuggestionOrder,
  limit: number,
  after: AfterSuggestion | null = null,
): Promise<ListedSuggestion[]> {
  const { where, parameters } = conditions(filter);
  if (after !== null) addAfter(where, parameters, order, after);
  const rows = await db.query<Record<string, unknown>>(
    `SELECT s.*, p.name AS productName
     FROM (SELECT s.id FROM suggestion s WHERE ${where.join(' AND ')} ORDER BY ${orderBy(order)} LIMIT ?) shown
       JOIN suggestion s ON s.id = shown.id LEFT JOIN product p ON p.id = s.productId
     ORDER BY ${orderBy(order)}`,
    [...parameters, limit],
  );
  return withFirstApprovals(db.manager, rows);
}

type Group = 'state' | 'kind' | 'channel' | 'rule' | 'category';

export interface SuggestionTotals {
  count: number;
  /** Sum of the known gains, and how many are not known. */
  gain: Money;
  gainUnknown: number;
  staleValue: Money;
  /** Sum of what is known to be given away. */
  discountGiven: Money;
  /** A product without a category stands under an empty name. */
  by: Record<Group, { name: string; count: number; gain: Money }[]>;
}

/** Counts and sums of everything a filter matches. Stale value counts a product once per suggestion. */
export async function totalSuggestions(db: Database, filter: SuggestionFilter): Promise<SuggestionTotals> {
  const { where, parameters } = conditions(filter);
  const rows = await db.query<Record<Group | 'n' | 'gain' | 'unknown' | 'stale' | 'given', unknown>>(
    `SELECT s.state AS state, s.kind AS kind, s.channelCode AS channel, s.ruleName AS rule, s.category AS category,
       COUNT(*) AS n, SUM(s.gain) AS gain, SUM(CASE WHEN s.gain IS NULL THEN 1 ELSE 0 END) AS \`unknown\`,
       SUM(s.staleValue) AS stale, SUM(s.discountGiven) AS given
     FROM suggestion s WHERE ${where.join(' AND ')} GROUP BY s.state, s.kind, s.channelCode, s.ruleName, s.category`,
    parameters,
  );
  const group = (key: Group) => {
    const sums = new Map<string, { name: string; count: number; gain: Money }>();
    for (const row of rows) {
      const name = String(row[key] ?? '');
      const sum = sums.get(name) ?? { name, count: 0, gain: 0 };
      sums.set(name, { name, count: sum.count + Number(row.n), gain: sum.gain + Number(row.gain ?? 0) });
    }
    return [...sums.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  };
  const sum = (key: 'n' | 'gain' | 'unknown' | 'stale' | 'given') =>
    rows.reduce((total, row) => total + Number(row[key] ?? 0), 0);
  return {
    count: sum('n'),
    gain: sum('gain'),
    gainUnknown: sum('unknown'),
    staleValue: sum('stale'),
    discountGiven: sum('given'),
    by: {
      state: group('state'),
      kind: group('kind'),
      channel: group('channel'),
      rule: group('rule'),
      category: group('category'),
    },
  };
}

/** The part of a selection that has not been decided on: open suggestions that a filter matches, in the order of ids. */
export interface SelectionRange {
  filter: SuggestionFilter;
  /** The last one that was decided on; 0: none yet. */
  afterId: number;
  /** What came later than the selection was made is not in it; null: it is made now. */
  throughId: number | null;
}

/** How many suggestions are in a selection, and the last one. */
export async function measureSelection(
  db: Database,
  range: SelectionRange,
): Promise<{ count: number; lastId: number }> {
  const { where, parameters } = selected(range);
  const rows = await db.query<{ count: number; lastId: number | null }>(
    `SELECT COUNT(*) AS count, MAX(s.id) AS lastId FROM suggestion s WHERE ${where.join(' AND ')}`,
    parameters,
  );
  return { count: Number(rows[0]?.count ?? 0), lastId: Number(rows[0]?.lastId ?? 0) };
}

/** The next ones of a selection, with the versions to decide on. */
export async function selectedIds(
  db: Database,
  range: SelectionRange,
  limit: number,
): Promise<{ id: number; version: number }[]> {
  const { where, parameters } = selected(range);
  return db.query(
    `SELECT s.id, s.version FROM (SELECT s.id FROM suggestion s WHERE ${where.join(' AND ')} ORDER BY s.id LIMIT ?) next
       JOIN suggestion s ON s.id = next.id ORDER BY s.id`,
    [...parameters, limit],
  );
}

function selected({ filter, afterId, throughId }: SelectionRange): { where: string[]; parameters: unknown[] } {
  const { where, parameters } = conditions(filter);
  where.push(`s.state IN ('pending', 'half-approved')`, 's.id > ?');
  parameters.push(afterId);
  if (throughId !== null) {
    where.push('s.id <= ?');
    parameters.push(throughId);
  }
  return { where, parameters };
}

/** One suggestion with its product's name; null when there is none (a draft is none). */
export async function findSuggestion(db: Database, id: number): Promise<ListedSuggestion | null> {
  const rows = await db.query<Record<string, unknown>>(
    `SELECT s.*, p.name AS productName FROM suggestion s LEFT JOIN product p ON p.id = s.productId
     WHERE s.id = ? AND s.state <> 'draft'`,
    [id],
  );
  return (await withFirstApprovals(db.manager, rows))[0] ?? null;
}

async function withFirstApprovals(
  manager: EntityManager,
  rows: Record<string, unknown>[],
): Promise<ListedSuggestion[]> {
  const listed = rows.map(rowOf);
  const ids = listed.filter(({ state }) => state === 'half-approved').map(({ id }) => id);
  if (ids.length === 0) return listed;
  const given = await manager.find(DecisionTable, {
    where: { suggestionId: In(ids), toState: 'half-approved' },
    order: { id: 'ASC' },
  });
  const last = new Map(given.map((decision) => [decision.suggestionId, decision]));
  return listed.map((row) => {
    const decision = last.get(row.id);
    if (row.state !== 'half-approved' || decision === undefined) return row;
    const adjustment = decision.detail.adjustment as { price: Money | null } | undefined;
    return { ...row, firstApproval: { by: decision.actor, at: decision.at, price: adjustment?.price ?? null } };
  });
}

/** Everything that was said about a suggestion, oldest first. */
export async function decisionsOf(manager: EntityManager, suggestionId: number): Promise<Decision[]> {
  return manager.find(DecisionTable, { where: { suggestionId }, order: { id: 'ASC' } });
}

export interface StandingDecision {
  decision: Decision;
  suggestion: ListedSuggestion;
}

/**
 * What people have said and nobody has taken back, newest first: approvals, adjustments and rejections that are the last word
 * on their suggestion.
 */
export async function standingDecisions(
  db: Database,
  limit: number,
  afterId: number | null = null,
): Promise<StandingDecision[]> {
  const ids = await db.query<{ id: number }>(
    `SELECT d.id FROM decision d JOIN suggestion s ON s.id = d.suggestionId
     WHERE d.action IN ('approve', 'adjust', 'second-approve', 'reject') AND s.state = d.toState
       ${afterId === null ? '' : 'AND d.id < ?'}
       AND NOT EXISTS (SELECT 1 FROM decision later WHERE later.suggestionId = d.suggestionId AND later.id > d.id)
     ORDER BY d.id DESC LIMIT ?`,
    afterId === null ? [limit] : [afterId, limit],
  );
  if (ids.length === 0) return [];
  const decisions = await db.manager.find(DecisionTable, {
    where: { id: In(ids.map(({ id }) => id)) },
    order: { id: 'DESC' },
  });
  const rows = await db.query<Record<string, unknown>>(
    `SELECT s.*, p.name AS productName FROM suggestion s LEFT JOIN product p ON p.id = s.productId
     WHERE s.id IN (${decisions.map(() => '?').join(', ')})`,
    decisions.map(({ suggestionId }) => suggestionId),
  );
  const known = new Map((await withFirstApprovals(db.manager, rows)).map((row) => [row.id, row]));
  return decisions.map((decision) => ({ decision, suggestion: known.get(decision.suggestionId)! }));
}

/** The newest thing that was said about a suggestion; null: nothing yet. */
export async function lastDecisionOf(manager: EntityManager, suggestionId: number): Promise<Decision | null> {
  return manager.findOne(DecisionTable, { where: { suggestionId }, order: { id: 'DESC' } });
}

/** Whether another suggestion is the open one of its kind and listing. */
export async function isKeyTaken(manager: EntityManager, openKey: string, byOtherThan: number): Promise<boolean> {
  return manager.existsBy(SuggestionTable, { openKey, id: Not(byOtherThan) });
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

function conditions(filter: SuggestionFilter): { where: string[]; parameters: unknown[] } {
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
  among('s.channelCode', filter.channels);
  among('s.category', filter.categories);
  among('s.ruleName', filter.rules);
  if (filter.sku !== undefined) add('s.sku = ?', filter.sku);
  if (filter.minGain !== undefined) add('s.gain >= ?', filter.minGain);
  if (filter.minAtStake !== undefined) add('s.atStake >= ?', filter.minAtStake);
  if (filter.minDiscountBp !== undefined) add('s.discountBp >= ?', filter.minDiscountBp);
  if (filter.needsSecondApproval !== undefined) add('s.needsSecondApproval = ?', filter.needsSecondApproval ? 1 : 0);
  if (filter.marks !== undefined) add('(s.markBits & ?) <> 0', bitsOf(filter.marks));
  if (filter.minAgeDays !== undefined) add('s.ageDays >= ?', filter.minAgeDays);
  if (filter.search !== undefined && filter.search.trim() !== '') {
    const like = `%${filter.search.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    // Products are looked through once, instead of one by one beside each suggestion.
    add(
      `s.productId IN (SELECT p.id FROM product p WHERE LOWER(p.sku) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!')`,
      like,
      like,
    );
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
    firstApproval: null,
    needsSecondApproval: Boolean(row.needsSecondApproval),
    offer: fromJson(row.offer),
    why: fromJson(row.why),
  };
}
