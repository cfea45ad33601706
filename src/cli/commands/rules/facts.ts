import type { Command } from 'commander';
import type { Locale } from '../../../core/pricing/money-text.js';
import type { FactSeen } from '../../../flow/rules/facts-seen.js';
import { languageOption } from '../../arguments.js';
import { note, printRows, type Column, type Format } from '../../output.js';

export function addRuleFacts(rules: Command): void {
  rules
    .command('facts')
    .description('list the facts that rules may read, and how each lies over the last run')
    .argument('[part]', 'part of a name, such as stock or age')
    .addOption(languageOption())
    .action(async (part: string | undefined, _options: unknown, command: Command) => {
      const { format, language } = command.optsWithGlobals<{ format: Format; language?: Locale }>();
      const { withShop } = await import('../../shop.js');
      const { factsSeen } = await import('../../../flow/rules/facts-seen.js');
      await withShop(async ({ db, shop }) => {
        const wanted = part?.toLowerCase() ?? '';
        const facts = (await factsSeen(db)).filter(
          ({ name, knownOf }) => knownOf === null && name.toLowerCase().includes(wanted),
        );
        if (facts.length === 0) note(`No fact has "${part}" in its name; without it all are listed.`);
        printRows(format, facts, columns(language ?? shop.locale), (fact) => fact);
      });
    });
}

function columns(locale: Locale): Column<FactSeen>[] {
  const quartile = (key: 'min' | 'q1' | 'median' | 'q3' | 'max'): Column<FactSeen> => ({
    key,
    title: key,
    value: ({ seen }) => seen?.quartiles?.[key] ?? null,
    text: ({ seen }) => String(rounded(seen?.quartiles?.[key] ?? null) ?? '-'),
  });
  return [
    { key: 'fact', title: 'fact', value: ({ name }) => name },
    { key: 'type', title: 'type', value: ({ type }) => type },
    { key: 'unit', title: 'unit', value: ({ unit }) => unit },
    quartile('min'),
    quartile('q1'),
    quartile('median'),
    quartile('q3'),
    quartile('max'),
    {
      key: 'nullShare',
      title: 'unknown',
      value: ({ seen }) => (seen === null || seen.count === 0 ? null : seen.nulls / seen.count),
      text: ({ seen }) =>
        seen === null || seen.count === 0 ? '-' : `${Math.round((100 * seen.nulls) / seen.count)} %`,
    },
    { key: 'values', title: 'values', value: ({ seen }) => valuesText(seen) },
    { key: 'meaning', title: 'meaning', value: ({ sentence }) => sentence[locale] },
  ];
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);

function valuesText(seen: FactSeen['seen']): string | null {
  if (seen?.values == null || seen.values.distinct === 0) return null;
  const { distinct, top } = seen.values;
  const shown = top.slice(0, 3).map(({ value, count }) => `${value} (${count})`);
  return `${shown.join(', ')}${distinct > shown.length ? `, and ${distinct - shown.length} more` : ''}`;
}
