import type { EntityManager } from 'typeorm';
import type { OfferOutcome } from '../core/offers.js';
import { Refusal } from '../core/refusal.js';
import type { RunTotals } from '../core/run.js';
import { DAY_MS, FULL_BP, type Day, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { saveOutcomes } from '../db/stores/outcomes.js';
import { removeSheets } from '../db/stores/sheets.js';
import { RunTable } from '../db/tables/engine.js';
import { runEvent } from './webhooks/events.js';

const IDS_PER_STATEMENT = 500;
/** What a human has turned down, or an alert that was seen, is not said again for so long. */
const QUIET_MS = 14 * DAY_MS;
/** A price that is so near to the one that was turned down is the same to a human: prices that are searched for move a little every day. */
const SAME_PRICE_BP = 500;

interface Candidate {
  id: number;
  productId: number;
  channelId: number;
  kind: string;
  state: string;
  fingerprint: string;
  ruleName: string;
  price: number | null;
  expiresAt: number;
}

/**
 * Shows a run's drafts, all at once: what would say the same as an open suggestion leaves that one as it is; an open one
 * that the run says differently, or no more, is superseded; what a human has rejected within two weeks (or an alert that
 * was seen) is left out; the rest become pending. The run is then the last good one.
 * @param measured what approved offers brought, shown with the rest
 * @param fence of the run's lease: when another holder has taken it meanwhile, nothing is published
 * @throws Refusal `lease-lost`, also when the run was given up as dead while this process slept
 */
export async function publishRun(
  db: Database,
  runId: number,
  fence: number,
  found: Omit<RunTotals, 'suggested' | 'unchanged' | 'superseded'>,
  measured: { on: Day; outcomes: readonly OfferOutcome[] },
  now: Instant,
): Promise<RunTotals> {
  const totals = await db.transaction(async (manager) => {
    const lease: { fence: number }[] = await manager.query(`SELECT fence FROM lease WHERE name = 'run'${db.forUpdate}`);
    // The run's own row is locked next: whoever gives the run up as dead waits, and then finds it done.
    const run: { state: string }[] = await manager.query(`SELECT state FROM run WHERE id = ?${db.forUpdate}`, [runId]);
    if (lease[0]?.fence !== fence || run[0]?.state !== 'running') {
      throw new Refusal('conflict', 'lease-lost', 'Another process took over the run: this one publishes nothing.');
    }
    const columns = 'id, productId, channelId, kind, state, fingerprint, ruleName, price, expiresAt';
    const open: Candidate[] = await manager.query(
      `SELECT ${columns} FROM suggestion WHERE state IN ('pending', 'half-approved')${db.forUpdate}`,
    );
    const drafts: Candidate[] = await manager.query(
      `SELECT ${columns} FROM suggestion WHERE runId = ? AND state = 'draft'`,
      [runId],
    );
    const settled: Candidate[] = await manager.query(
      `SELECT ${columns} FROM suggestion
       WHERE (state = 'rejected' OR (state = 'approved' AND kind = 'alert')) AND updatedAt > ?`,
      [now - QUIET_MS],
    );
    const { kept, superseded, repeated } = compare(open, settled, drafts);
    await supersede(manager, superseded, runId, now);
    const expiresAt = drafts.reduce((latest, draft) => Math.max(latest, Number(draft.expiresAt)), 0);
    await inChunks(kept, (ids, marks) =>
      manager.query(`UPDATE suggestion SET expiresAt = ?, updatedAt = ? WHERE id IN (${marks})`, [
        expiresAt,
        now,
        ...ids,
      ]),
    );
    await inChunks(repeated, (ids, marks) => manager.query(`DELETE FROM suggestion WHERE id IN (${marks})`, ids));
    const openKey =
      db.dialect === 'sqlite'
        ? `productId || ':' || channelId || ':' || kind`
        : `CONCAT(productId, ':', channelId, ':', kind)`;
    await manager.query(
      `UPDATE suggestion SET state = 'pending', openKey = ${openKey} WHERE runId = ? AND state = 'draft'`,
      [runId],
    );
    await saveOutcomes(manager, measured.on, measured.outcomes);
    const result: RunTotals = {
      ...found,
      suggested: drafts.length - repeated.length,
      unchanged: repeated.length,
      superseded: superseded.length,
    };
    await manager.update(
      RunTable,
      { id: runId },
      { state: 'done', stage: 'done', done: found.products, totals: result, finishedAt: now },
    );
    await manager.query(...runEvent({ runId, state: 'done' }, now));
    return result;
  });
  // The states of older runs are not shown any more; the run rows with their totals stay.
  await db.query(`DELETE FROM product_state WHERE runId < ?`, [runId]);
  await removeSheets(db, runId, 'older');
  return totals;
}

function compare(
  open: Candidate[],
  settled: Candidate[],
  drafts: Candidate[],
): { kept: number[]; superseded: Candidate[]; repeated: number[] } {
  const keyOf = (c: Candidate) => `${c.productId}:${c.channelId}:${c.kind}`;
  const byKey = new Map(drafts.map((draft) => [keyOf(draft), draft]));
  const kept: number[] = [];
  const superseded: Candidate[] = [];
  const repeated: number[] = [];
  for (const one of open) {
    const draft = byKey.get(keyOf(one));
    if (draft?.fingerprint === one.fingerprint) {
      kept.push(one.id);
      repeated.push(draft.id);
    } else {
      superseded.push(one);
    }
  }
  for (const one of settled) {
    const draft = byKey.get(keyOf(one));
    if (draft !== undefined && isSame(one, draft)) repeated.push(draft.id);
  }
  return { kept, superseded, repeated: [...new Set(repeated)] };
}

/** Whether a human who has turned one down has turned the other down too: of one product, channel and kind they are. */
function isSame(rejected: Candidate, draft: Candidate): boolean {
  if (draft.fingerprint === rejected.fingerprint) return true;
  if (draft.ruleName !== rejected.ruleName || draft.price === null || rejected.price === null) return false;
  return Math.abs(Number(draft.price) - Number(rejected.price)) * FULL_BP <= Number(rejected.price) * SAME_PRICE_BP;
}

async function supersede(manager: EntityManager, rows: Candidate[], runId: number, now: Instant): Promise<void> {
  for (let at = 0; at < rows.length; at += IDS_PER_STATEMENT) {
    const part = rows.slice(at, at + IDS_PER_STATEMENT);
    const marks = part.map(() => '?').join(', ');
    await manager.query(
      `UPDATE suggestion SET state = 'superseded', openKey = NULL, version = version + 1, updatedAt = ? WHERE id IN (${marks})`,
      [now, ...part.map((row) => row.id)],
    );
    const values = part.map(() => `(?, 'supersede', ?, 'superseded', 'system', ?, NULL, ?)`).join(', ');
    await manager.query(
      `INSERT INTO decision (suggestionId, action, fromState, toState, actor, at, reason, detail) VALUES ${values}`,
      part.flatMap((row) => [row.id, row.state, now, JSON.stringify({ runId })]),
    );
  }
}

async function inChunks(ids: number[], work: (ids: number[], marks: string) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < ids.length; at += IDS_PER_STATEMENT) {
    const part = ids.slice(at, at + IDS_PER_STATEMENT);
    await work(part, part.map(() => '?').join(', '));
  }
}
