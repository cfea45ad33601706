import type { Command } from 'commander';
import { addRuleBacktest } from './rules/backtest.js';
import { addRuleCheck } from './rules/check.js';
import { addRuleExplain } from './rules/explain.js';
import { addRuleFacts } from './rules/facts.js';
import { addRuleFiles } from './rules/files.js';
import { addRulePreview } from './rules/preview.js';
import { addRulePublishing } from './rules/publish.js';
import { addRuleTest } from './rules/test.js';
import { addRuleVersions } from './rules/versions.js';

export function addRules(program: Command): void {
  const rules = program.command('rules').description('check, test, try out, compare, publish and put back rules');
  addRuleCheck(rules);
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
  addRuleFacts(rules);
  addRuleTest(rules);
  addRuleVersions(rules);
  addRulePreview(rules);
  addRuleBacktest(rules);
  addRuleExplain(rules);
  addRuleFiles(rules);
  addRulePublishing(rules);
}
