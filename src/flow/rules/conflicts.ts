import type { EntityManager } from 'typeorm';
import { formatInstant } from '../../contract/http.js';
import { Refusal } from '../../core/refusal.js';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import type { Instant } from '../../core/units.js';
import { readRuleVersion } from '../../db/stores/rules.js';
import { readShop } from '../../db/stores/settings.js';

/** @throws Refusal `not-a-draft`, `revision-conflict` */
export async function requireDraft(
  manager: EntityManager,
  row: RuleSetVersion,
  expectedRevision: number,
): Promise<void> {
  if (row.state !== 'draft' || row.revision !== expectedRevision) {
    throw await draftConflict(manager, row.version, expectedRevision);
  }
}

/** Why a draft cannot be changed as it was seen: what it is now, and by whom and since when. */
export async function draftConflict(
  manager: EntityManager,
  version: number,
  expectedRevision: number,
): Promise<Refusal> {
  const row = await readRuleVersion(manager, version);
  const { state, revision, note } = row;
  if (state !== 'draft') {
    const hint = 'It never changes again; make a new draft from it.';
    return new Refusal('conflict', 'not-a-draft', `Version ${version} is no draft, it is ${state}. ${hint}`, {
      ...{ version, state, note },
      ...(await stampOf(manager, 'published', row.publishedBy, row.publishedAt)),
    });
  }
  const who = row.updatedBy ?? row.createdBy;
  const stamp = await stampOf(manager, 'updated', who, row.updatedAt ?? row.createdAt);
  const message = `Draft ${version} is at revision ${revision} by now, not ${expectedRevision}: ${who} changed it at ${stamp.updatedAt}. Read it again and repeat your change.`;
  return new Refusal('conflict', 'revision-conflict', message, { version, state, revision, note, ...stamp });
}

/** What the one is told who would replace another version than the one in force. */
export async function versionConflict(
  manager: EntityManager,
  current: RuleSetVersion,
  expected: number,
): Promise<Refusal> {
  const { version, note } = current;
  const who = current.publishedBy ?? current.createdBy;
  const stamp = await stampOf(manager, 'published', who, current.publishedAt);
  const message = `The rules are at version ${version} by now, not ${expected}: ${who} published it at ${stamp.publishedAt} (${note}). Read them again and repeat your change.`;
  return new Refusal('conflict', 'version-conflict', message, { version, note, ...stamp });
}

async function stampOf(
  manager: EntityManager,
  what: 'published' | 'updated',
  by: string | null,
  at: Instant | null,
): Promise<Record<string, string | null>> {
  const { timeZone } = await readShop(manager);
  return { [`${what}By`]: by, [`${what}At`]: at === null ? null : formatInstant(at, timeZone) };
}
