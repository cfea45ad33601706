import type { Command } from 'commander';
import type { FileFinding, Place } from '../../contract/rule-file.js';
import { out, printRows, type Column, type Format } from '../output.js';
import { addRuleBacktest } from './rules/backtest.js';
import { addRuleExplain } from './rules/explain.js';
import { addRuleFiles } from './rules/files.js';
import { addRulePreview } from './rules/preview.js';
import { addRulePublishing } from './rules/publish.js';
import { addRuleTest } from './rules/test.js';
import { addRuleVersions } from './rules/versions.js';

export function addRules(program: Command): void {
  const rules = program.command('rules').description('check, test, try out, compare, publish and put back rules');
  const folder = 'folder of rule files (default: the shipped ones)';
  rules
    .command('check')
    .description('check rule files: shape, facts, types, examples; exit code 1 when one is wrong')
    .argument('[dir]', folder)
    .action(async (dir: string | undefined, _options: unknown, command: Command) => {
      await check(dir, command.optsWithGlobals<{ format: Format }>().format);
    });
  rules
    .command('eval')
    .description('print what fires for each line of facts, as JSON, in firing order; needs no database')
    .requiredOption('--rules <dir>', 'folder of rule files')
    .requiredOption('--facts <file>', 'JSON Lines: one object of facts by dotted name a line; - reads stdin')
    .action(async (_options: unknown, command: Command) => {
      const { rules: dir, facts } = command.opts<{ rules: string; facts: string }>();
      const { evaluateFile } = await import('../rules-eval.js');
      await evaluateFile(dir, facts);
    });
  addRuleTest(rules);
  addRuleVersions(rules);
  addRulePreview(rules);
  addRuleBacktest(rules);
  addRuleExplain(rules);
  addRuleFiles(rules);
  addRulePublishing(rules);
}

const FINDING_COLUMNS: Column<FileFinding>[] = [
  { key: 'file', title: 'where', value: ({ file }) => file, text: (f) => `${f.file}:${f.line}:${f.column}` },
  { key: 'severity', title: 'severity', value: ({ severity }) => severity },
  { key: 'code', title: 'code', value: ({ code }) => code },
  { key: 'path', title: 'path', value: ({ path }) => path },
  { key: 'message', title: 'message', value: ({ message }) => message },
  { key: 'mend', title: 'mend', value: ({ mend }) => mend },
];

async function check(given: string | undefined, format: Format): Promise<void> {
  const { checkRuleFiles } = await import('../../contract/rule-set.js');
  const { readRulesFolder, shippedRules } = await import('../../outside/package-files.js');
  const dir = given ?? shippedRules();
  const { ruleSet, findings } = checkRuleFiles(await readRulesFolder(dir));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) process.exitCode = 1;
  if (format !== 'table') return printRows(format, findings, FINDING_COLUMNS, (finding) => finding);
  // As compilers do it, so that editors and terminals make the place a link; a table would cut the message.
  for (const finding of findings) out(findingText(finding, dir));
  const warnings = findings.length - errors;
  const verdict = errors === 0 ? `${ruleSet?.rules.length ?? 0} rules are right` : `${errors} error(s)`;
  out(`${verdict}${warnings === 0 ? '' : `, ${warnings} warning(s)`}.\n`);
}

function findingText({ severity, code, path, message, mend, related, ...place }: FileFinding, dir: string): string {
  const at = ({ file, line, column }: Place): string => (file === '' ? dir : `${file}:${line}:${column}`);
  const lines = [`${at(place)} ${severity} ${code}: ${message}${path === '' ? '' : ` (${path})`}`];
  if (mend !== null) lines.push(`    mend: ${mend}`);
  for (const each of related ?? []) lines.push(`    see ${at(each)} ${each.what}`);
  return `${lines.join('\n')}\n`;
}
