import type { Command } from 'commander';
import type { FileFinding } from '../../../contract/rule-file.js';
import { countText, findingText } from '../../finding-text.js';
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
  { key: 'file', title: 'file', value: ({ file }) => file },
  { key: 'line', title: 'line', value: ({ line }) => line },
  { key: 'column', title: 'column', value: ({ column }) => column },
  { key: 'severity', title: 'severity', value: ({ severity }) => severity },
  { key: 'basis', title: 'basis', value: ({ basis }) => basis },
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
  // A table would cut the message.
  for (const finding of findings) out(findingText(finding, dir));
  const right = errors > 0 ? [] : [count === 1 ? '1 rule is right' : `${count} rules are right`];
  out(`${[...right, countText(findings)].filter((part) => part !== '').join(', ')}.\n`);
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
  const { findingsTogether } = await import('../../../core/rules/findings-together.js');
  const { withShop } = await import('../../shop.js');
  return withShop(async ({ db }) => {
    const files = isVersion(source)
      ? ruleSetFiles((await readVersion(db.manager, source)).body)
      : await readRulesFolder(folderOf(source));
    const { ruleSet, findings, place } = checkRuleFiles(files, 'strict', await readCheckContext(db.manager));
    const seen = ruleSet === null ? [] : place(await checkOnRun(db, ruleSet));
    const dir = isVersion(source) ? `version ${source}` : folderOf(source);
    const order = files.map(({ fileName }) => fileName);
    const together = findingsTogether(findings, seen, ({ file }) => order.indexOf(file));
    return { findings: together, count: ruleSet?.rules.length ?? 0, dir };
  });
}
