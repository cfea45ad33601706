import { readDraftContent, type DraftContent } from '../../contract/draft-content.js';
import { checkRuleSet } from '../../core/rules/check.js';
import type { Finding } from '../../core/rules/finding.js';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import type { Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { addRuleVersion, lockRuleSets, markArchived, readRuleVersion, writeDraft } from '../../db/stores/rules.js';
import { publishedRules } from '../../db/stores/settings.js';
import { readCheckContext } from './check-context.js';
import { draftConflict, requireDraft } from './conflicts.js';

/** A draft as it was kept, with everything that is wrong with it; errors keep it from being published only. */
export interface KeptDraft {
  row: RuleSetVersion;
  /** Of files: with file, line and column. */
  findings: Finding[];
}

/**
 * Makes a draft: a version that may change and is not in force.
 *
 * @param given.content left out: the content of the version it is based on
 * @param given.basedOn left out: the version in force
 * @throws Refusal `invalid-rules` where the content has not the shape of a rule set; `unknown-version`
 */
export async function createDraft(
  db: Database,
  given: { content?: DraftContent | undefined; note: string; basedOn?: number | undefined },
  by: Caller,
  now: Instant,
): Promise<KeptDraft> {
  const context = await readCheckContext(db.manager);
  const content = given.content === undefined ? null : readDraftContent(given.content, context);
  return db.transaction(async (manager) => {
    await lockRuleSets(db, manager);
    const base =
      given.basedOn === undefined ? await publishedRules(manager) : await readRuleVersion(manager, given.basedOn);
    const body = content?.body ?? base.body;
    const row = await addRuleVersion(manager, {
      ...{ state: 'draft', body, note: given.note, basedOn: base.version, restoredFrom: null, replaced: null },
      ...{ createdBy: by.actor, createdAt: now, publishedBy: null, publishedAt: null },
    });
    const detail = { note: given.note, basedOn: base.version, rules: body.rules.length };
    await recordAudit(manager, by, now, 'rules.draft', `rules:${row.version}`, detail);
    return { row, findings: content?.findings ?? checkRuleSet(body, context) };
  });
}

/**
 * Puts other content into a draft. Of two people who changed the same revision the first is kept, the second is told.
 *
 * @param given.note left out: stays
 * @param given.basedOn left out: stays; named by whoever has worked the changes of a newer version in
 * @throws Refusal `invalid-rules` (shape), `unknown-version`, `not-a-draft`, `revision-conflict`
 */
export async function saveDraft(
  db: Database,
  version: number,
  given: {
    content: DraftContent;
    expectedRevision: number;
    note?: string | undefined;
    basedOn?: number | undefined;
  },
  by: Caller,
  now: Instant,
): Promise<KeptDraft> {
  const { body, findings } = readDraftContent(given.content, await readCheckContext(db.manager));
  return db.transaction(async (manager) => {
    await lockRuleSets(db, manager);
    const before = await readRuleVersion(manager, version);
    await requireDraft(manager, before, given.expectedRevision);
    if (given.basedOn !== undefined) await readRuleVersion(manager, given.basedOn);
    const content = { body, note: given.note ?? before.note, basedOn: given.basedOn ?? before.basedOn };
    if (!(await writeDraft(manager, version, given.expectedRevision, content, by.actor, now))) {
      throw await draftConflict(manager, version, given.expectedRevision);
    }
    const row = await readRuleVersion(manager, version);
    const detail = { note: row.note, revision: row.revision, rules: body.rules.length };
    await recordAudit(manager, by, now, 'rules.save', `rules:${version}`, detail);
    return { row, findings };
  });
}

/**
 * Discards a draft: it is kept as archived, and can be looked at.
 * @throws Refusal `unknown-version`, `not-a-draft`, `revision-conflict`
 */
export async function archiveDraft(
  db: Database,
  version: number,
  given: { expectedRevision: number; note?: string | undefined },
  by: Caller,
  now: Instant,
): Promise<RuleSetVersion> {
  return db.transaction(async (manager) => {
    await lockRuleSets(db, manager);
    const row = await readRuleVersion(manager, version);
    await requireDraft(manager, row, given.expectedRevision);
    if (!(await markArchived(manager, row))) throw await draftConflict(manager, version, given.expectedRevision);
    await recordAudit(manager, by, now, 'rules.archive', `rules:${version}`, { note: given.note ?? null });
    return { ...row, state: 'archived' };
  });
}
