import type { SuggestionKind } from '../../core/approval/suggestion.js';
import type { Run } from '../../core/run.js';
import type { Database } from '../database.js';

/** `decided`: by people, or by the clock when its time was over; what was opened again is not. */
export type SuggestionChange = 'new' | 'changed' | 'gone' | 'decided';
export type FlagTurn = 'flagged' | 'cleared';

export interface ChangedSuggestion {
  suggestionId: number;
  sku: string;
  name: string;
  category: string | null;
  channel: string;
  kind: SuggestionKind;
  price: number | null;
  currentPrice: number | null;
  gain: number | null;
  staleValue: number;
  /** Of the suggestion whose place it took; null where there was none. */
  priceBefore: number | null;
  gainBefore: number | null;
  /** What became of it: `pending`, `approved`, ... */
  state: string;
}

export interface TurnedProduct {
  sku: string;
  name: string;
  category: string | null;
  staleUnits: number;
  staleValue: number;
  staleUnitsBefore: number;
  staleValueBefore: number;
}

/** How many and how much money. */
export interface ChangeSum {
  count: number;
  gain: number;
}

/** A run that is done, and the moment when the one before was; null before the first. */
export interface RunSpan {
  run: Pick<Run, 'id' | 'finishedAt'>;
  since: number | null;
}

/** Suggestions that this run took out of the inbox: its moment finds them by an index, its id makes sure. */
const SUPERSEDED = `SELECT d.suggestionId AS id FROM decision d
  WHERE d.at = ? AND d.action = 'supersede' AND JSON_EXTRACT(d.detail, '$.runId') = ?`;
/** The suggestion `n` of a run, beside the one `o` whose place it took. */
const MADE = `suggestion n LEFT JOIN (
    SELECT id, productId, channelId, kind, price, gain FROM suggestion WHERE id IN (${SUPERSEDED})
  ) o ON o.productId = n.productId AND o.channelId = n.channelId AND o.kind = n.kind
  WHERE n.runId = ? AND n.state <> 'draft'`;
const BEFORE = 'o.price AS priceBefore, o.gain AS gainBefore';
const NOTHING_BEFORE = 'NULL AS priceBefore, NULL AS gainBefore';

interface Statement {
  from: string;
  before: string;
  parameters: number[];
}

function statement(change: SuggestionChange, { run, since }: RunSpan): Statement {
  const doneAt = run.finishedAt ?? 0;
  const superseded = [doneAt, run.id];
  switch (change) {
    case 'new':
      return { from: `${MADE} AND o.id IS NULL`, before: BEFORE, parameters: [...superseded, run.id] };
    case 'changed':
      return { from: `${MADE} AND o.id IS NOT NULL`, before: BEFORE, parameters: [...superseded, run.id] };
    case 'gone':
      return {
        from: `suggestion n WHERE n.id IN (${SUPERSEDED}) AND NOT EXISTS (
            SELECT 1 FROM suggestion s WHERE s.runId = ? AND s.state <> 'draft'
              AND s.productId = n.productId AND s.channelId = n.channelId AND s.kind = n.kind)`,
        before: NOTHING_BEFORE,
        parameters: [...superseded, run.id],
      };
    case 'decided':
      return {
        from: `suggestion n WHERE n.id IN (
            SELECT d.suggestionId FROM decision d
            WHERE d.at > ? AND d.at <= ? AND d.action <> 'supersede') AND n.state NOT IN ('pending', 'half-approved')`,
        before: NOTHING_BEFORE,
        parameters: [since ?? doneAt, doneAt],
      };
  }
}

/** Counts the suggestions that changed in one way between two runs. */
export async function sumSuggestionChanges(db: Database, change: SuggestionChange, span: RunSpan): Promise<ChangeSum> {
  const { from, parameters } = statement(change, span);
  const [row] = await db.query<{ n: number; gain: number | null }>(
    `SELECT COUNT(*) AS n, SUM(n.gain) AS gain FROM ${from}`,
    parameters,
  );
  return { count: Number(row!.n), gain: Number(row!.gain ?? 0) };
}

/** Lists them, most money first; what is listed of a run that is done stays as it is, so that places count. */
export async function listSuggestionChanges(
  db: Database,
  change: SuggestionChange,
  span: RunSpan,
  limit: number,
  offset: number,
): Promise<ChangedSuggestion[]> {
  const { from, before, parameters } = statement(change, span);
  return db.query<ChangedSuggestion>(
    `SELECT c.suggestionId, c.sku, p.name, c.category, c.channel, c.kind, c.price, c.currentPrice, c.gain, c.staleValue,
       c.priceBefore, c.gainBefore, c.state
     FROM (SELECT n.id AS suggestionId, n.productId, n.sku, n.category, n.channelCode AS channel, n.kind, n.price,
         n.currentPrice, n.gain, n.staleValue, n.state, ${before} FROM ${from}) c JOIN product p ON p.id = c.productId
     ORDER BY c.gain DESC, c.suggestionId LIMIT ? OFFSET ?`,
    [...parameters, limit, offset],
  );
}

/** Counts the products that a run flagged anew, or flags no more. */
export async function sumFlagChanges(
  db: Database,
  runId: number,
): Promise<Record<FlagTurn, { count: number; staleValue: number }>> {
  const rows = await db.query<{ isFlagged: unknown; n: number; after: number; before: number }>(
    `SELECT isFlagged, COUNT(*) AS n, SUM(staleValue) AS \`after\`, SUM(staleValueBefore) AS \`before\`
     FROM flag_change WHERE runId = ? GROUP BY isFlagged`,
    [runId],
  );
  const of = (isFlagged: boolean) => rows.find((row) => Boolean(row.isFlagged) === isFlagged);
  return {
    flagged: { count: Number(of(true)?.n ?? 0), staleValue: Number(of(true)?.after ?? 0) },
    cleared: { count: Number(of(false)?.n ?? 0), staleValue: Number(of(false)?.before ?? 0) },
  };
}

/** Lists them, most stale money first. */
export async function listFlagChanges(
  db: Database,
  runId: number,
  turn: FlagTurn,
  limit: number,
  offset: number,
): Promise<TurnedProduct[]> {
  const by = turn === 'flagged' ? 'f.staleValue' : 'f.staleValueBefore';
  return db.query<TurnedProduct>(
    `SELECT p.sku, p.name, p.category, f.staleUnits, f.staleValue, f.staleUnitsBefore, f.staleValueBefore
     FROM flag_change f JOIN product p ON p.id = f.productId
     WHERE f.runId = ? AND f.isFlagged = ? ORDER BY ${by} DESC, f.productId LIMIT ? OFFSET ?`,
    [runId, turn === 'flagged' ? 1 : 0, limit, offset],
  );
}
