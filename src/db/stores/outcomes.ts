import type { EntityManager } from 'typeorm';
import type { OfferOutcome } from '../../core/offers.js';
import type { ListedOutcome, MeasuredOffer } from '../../core/outcome/summary.js';
import type { OutcomeState } from '../../core/outcome/outcome.js';
import type { Day } from '../../core/units.js';
import { fromJson, type Database } from '../database.js';
import type { OutcomeRow } from '../tables/engine.js';

const ROWS_PER_STATEMENT = 200;

/** What a list may be narrowed by; what is left out does not narrow. */
export interface OutcomeFilter {
  channel?: string | undefined;
  rule?: string | undefined;
  state?: OutcomeState | undefined;
  sku?: string | undefined;
}

/** Keeps what a run measured, in place of what an earlier one did; offers that it no longer measures keep theirs. */
export async function saveOutcomes(
  manager: EntityManager,
  measuredOn: Day,
  outcomes: readonly OfferOutcome[],
): Promise<void> {
  for (let at = 0; at < outcomes.length; at += ROWS_PER_STATEMENT) {
    const part = outcomes.slice(at, at + ROWS_PER_STATEMENT);
    const marks = part.map(() => '?').join(', ');
    await manager.query(
      `DELETE FROM outcome WHERE entryId IN (${marks})`,
      part.map(({ entryId }) => entryId),
    );
    await manager.query(
      `INSERT INTO outcome (entryId, measuredOn, isFinal, state, body) VALUES ${part.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
      part.flatMap(({ entryId, isFinal, outcome, forecast }) => [
        ...[entryId, measuredOn, Number(isFinal), outcome.state],
        JSON.stringify({ outcome, forecast }),
      ]),
    );
  }
}

/** Newest offer first; `before` the id of an entry pages on. */
export async function listOutcomes(
  db: Database,
  filter: OutcomeFilter,
  limit: number,
  before?: number,
): Promise<ListedOutcome[]> {
  const { where, parameters } = conditions(filter);
  if (before !== undefined) {
    where.push('o.entryId < ?');
    parameters.push(before);
  }
  const rows = await db.query<OutcomeRow & Omit<ListedOutcome, 'outcome' | 'forecast'>>(
    `SELECT o.*, e.suggestionId, e.sku, e.channelCode, e.kind, e.price, e.listPrice, e.discountBp, e.startsAt, e.endsAt,
       s.ruleName, p.name AS productName
     ${FROM} JOIN product p ON p.id = e.productId WHERE ${where.join(' AND ')} ORDER BY o.entryId DESC LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map(({ body, state: _, isFinal, ...row }) => ({
    ...row,
    price: Number(row.price),
    listPrice: Number(row.listPrice),
    startsAt: Number(row.startsAt),
    endsAt: row.endsAt === null ? null : Number(row.endsAt),
    isFinal: Boolean(isFinal),
    ...fromJson<OutcomeRow['body']>(body),
  }));
}

/** All that match, as far as sums need them. */
export async function measuredOffers(db: Database, filter: OutcomeFilter): Promise<MeasuredOffer[]> {
  const { where, parameters } = conditions(filter);
  const rows = await db.query<{ channelCode: string; isFinal: number; body: OutcomeRow['body'] }>(
    `SELECT e.channelCode, o.isFinal, o.body ${FROM} WHERE ${where.join(' AND ')}`,
    parameters,
  );
  return rows.map(({ channelCode, isFinal, body }) => ({
    ...{ channelCode, isFinal: Boolean(isFinal) },
    ...fromJson<OutcomeRow['body']>(body),
  }));
}

const FROM = 'FROM outcome o JOIN price_entry e ON e.id = o.entryId JOIN suggestion s ON s.id = e.suggestionId';

function conditions(filter: OutcomeFilter): { where: string[]; parameters: (string | number)[] } {
  const where = ['1 = 1'];
  const parameters: (string | number)[] = [];
  const columns = { channel: 'e.channelCode', rule: 's.ruleName', state: 'o.state', sku: 'e.sku' } as const;
  for (const name of ['channel', 'rule', 'state', 'sku'] as const) {
    const value = filter[name];
    if (value === undefined) continue;
    where.push(`${columns[name]} = ?`);
    parameters.push(value);
  }
  return { where, parameters };
}
