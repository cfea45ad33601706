import type { Command } from 'commander';
import { note, printRows, type Format } from '../../output.js';

interface Tested {
  file: string;
  rule: string;
  examples: number;
  failed: number;
}

export function addRuleTest(rules: Command): void {
  rules
    .command('test')
    .description("run the rules' own examples")
    .argument('[rules]', 'a version number, `published`, `shipped`, or a folder of rule files', 'shipped')
    .action(async (source: string, _options: unknown, command: Command) => {
      await test(source, command.optsWithGlobals<{ format: Format }>().format);
    });
}

async function test(source: string, format: Format): Promise<void> {
  const { checkRuleFiles } = await import('../../../contract/rule-set.js');
  const { readRuleFile, refusalOf } = await import('../../../contract/rule-file.js');
  const { readSourceFiles } = await import('../../rules-source.js');
  const files = await readSourceFiles(source);
  const { findings } = checkRuleFiles(files);
  const wrong = findings.filter(({ severity, code }) => severity === 'error' && code !== 'failing-example');
  if (wrong.length > 0) throw refusalOf('invalid-rules', wrong);
  const failing = findings.filter(({ code }) => code === 'failing-example');
  const tested = files.flatMap(({ fileName, text }): Tested[] => {
    const { rule } = readRuleFile(text, fileName, 'strict');
    if (rule === null) return []; // conditions, policy, fees: no rule, and checked above
    const failed = failing.filter(({ file }) => file === fileName).length;
    return [{ file: fileName, rule: rule.name, examples: rule.examples.length, failed }];
  });
  if (failing.length > 0) process.exitCode = 1;
  printRows(format, tested, [
    { key: 'rule', title: 'rule', value: ({ rule }) => rule },
    { key: 'file', title: 'file', value: ({ file }) => file },
    { key: 'examples', title: 'examples', value: ({ examples }) => examples },
    { key: 'failed', title: 'failed', value: ({ failed }) => failed },
  ]);
  for (const { file, line, column, message } of failing) note(`${file}:${line}:${column} ${message}`);
}
