import type { Command } from 'commander';
import type { FileFinding, Place } from '../../../contract/rule-file.js';
import { out, printRows, type Column, type Format } from '../../output.js';

interface Options {
  format: Format;
  shop: boolean;
}

export function addRuleCheck(rules: Command): void {
  rules
    .command('check')
    .description(
      'check rules: shape, facts, types, examples, and what follows from them; exit code 1 when one is wrong',
    )
    .argument('[rules]', 'a folder of rule files, a version number, `published` or `shipped` (default)')
    .option(
      '--shop',
      "also against the shop's channels, categories and policy, and on the facts of the last run",
      false,
    )
    .action(async (source: string | undefined, _options: unknown, command: Command) => {
      await check(source ?? 'shipped', command.optsWithGlobals<Options>());
    });
}

const FINDING_COLUMNS: Column<FileFinding>[] = [
  { key: 'file', title: 'where', value: ({ file }) => file, text: (f) => `${f.file}:${f.line}:${f.column}` },
  { key: 'severity', title: 'severity', value: ({ severity }) => severity },
  { key: 'code', title: 'code', value: ({ code }) => code },
  { key: 'path', title: 'path', value: ({ path }) => path },
  { key: 'message', title: 'message', value: ({ message }) => message },
  { key: 'mend', title: 'mend', value: ({ mend }) => mend },
];

async function check(source: string, { format, shop }: Options): Promise<void> {
  const { findings, count, dir } = shop ? await checkInShop(source) : await checkFiles(source);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) process.exitCode = 1;
  if (format !== 'table') return printRows(format, findings, FINDING_COLUMNS, (finding) => finding);
  // As compilers do it, so that editors and terminals make the place a link; a table would cut the message.
  for (const finding of findings) out(findingText(finding, dir));
  const warnings = findings.length - errors;
  const verdict = errors === 0 ? `${count} rules are right` : `${errors} error(s)`;
  out(`${verdict}${warnings === 0 ? '' : `, ${warnings} warning(s)`}.\n`);
}

interface Checked {
  findings: FileFinding[];
  count: number;
  /** What is said in place of a file where a finding has none. */
  dir: string;
}

async function checkFiles(source: string): Promise<Checked> {
  const { checkRuleFiles } = await import('../../../contract/rule-set.js');
  const { folderOf, isVersion, readSourceFiles } = await import('../../rules-source.js');
  const { ruleSet, findings } = checkRuleFiles(await readSourceFiles(source));
  const dir = isVersion(source) ? `version ${source}` : folderOf(source);
  return { findings, count: ruleSet?.rules.length ?? 0, dir };
}

async function checkInShop(source: string): Promise<Checked> {
  const { checkRuleFiles, ruleSetFiles } = await import('../../../contract/rule-set.js');
  const { folderOf, isVersion, readVersion } = await import('../../rules-source.js');
  const { readRulesFolder } = await import('../../../outside/package-files.js');
  const { readCheckContext } = await import('../../../flow/rules/check-context.js');
  const { checkOnRun } = await import('../../../flow/rules/check-on-run.js');
  const { withShop } = await import('../../shop.js');
  return withShop(async ({ db }) => {
    const files = isVersion(source)
      ? ruleSetFiles((await readVersion(db.manager, source)).body)
      : await readRulesFolder(folderOf(source));
    const { ruleSet, findings, place } = checkRuleFiles(files, 'strict', await readCheckContext(db.manager));
    const seen = ruleSet === null ? [] : place(await checkOnRun(db, ruleSet));
    const dir = isVersion(source) ? `version ${source}` : folderOf(source);
    return { findings: [...findings, ...seen], count: ruleSet?.rules.length ?? 0, dir };
  });
}

function findingText({ severity, code, path, message, mend, related, ...place }: FileFinding, dir: string): string {
  const at = ({ file, line, column }: Place): string => (file === '' ? dir : `${file}:${line}:${column}`);
  const lines = [`${at(place)} ${severity} ${code}: ${message}${path === '' ? '' : ` (${path})`}`];
  if (mend !== null) lines.push(`    mend: ${mend}`);
  for (const each of related ?? []) lines.push(`    see ${at(each)} ${each.what}`);
  return `${lines.join('\n')}\n`;
}
