import type { Command } from 'commander';
import type { Locale } from '../../../core/pricing/money-text.js';
import type { RuleSetVersion } from '../../../core/rules/rule.js';
import { languageOption, reason, wholeNumber } from '../../arguments.js';
import { out, printJson, type Format } from '../../output.js';
import type { OpenShop } from '../../shop.js';

interface Options {
  format: Format;
  note: string;
  draft?: number;
  expectVersion?: number;
  expectRevision?: number;
  confirmChanges?: number;
  language?: Locale;
}

const versionNumber = wholeNumber(1, 2_147_483_647);

const CONFIRM_HELP = 'where much would change: on how many listings, as the preview says';

const confirmingFlag = (changes: number): string => `add --confirm-changes ${changes}`;

export function addRulePublishing(rules: Command): void {
  const replaced = 'refuse when another version is in force by now';
  rules
    .command('publish')
    .description('put a folder of rule files, or a draft, in force from the next run on')
    .argument('[dir]', 'folder of rule files')
    .option('--draft <version>', 'the draft to publish', versionNumber)
    .requiredOption('--note <text>', 'why; kept with the version', reason)
    .option('--expect-version <n>', `${replaced} (default of a draft: the one that it was made from)`, versionNumber)
    .option('--expect-revision <n>', 'refuse when the draft has another revision by now', wholeNumber(1))
    .option('--confirm-changes <n>', CONFIRM_HELP, wholeNumber(0))
    .addOption(languageOption())
    .action(async (dir: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if ((dir === undefined) === (options.draft === undefined)) {
        command.error('error: give a folder or --draft, one of them');
      }
      if (dir !== undefined && options.expectRevision !== undefined) {
        command.error('error: --expect-revision goes with --draft');
      }
      await publish(dir, options);
    });
  rules
    .command('restore')
    .description('put a version back that was in force before, as a new version')
    .argument('<version>', 'as `larisin rules versions` shows it', versionNumber)
    .requiredOption('--note <text>', 'why; kept with the version', reason)
    .option('--expect-version <n>', replaced, versionNumber)
    .option('--confirm-changes <n>', CONFIRM_HELP, wholeNumber(0))
    .addOption(languageOption())
    .action(async (version: number, _options: unknown, command: Command) => {
      const { format, note, expectVersion, confirmChanges, language } = command.optsWithGlobals<Options>();
      const { confirmedChanges } = await import('../../../flow/rules/confirm.js');
      const { restoreRules } = await import('../../../flow/rules/publish.js');
      await inForce({ format, language }, async ({ db, by, now }, current) =>
        restoreRules(
          db,
          version,
          { note, expectedVersion: expectVersion ?? current.version },
          by,
          now,
          confirmedChanges(db, confirmChanges, now, confirmingFlag),
        ),
      );
    });
  rules
    .command('archive')
    .description('discard a draft; it can still be looked at')
    .argument('<version>', 'of the draft', versionNumber)
    .option('--note <text>', 'why; kept in the audit log', reason)
    .option('--expect-revision <n>', 'refuse when the draft has another revision by now', wholeNumber(1))
    .action(async (version: number, _options: unknown, command: Command) => {
      const { format, note, expectRevision } = command.optsWithGlobals<Partial<Options> & { format: Format }>();
      const { withShop } = await import('../../shop.js');
      const { readRuleVersion } = await import('../../../db/stores/rules.js');
      const { archiveDraft } = await import('../../../flow/rules/drafts.js');
      await withShop(async ({ db, by, now }) => {
        const expectedRevision = expectRevision ?? (await readRuleVersion(db.manager, version)).revision;
        const { state } = await archiveDraft(db, version, { expectedRevision, note }, by, now);
        if (format === 'json') printJson({ version, state });
        else out(`Draft ${version} is archived.\n`);
      });
    });
}

async function publish(
  dir: string | undefined,
  { format, language, note, draft, ...expected }: Options,
): Promise<void> {
  const { publishDraft, publishRules } = await import('../../../flow/rules/publish.js');
  const { readRuleVersion } = await import('../../../db/stores/rules.js');
  const { loadRuleSet } = await import('../../../contract/rule-set.js');
  const { readRulesFolder } = await import('../../../outside/package-files.js');
  const { confirmedChanges } = await import('../../../flow/rules/confirm.js');
  const ruleSet = dir === undefined ? null : loadRuleSet(await readRulesFolder(dir));
  await inForce({ format, language }, async ({ db, by, now }, current) => {
    const guard = confirmedChanges(db, expected.confirmChanges, now, confirmingFlag);
    if (draft === undefined) {
      const given = { ruleSet, note, expectedVersion: expected.expectVersion ?? current.version };
      return publishRules(db, given, by, now, guard);
    }
    const row = await readRuleVersion(db.manager, draft);
    const given = {
      ...{ note, expectedVersion: expected.expectVersion ?? row.basedOn ?? current.version },
      expectedRevision: expected.expectRevision ?? row.revision,
    };
    return publishDraft(db, draft, given, by, now, guard);
  });
}

/** Does it, and tells what is in force now and what that changed. */
async function inForce(
  { format, language }: { format: Format; language: Locale | undefined },
  work: (shop: OpenShop, current: RuleSetVersion) => Promise<RuleSetVersion>,
): Promise<void> {
  const { withShop } = await import('../../shop.js');
  const { readRuleVersion } = await import('../../../db/stores/rules.js');
  const { publishedRules } = await import('../../../db/stores/settings.js');
  const { rulesHead } = await import('../../../contract/rule-versions.js');
  const { diffRuleSets } = await import('../../../core/rules/diff.js');
  const { diffSummary, diffText } = await import('../../rules-diff-text.js');
  await withShop(async (open) => {
    const row = await work(open, await publishedRules(open.db.manager));
    const before = await readRuleVersion(open.db.manager, row.replaced!);
    const diff = diffRuleSets(before.body, row.body);
    if (format === 'json') return printJson({ ...rulesHead(row, open.shop.timeZone), diff });
    out(`${diffText(diff, language ?? open.shop.locale)}`);
    out(
      `Version ${row.version} is in force from the next run on, in place of ${row.replaced}: ${diffSummary(diff)}.\n`,
    );
  });
}
