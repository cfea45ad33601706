import { LessThan, MoreThan, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { ImportJob, ImportReject } from '../../core/intake/records.js';
import type { RejectCode } from '../../core/intake/reject.js';
import { ImportJobTable, ImportRejectTable } from '../tables/shop.js';

/** Newest first; `before` an id pages on. */
export async function listImports(
  manager: EntityManager,
  filter: Partial<Pick<ImportJob, 'kind' | 'state' | 'isDryRun'>>,
  limit: number,
  before?: number,
): Promise<ImportJob[]> {
  const where: FindOptionsWhere<ImportJob> = {};
  if (filter.kind !== undefined) where.kind = filter.kind;
  if (filter.state !== undefined) where.state = filter.state;
  if (filter.isDryRun !== undefined) where.isDryRun = filter.isDryRun;
  if (before !== undefined) where.id = LessThan(before);
  return manager.find(ImportJobTable, { where, order: { id: 'DESC' }, take: limit });
}

/** In the order of the file; `after` a position pages on. */
export async function listRejects(
  manager: EntityManager,
  importId: number,
  limit: number,
  after = -1,
): Promise<ImportReject[]> {
  const where = { importId, position: MoreThan(after) };
  return manager.find(ImportRejectTable, { where, order: { position: 'ASC' }, take: limit });
}

/** The values for which rows were rejected with this code, those of most rows first. */
export async function listRejectedValues(
  manager: EntityManager,
  importId: number,
  code: RejectCode,
  limit: number,
): Promise<{ value: string; count: number }[]> {
  const rows: { value: string; count: number }[] = await manager.query(
    `SELECT value, COUNT(*) AS count FROM import_reject WHERE importId = ? AND code = ? AND value IS NOT NULL
     GROUP BY value ORDER BY COUNT(*) DESC, value LIMIT ?`,
    [importId, code, limit],
  );
  return rows.map(({ value, count }) => ({ value, count: Number(count) }));
}
