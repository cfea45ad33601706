import type { Command } from 'commander';
import type { FileFinding } from '../../../contract/rule-file.js';
import type { RuleSet, RuleSetVersion } from '../../../core/rules/rule.js';
import { reason, wholeNumber } from '../../arguments.js';
import { countText, findingText } from '../../finding-text.js';
import { note, out, printFields, printJson, type Format } from '../../output.js';

export function addRuleFiles(rules: Command): void {
  rules
    .command('export')
    .description('write a version as files, one rule each, always in the same form')
    .argument('<dir>', 'made when it is not there; rule files in it are overwritten')
    .argument('[version]', 'a version number, or `published`', 'published')
    .option('--prune', 'remove rule files of rules that the version does not have', false)
    .action(async (dir: string, version: string, _options: unknown, command: Command) => {
      await exportRules(dir, version, command.optsWithGlobals<{ format: Format; prune: boolean }>());
    });
  rules
    .command('import')
    .description('make a draft of a folder of rule files, and say what is wrong with it')
    .argument('<dir>', 'folder of rule files')
    .option('--note <text>', 'what the draft is for', reason)
    .option('--draft <version>', 'put the files into this draft instead of a new one', wholeNumber(1, 2_147_483_647))
    .option('--expect-revision <n>', 'refuse when the draft has another revision by now', wholeNumber(1))
    .option(
      '--based-on <version>',
      'the version that the files were made from (default: the one in force)',
      wholeNumber(1),
    )
    .action(async (dir: string, _options: unknown, command: Command) => {
      await importRules(dir, command.optsWithGlobals<ImportOptions>(), command);
    });
}

async function exportRules(dir: string, source: string, { format, prune }: { format: Format; prune: boolean }) {
  const { Refusal } = await import('../../../core/refusal.js');
  const { isVersion, readVersion } = await import('../../rules-source.js');
  if (!isVersion(source)) {
    throw new Refusal('invalid', 'no-version', `${source} is no version: give a number, or \`published\`.`);
  }
  const { withShop } = await import('../../shop.js');
  const { checkRuleFiles, ruleSetFiles } = await import('../../../contract/rule-set.js');
  const { writeRulesFolder } = await import('../../../outside/rules-folder.js');
  await withShop(async ({ db }) => {
    const { version, body } = await readVersion(db.manager, source);
    const files = ruleSetFiles(body);
    const done = await writeRulesFolder(dir, files, { prune });
    if (format === 'json') printJson({ version, ...done });
    else {
      printFields([
        ['version', version],
        ['written', done.written.length],
        ['unchanged', done.unchanged.length],
        ['removed', done.removed.length],
      ]);
    }
    if (done.left.length > 0) {
      note(`Version ${version} has no rule for ${done.left.join(', ')}: left there; --prune removes such files.`);
    }
    if (losesOrder(body, checkRuleFiles(files).draft)) {
      note(
        `The order of the rules is not in the files. With onTie "first" it decides ties, and an import gives the order of the file names: compare before you publish.`,
      );
    }
  });
}

/** Whether the rules stand in another order than that of their files, and the set goes by it. */
function losesOrder({ rules, onTie }: RuleSet, read: RuleSet | null): boolean {
  return onTie === 'first' && read !== null && read.rules.some(({ name }, index) => rules[index]?.name !== name);
}

interface ImportOptions {
  format: Format;
  note?: string;
  draft?: number;
  expectRevision?: number;
  basedOn?: number;
}

async function importRules(dir: string, options: ImportOptions, command: Command): Promise<void> {
  const { format, draft, note: words, basedOn } = options;
  if (draft === undefined && options.expectRevision !== undefined) {
    command.error('error: --expect-revision goes with --draft');
  }
  const { readRulesFolder } = await import('../../../outside/package-files.js');
  const { createDraft, saveDraft } = await import('../../../flow/rules/drafts.js');
  const { readRuleVersion } = await import('../../../db/stores/rules.js');
  const { rulesHead } = await import('../../../contract/rule-versions.js');
  const { withShop } = await import('../../shop.js');
  const content = { files: await readRulesFolder(dir) };
  await withShop(async ({ db, by, now, shop }) => {
    const kept =
      draft === undefined
        ? await createDraft(db, { content, note: words ?? '', basedOn }, by, now)
        : await saveDraft(
            db,
            draft,
            {
              ...{ content, note: words, basedOn },
              expectedRevision:
                options.expectRevision ?? (await ownRevision(await readRuleVersion(db.manager, draft), by.actor)),
            },
            by,
            now,
          );
    const findings = kept.findings as FileFinding[];
    if (format === 'json') return printJson({ ...rulesHead(kept.row, shop.timeZone), findings });
    for (const finding of findings) out(findingText(finding, dir));
    const errors = findings.filter(({ severity }) => severity === 'error');
    const { version, revision, body } = kept.row;
    const rules = body.rules.length === 1 ? '1 rule' : `${body.rules.length} rules`;
    const keep = errors.length === 1 ? 'keeps' : 'keep';
    const verdict = errors.length === 0 ? '' : `; ${countText(errors)} ${keep} it from being published`;
    out(`Draft ${version}, revision ${revision}: ${rules}${verdict}.\n`);
  });
}

/** Without --expect-revision a draft is replaced only by whoever changed it last: nobody else's work is lost unseen. */
async function ownRevision(row: RuleSetVersion, actor: string): Promise<number> {
  const last = row.updatedBy ?? row.createdBy;
  if (last === actor || row.state !== 'draft') return row.revision;
  const { Refusal } = await import('../../../core/refusal.js');
  const { version, revision } = row;
  const message = `Draft ${version} was changed last by ${last}, not by you (revision ${revision}). Look at it (larisin rules diff ${version}), then repeat with --expect-revision ${revision}.`;
  throw new Refusal('conflict', 'revision-conflict', message, { version, revision, updatedBy: last });
}
