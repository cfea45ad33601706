import type { StaleTotal } from '../../core/run.js';
import { insertAll } from '../bulk/insert-all.js';
import { fromJson, type Database } from '../database.js';
import { StaleTotalTable } from '../tables/engine.js';

/** Keeps what a run found by category. */
export async function saveStaleTotals(db: Database, totals: readonly StaleTotal[]): Promise<void> {
  await insertAll(db, StaleTotalTable, totals);
}

/**
 * Writes down which products a run flags and the last good one did not, and the other way round: a product that is not
 * looked at any more is not flagged any more. Both runs' states must still be there.
 */
export async function saveFlagChanges(db: Database, runId: number, lastRunId: number): Promise<void> {
  const into =
    'INSERT INTO flag_change (runId, productId, isFlagged, staleUnits, staleValue, staleUnitsBefore, staleValueBefore)';
  await db.query(
    `${into} SELECT n.runId, n.productId, n.isFlagged, n.staleUnits, n.staleValue,
       COALESCE(b.staleUnits, 0), COALESCE(b.staleValue, 0)
     FROM product_state n LEFT JOIN product_state b ON b.runId = ? AND b.productId = n.productId
     WHERE n.runId = ? AND n.isFlagged <> COALESCE(b.isFlagged, 0)`,
    [lastRunId, runId],
  );
  await db.query(
    `${into} SELECT ?, b.productId, 0, 0, 0, b.staleUnits, b.staleValue
     FROM product_state b LEFT JOIN product_state n ON n.runId = ? AND n.productId = b.productId
     WHERE b.runId = ? AND b.isFlagged = 1 AND n.productId IS NULL`,
    [runId, runId, lastRunId],
  );
}

/** Removes what a run that was given up has written. */
export async function removeStaleTotals(db: Database, runId: number): Promise<void> {
  await db.query('DELETE FROM stale_total WHERE runId = ?', [runId]);
  await db.query('DELETE FROM flag_change WHERE runId = ?', [runId]);
}

/** What good runs found by category, on their own days and on those that they reckoned back to; by run, day and category. */
export async function staleTotalsOf(db: Database, runIds: readonly number[]): Promise<StaleTotal[]> {
  if (runIds.length === 0) return [];
  const rows = await db.query<StaleTotal>(
    `SELECT * FROM stale_total WHERE runId IN (${runIds.map(() => '?').join(', ')}) ORDER BY runId, asOf, category`,
    [...runIds],
  );
  return rows.map((row) => ({
    ...row,
    staleUnits: Number(row.staleUnits),
    staleValue: Number(row.staleValue),
    buckets: fromJson(row.buckets),
  }));
}
