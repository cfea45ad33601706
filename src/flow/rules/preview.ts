import { createHash } from 'node:crypto';
import { createPreview, type Preview, type PreviewRow } from '../../core/preview.js';
import { Refusal } from '../../core/refusal.js';
import type { RuleSet } from '../../core/rules/rule.js';
import type { Run } from '../../core/run.js';
import type { Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { ChannelTable } from '../../db/tables/shop.js';
import { runWithFacts, sheetsOf } from '../run-facts.js';
import { rulesToTry, type RulesToTry, type TriedRules } from './to-try.js';
import { readSettings } from '../settings.js';

/** What a set of rules would do today, against the set in force. */
export interface RulesPreview extends Preview {
  /** Names the preview while it is kept: its rows are read page by page. */
  id: string;
  run: Run;
  tried: Pick<TriedRules, 'version' | 'revision'>;
  inForceVersion: number;
  /** Examples of the tried rules that fail: they keep them from being published. */
  failingExamples: number;
}

/** Previews whose rows are kept to be paged through. */
const KEPT_MAX = 8;
const kept = new WeakMap<Database, Map<string, RulesPreview>>();

/**
 * Tries a set on the facts of the last run, under the policy and fees in force now, beside the set in force. Writes nothing.
 * @throws Refusal `no-run`, `unknown-version`, `invalid-rules`
 */
export async function previewRules(db: Database, given: RulesToTry, now: Instant): Promise<RulesPreview> {
  const { rules, version, revision, inForce, failingExamples } = await rulesToTry(db, given);
  const effect = await effectOn(db, rules, inForce.body, now);
  const about = JSON.stringify([effect.run.id, inForce.version, now, rules]);
  return remember(db, {
    ...effect,
    id: createHash('sha256').update(about).digest('base64url').slice(0, 22),
    tried: { version, revision },
    inForceVersion: inForce.version,
    failingExamples,
  });
}

/** What one set would change of what another does. */
export async function effectOn(
  db: Database,
  next: RuleSet,
  inForce: RuleSet,
  now: Instant,
): Promise<Preview & { run: Run }> {
  const run = await runWithFacts(db);
  const preview = createPreview(inForce, next, await readSettings(db, run.asOf, now));
  for await (const sheet of sheetsOf(db, run.id)) preview.add(sheet);
  return { run, ...preview.result() };
}

export interface PreviewFilter {
  change?: PreviewRow['change'] | undefined;
  channel?: string | undefined;
  category?: string | undefined;
  /** The rule that proposes before or after. */
  rule?: string | undefined;
}

/**
 * Rows of a preview, most money at stake first.
 * @param from rows that match and were read already
 * @throws Refusal `preview-gone` when it is no longer kept; `unknown-channel`
 */
export async function previewRows(
  db: Database,
  id: string,
  filter: PreviewFilter,
  from: number,
  limit: number,
): Promise<{ rows: PreviewRow[]; total: number }> {
  const preview = kept.get(db)?.get(id);
  if (preview === undefined) {
    throw new Refusal('notFound', 'preview-gone', 'This preview is no longer kept: ask for it again.', { id });
  }
  if (filter.channel !== undefined) await requireChannel(db, filter.channel);
  const matching = preview.rows.filter(
    ({ change, channel, category, before, after }) =>
      (filter.change === undefined || filter.change === change) &&
      (filter.channel === undefined || filter.channel === channel) &&
      (filter.category === undefined || filter.category === category) &&
      (filter.rule === undefined || filter.rule === before?.rule || filter.rule === after?.rule),
  );
  return { rows: matching.slice(from, from + limit), total: matching.length };
}

/** A misspelt channel would look like one on which nothing changes. */
async function requireChannel(db: Database, code: string): Promise<void> {
  const known = (await db.manager.find(ChannelTable, { order: { code: 'ASC' } })).map((channel) => channel.code);
  if (known.includes(code)) return;
  const message = `There is no channel "${code}"; the channels are ${known.join(', ')}.`;
  throw new Refusal('notFound', 'unknown-channel', message, { known });
}

function remember(db: Database, preview: RulesPreview): RulesPreview {
  const previews = kept.get(db) ?? new Map<string, RulesPreview>();
  kept.set(db, previews);
  previews.set(preview.id, preview); // the newest is last
  const oldest = previews.keys().next().value;
  if (previews.size > KEPT_MAX && oldest !== undefined) previews.delete(oldest);
  return preview;
}
