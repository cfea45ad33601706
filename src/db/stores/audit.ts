import {
  And,
  LessThan,
  MoreThanOrEqual,
  type EntityManager,
  type FindOperator,
  type FindOptionsWhere,
  type QueryDeepPartialEntity,
} from 'typeorm';
import type { AuditEntry } from '../../core/access.js';
import type { Instant } from '../../core/units.js';
import { AuditTable } from '../tables/shop.js';

/** Who does it: `user:<name>`, `key:<prefix>`, `cli:<login>` or `system`, and from where. */
export interface Caller {
  actor: string;
  ip: string | null;
}

export const SYSTEM: Caller = { actor: 'system', ip: null };

/** Writes one line of the audit log, in the transaction of the change it tells of. Never pass a secret in `detail`. */
export async function recordAudit(
  manager: EntityManager,
  caller: Caller,
  at: Instant,
  action: string,
  subject: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const entry: Omit<AuditEntry, 'id'> = { at, actor: caller.actor, action, subject, detail, ip: caller.ip };
  // TypeORM's deep-partial type cannot express a free-form json column
  await manager.insert(AuditTable, entry as QueryDeepPartialEntity<AuditEntry>);
}

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  /** From this moment on, and before that one. */
  since?: Instant | undefined;
  until?: Instant | undefined;
}

/** Newest first; `before` an id pages on. */
export async function listAudit(
  manager: EntityManager,
  filter: AuditFilter,
  limit: number,
  before?: number,
): Promise<AuditEntry[]> {
  const where: FindOptionsWhere<AuditEntry> = {};
  if (filter.actor !== undefined) where.actor = filter.actor;
  if (filter.action !== undefined) where.action = filter.action;
  if (filter.subject !== undefined) where.subject = filter.subject;
  const span: FindOperator<number>[] = [];
  if (filter.since !== undefined) span.push(MoreThanOrEqual(filter.since));
  if (filter.until !== undefined) span.push(LessThan(filter.until));
  if (span.length > 0) where.at = And(...span);
  if (before !== undefined) where.id = LessThan(before);
  return manager.find(AuditTable, { where, order: { id: 'DESC' }, take: limit });
}
