import type { EntityManager } from 'typeorm';
import { Refusal } from '../../core/refusal.js';
import { diffRuleSets, type RuleSetDiff } from '../../core/rules/diff.js';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import { publishedBelow, readRuleVersion } from '../../db/stores/rules.js';
import { publishedRules } from '../../db/stores/settings.js';

/** Two versions with what makes the second another than the first. */
export interface Comparison {
  before: RuleSetVersion;
  after: RuleSetVersion;
  diff: RuleSetDiff;
}

/**
 * What makes a version another than an earlier one.
 *
 * @param against left out: of a draft the version in force; of one that is or was in force the one that it replaced; of a
 *   discarded draft the one that it was made from
 * @throws Refusal `unknown-version`; `nothing-before` for the first version, which replaced none
 */
export async function compareVersions(manager: EntityManager, version: number, against?: number): Promise<Comparison> {
  const after = await readRuleVersion(manager, version);
  const before = against === undefined ? await versionBefore(manager, after) : await readRuleVersion(manager, against);
  return { before, after, diff: diffRuleSets(before.body, after.body) };
}

async function versionBefore(manager: EntityManager, row: RuleSetVersion): Promise<RuleSetVersion> {
  if (row.state === 'draft') return publishedRules(manager);
  const replaced = row.publishedAt === null ? row.basedOn : row.replaced;
  // Versions from before drafts existed do not say what they replaced; their numbers were given as they were published.
  const before = replaced ?? (await publishedBelow(manager, row.version));
  if (before !== null) return readRuleVersion(manager, before);
  const message = `Version ${row.version} is the first, there is none before it: name the version to compare it with.`;
  throw new Refusal('invalid', 'nothing-before', message, { version: row.version });
}
