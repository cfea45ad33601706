import { readPolicy } from '../contract/policy.js';
import { underCalendar } from '../core/calendar-windows.js';
import { changedSettings, showsOnFacts, waitsForRun, withSetting, type PolicySetting } from '../core/policy-changes.js';
import { createPolicyPreview, type PolicyDifference, type PolicyPreview } from '../core/policy-preview.js';
import type { Policy } from '../core/pricing/policy.js';
import type { Run } from '../core/run.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { readWindows } from '../db/stores/calendar.js';
import { currentPolicy } from '../db/stores/settings.js';
import { runWithFacts, sheetsOf } from './run-facts.js';
import { readSettings } from './settings.js';

/** What a policy would do today, against the one in force. */
export interface PolicyTried extends Omit<PolicyPreview, 'alone'> {
  run: Run;
  inForceVersion: number;
  /** Settings in which it differs; `alone` where the change of one could be told apart. */
  changes: { setting: PolicySetting; alone: PolicyDifference | null; waitsForRun: boolean }[];
}

/** Each of them costs as much as the whole; a person changes one or two at a time. */
const ALONE_MAX = 4;

/**
 * Tries a policy with the rules in force on the facts of the last run. Writes nothing.
 * @throws Refusal `no-run`, `invalid-policy`
 */
export async function previewPolicy(db: Database, json: unknown, now: Instant): Promise<PolicyTried> {
  const given = readPolicy(json);
  const run = await runWithFacts(db);
  const windows = await readWindows(db.manager);
  const laid = (policy: Policy): Policy => underCalendar(policy, windows).policy;
  const { body: current, version } = await currentPolicy(db.manager);
  const settings = await readSettings(db, run.asOf, now);
  const changed = changedSettings(current, given);
  const apart = changed.filter(showsOnFacts).slice(0, ALONE_MAX);
  // With one change the whole is that change.
  const alone = apart.length < 2 ? [] : apart.map((setting) => laid(withSetting(current, given, setting)));
  const preview = createPolicyPreview(settings.rules, settings, laid(given), alone);
  for await (const sheet of sheetsOf(db, run.id)) preview.add(sheet);
  const { alone: differences, ...result } = preview.result();
  return {
    ...result,
    run,
    inForceVersion: version,
    changes: changed.map((setting) => ({
      setting,
      alone:
        apart.length < 2 && apart[0] === setting ? result.difference : (differences[apart.indexOf(setting)] ?? null),
      waitsForRun: waitsForRun(setting),
    })),
  };
}
