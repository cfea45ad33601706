import { LessThan, type EntityManager } from 'typeorm';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import { RuleSetTable } from '../tables/engine.js';

/** Versions without their rules, newest first; `before` a version pages on. */
export async function listRuleVersions(
  manager: EntityManager,
  limit: number,
  before?: number,
): Promise<Omit<RuleSetVersion, 'body'>[]> {
  return manager.find(RuleSetTable, {
    select: { version: true, state: true, note: true, createdBy: true, createdAt: true, publishedAt: true },
    where: before === undefined ? {} : { version: LessThan(before) },
    order: { version: 'DESC' },
    take: limit,
  });
}
