import type { Command } from 'commander';
import type { EffectTotals } from '../../../core/effect.js';
import type { Preview, PreviewRow, RuleHits } from '../../../core/preview.js';
import { CHANGES } from '../../../core/preview.js';
import { formatDay, type Money } from '../../../core/units.js';
import type { RulesPreview } from '../../../flow/rules/preview.js';
import { wholeNumber } from '../../arguments.js';
import { out, printJson, printRows, type Column, type Format } from '../../output.js';

const LIMIT = 20;

interface Options {
  format: Format;
  limit: number;
}

export function addRulePreview(rules: Command): void {
  rules
    .command('preview')
    .description('say what a draft or a folder of rules would do today, against the rules in force; changes nothing')
    .argument('<source>', 'a version number, `published`, `shipped`, or a folder of rule files')
    .option('--limit <n>', `listings that change, at most so many (${LIMIT}); 0 = only the sums`, wholeNumber(0), LIMIT)
    .action(async (source: string, _options: unknown, command: Command) => {
      await preview(source, command.optsWithGlobals<Options>());
    });
}

async function preview(source: string, { format, limit }: Options): Promise<void> {
  const { withShop } = await import('../../shop.js');
  const { readRulesToTry } = await import('../../rules-source.js');
  const { previewRules } = await import('../../../flow/rules/preview.js');
  await withShop(async ({ db, now, money }) => {
    const found = await previewRules(db, await readRulesToTry(db.manager, source), now);
    const rows = found.rows.slice(0, limit);
    if (format === 'json') {
      const { run, id: _, ...rest } = found;
      return printJson({ run: { id: run.id, asOf: formatDay(run.asOf) }, ...rest, rows: rows.map(told) });
    }
    if (format === 'table') printSums(found, source, money);
    if (format === 'csv' || rows.length > 0) printRows(format, rows, rowColumns(money), told);
    if (format === 'table' && found.rows.length > rows.length) {
      out(`... and ${found.rows.length - rows.length} more (--limit).\n`);
    }
  });
}

function printSums(found: RulesPreview, source: string, money: (amount: Money) => string): void {
  const { run, listings, inForce, draft, changes, failingExamples } = found;
  out(`${source} against version ${found.inForceVersion}, on the facts of run ${run.id} (${formatDay(run.asOf)})\n`);
  out(
    `${listings} listings: ${changes.new} new, ${changes.gone} gone, ${changes.changed} changed, ${changes.same} as before\n`,
  );
  if (failingExamples > 0) {
    const fail = failingExamples === 1 ? '1 example fails' : `${failingExamples} examples fail`;
    out(`${fail}: these rules cannot be published so (larisin rules check ${source}).\n`);
  }
  out('\n');
  const line = (name: string, totals: EffectTotals) => ({ name, ...totals });
  printRows(
    'table',
    [
      line('in force', inForce.all),
      line('tried', draft.all),
      line('in force, shown', inForce.shown),
      line('tried, shown', draft.shown),
    ],
    totalsColumns(money),
  );
  out(stoppedText(draft.stopped));
  out('\n');
  printRows('table', changedRules(found), RULE_COLUMNS);
  out('\n');
  printRows('table', found.byChannel, [
    { key: 'channel', title: 'channel', value: ({ name }) => name },
    ...CHANGES.map((change) => ({
      key: change,
      title: change,
      value: (row: Preview['byChannel'][number]) => row[change],
    })),
  ]);
  out('\n');
}

function stoppedText(stopped: Record<string, number>): string {
  const parts = Object.entries(stopped).map(([reason, count]) => `${reason} ${count}`);
  return parts.length === 0 ? '' : `Tried, won and stopped: ${parts.join(', ')}.\n`;
}

/** Rules whose figures differ; all of them where none does. */
function changedRules({ byRule }: Preview): RuleHits[] {
  const differing = byRule.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  return differing.length === 0 ? byRule : differing;
}

const count = (before: number | undefined, after: number | undefined): string => `${before ?? '-'} -> ${after ?? '-'}`;
const RULE_COLUMNS: Column<RuleHits>[] = [
  { key: 'rule', title: 'rule', value: ({ name }) => name },
  { key: 'type', title: 'type', value: ({ type }) => type },
  { key: 'fired', title: 'fires', value: ({ before, after }) => count(before?.fired, after?.fired) },
  { key: 'won', title: 'wins', value: ({ before, after }) => count(before?.won, after?.won) },
  { key: 'suggested', title: 'suggests', value: ({ before, after }) => count(before?.suggested, after?.suggested) },
];

/** Sums over suggestions, of a preview or a back-test. */
export function totalsColumns<Row extends EffectTotals & { name: string | null }>(
  money: (amount: Money) => string,
): Column<Row>[] {
  return [
    { key: 'name', title: '', value: ({ name }) => name ?? '(none)' },
    { key: 'suggestions', title: 'suggestions', value: ({ suggestions }) => suggestions },
    { key: 'products', title: 'products', value: ({ products }) => products },
    {
      key: 'staleValue',
      title: 'stale value',
      value: ({ staleValue }) => staleValue,
      text: ({ staleValue }) => money(staleValue),
    },
    {
      key: 'discountGiven',
      title: 'discount given *',
      value: ({ discountGiven }) => discountGiven,
      text: ({ discountGiven }) => money(discountGiven),
    },
    { key: 'gain', title: 'gain *', value: ({ gain }) => gain, text: ({ gain }) => money(gain) },
    { key: 'gainUnknown', title: 'gain unknown', value: ({ gainUnknown }) => gainUnknown },
  ];
}

function rowColumns(money: (amount: Money) => string): Column<PreviewRow>[] {
  const price = (side: PreviewRow['before']): string => (side === null ? '-' : `${money(side.price)} (${side.rule})`);
  return [
    { key: 'change', title: 'change', value: ({ change }) => change },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'channel', title: 'channel', value: ({ channel }) => channel },
    {
      key: 'before',
      title: 'in force',
      value: ({ before }) => before?.price ?? null,
      text: (row) => price(row.before),
    },
    { key: 'after', title: 'tried', value: ({ after }) => after?.price ?? null, text: (row) => price(row.after) },
    {
      key: 'gain',
      title: 'gain *',
      value: ({ before, after }) => (after ?? before)?.gain ?? null,
      text: ({ before, after }) => {
        const gain = (after ?? before)?.gain ?? null;
        return gain === null ? '-' : money(gain);
      },
    },
    { key: 'silent', title: 'stopped by', value: ({ silent }) => silent },
  ];
}

function told({ before, after, ...row }: PreviewRow): object {
  const side = (effect: PreviewRow['before']): object | null => {
    if (effect === null) return null;
    const { rule, kind, price, listPrice, currentPrice, discountBp, gain, discountGiven } = effect;
    return { rule, kind, price, listPrice, currentPrice, discountBp, gain, discountGiven };
  };
  return { ...row, before: side(before), after: side(after) };
}
