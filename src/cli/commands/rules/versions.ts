import type { Command } from 'commander';
import type { RulesHead } from '../../../contract/rules-api.js';
import type { Locale } from '../../../core/pricing/money-text.js';
import { languageOption, wholeNumber } from '../../arguments.js';
import { out, printJson, printRows, type Column, type Format } from '../../output.js';

const LIMIT = 50;

const COLUMNS: Column<RulesHead>[] = [
  { key: 'version', title: 'version', value: ({ version }) => version },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'revision', title: 'revision', value: ({ revision }) => revision },
  { key: 'basedOn', title: 'made from', value: ({ basedOn }) => basedOn },
  { key: 'replaced', title: 'replaced', value: ({ replaced }) => replaced },
  { key: 'restoredFrom', title: 'put back', value: ({ restoredFrom }) => restoredFrom },
  { key: 'updatedBy', title: 'by', value: ({ updatedBy }) => updatedBy },
  { key: 'updatedAt', title: 'at', value: ({ updatedAt }) => updatedAt },
  { key: 'publishedBy', title: 'published by', value: ({ publishedBy }) => publishedBy },
  { key: 'publishedAt', title: 'published at', value: ({ publishedAt }) => publishedAt },
  { key: 'note', title: 'note', value: ({ note }) => note },
];

export function addRuleVersions(rules: Command): void {
  rules
    .command('versions')
    .description('list the versions of the rules, newest first')
    .option('--limit <n>', `at most so many (${LIMIT})`, wholeNumber(1, 10_000), LIMIT)
    .action(async (_options: unknown, command: Command) => {
      const { format, limit } = command.optsWithGlobals<{ format: Format; limit: number }>();
      const { withShop } = await import('../../shop.js');
      const { listRuleVersions } = await import('../../../db/stores/rules.js');
      const { rulesHead } = await import('../../../contract/rule-versions.js');
      await withShop(async ({ db, shop }) => {
        const rows = await listRuleVersions(db.manager, {}, limit);
        const heads = rows.map((row) => rulesHead(row, shop.timeZone));
        printRows(format, heads, COLUMNS);
      });
    });
  rules
    .command('diff')
    .description('compare two rule sets, rule by rule')
    .argument('[from]', 'a version number, `published`, `shipped`, or a folder of rule files (default: `published`)')
    .argument('[to]', 'the same; left out: `from` is compared with the version that it replaced or would replace')
    .addOption(languageOption())
    .action(async (from: string | undefined, to: string | undefined, _options: unknown, command: Command) => {
      await compare(from, to, command.optsWithGlobals<{ format: Format; language?: Locale }>());
    });
}

async function compare(
  from: string | undefined,
  to: string | undefined,
  { format, language }: { format: Format; language?: Locale },
): Promise<void> {
  const { readTwoSets } = await import('../../rules-source.js');
  const { diffRuleSets } = await import('../../../core/rules/diff.js');
  const { diffLines, diffText } = await import('../../rules-diff-text.js');
  const { before, after, locale: ofShop } = await readTwoSets(from, to);
  const locale = language ?? ofShop;
  const diff = diffRuleSets(before.ruleSet, after.ruleSet);
  if (format === 'json') return printJson({ before: before.name, after: after.name, ...diff });
  if (format === 'table') return out(`${before.name} -> ${after.name}\n${diffText(diff, locale)}`);
  printRows(format, diffLines(diff, locale), [
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'name', title: 'name', value: ({ name }) => name },
    { key: 'op', title: 'op', value: ({ op }) => op },
    { key: 'path', title: 'path', value: ({ path }) => path },
    { key: 'sentence', title: 'change', value: ({ sentence }) => sentence },
  ]);
}
