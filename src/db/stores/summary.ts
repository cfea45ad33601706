import type { ImportKind } from '../../core/intake/records.js';
import type { Instant, Money } from '../../core/units.js';
import type { Database } from '../database.js';

/** Open suggestions and the gain of those whose gain is known; an index alone answers it. */
export async function sumOpen(db: Database): Promise<{ count: number; gain: Money; secondApprovals: number }> {
  const rows = await db.query<{ state: string; n: number; gain: number | null }>(
    `SELECT state, COUNT(*) AS n, SUM(gain) AS gain FROM suggestion
     WHERE state IN ('pending', 'half-approved') GROUP BY state`,
  );
  return {
    count: rows.reduce((sum, row) => sum + Number(row.n), 0),
    gain: rows.reduce((sum, row) => sum + Number(row.gain ?? 0), 0),
    secondApprovals: Number(rows.find((row) => row.state === 'half-approved')?.n ?? 0),
  };
}

export interface FailedImport {
  id: number;
  kind: ImportKind;
  fileName: string;
}

/** Of each kind the last import that is no trial, where it was refused or failed: a later file that was taken mends it. */
export async function failedImports(db: Database): Promise<FailedImport[]> {
  return db.query<FailedImport>(
    `SELECT j.id, j.kind, j.fileName FROM import_job j
     JOIN (SELECT MAX(id) AS id FROM import_job
       WHERE isDryRun = 0 AND state IN ('done', 'refused', 'failed') GROUP BY kind) last ON last.id = j.id
     WHERE j.state IN ('refused', 'failed') ORDER BY j.id DESC`,
  );
}

/** How many imports were taken since a moment. */
export async function importsSince(db: Database, since: Instant): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM import_job WHERE state = 'done' AND isDryRun = 0 AND finishedAt >= ?`,
    [since],
  );
  return Number(row!.n);
}
