import type { FactSummary } from '../../core/rules/fact-summary.js';
import { FACTS, type Fact } from '../../core/rules/facts.js';
import type { Database } from '../../db/database.js';
import { latestGoodRun } from '../../db/stores/runs.js';
import { readFactSummary } from '../../db/stores/sheets.js';

/** A fact, and how it lies over the listings of the last run; null where nothing was seen of it. */
export type FactSeen = Fact & { seen: Omit<FactSummary, 'name'> | null };

/** Every fact that rules may read, in order. */
export async function factsSeen(db: Database): Promise<FactSeen[]> {
  const run = await latestGoodRun(db.manager);
  const summary = new Map((run === null ? [] : await readFactSummary(db, run.id)).map((each) => [each.name, each]));
  return FACTS.map((fact) => {
    const found = summary.get(fact.name);
    if (found === undefined) return { ...fact, seen: null };
    const { name: _, ...seen } = found;
    return { ...fact, seen };
  });
}
