import type { Command } from 'commander';
import type { Backtest, BacktestSide, DayTotals } from '../../../core/backtest.js';
import type { EffectTotals } from '../../../core/effect.js';
import { formatDay, type Day, type Money } from '../../../core/units.js';
import { dayArgument, wholeNumber } from '../../arguments.js';
import { note, out, printJson, printRows, type Column, type Format } from '../../output.js';
import { totalsColumns } from './preview.js';

interface Options {
  format: Format;
  from?: Day;
  to?: Day;
  every?: number;
}

export function addRuleBacktest(rules: Command): void {
  rules
    .command('backtest')
    .description('try a draft or a folder of rules on days of the past, each as it was known then; changes nothing')
    .argument('<source>', 'a version number, `published`, `shipped`, or a folder of rule files')
    .option('--from <day>', 'first day (default: 25 steps before the last)', dayArgument)
    .option('--to <day>', 'last day (default: the last Monday)', dayArgument)
    .option('--every <days>', 'days from one to the next (default: 7)', wholeNumber(1, 366))
    .action(async (source: string, _options: unknown, command: Command) => {
      await backtest(source, command.optsWithGlobals<Options>());
    });
  rules
    .command('backtests')
    .description('list the back-tests that were made, newest first; with an id, the result of one')
    .argument('[id]', 'of a back-test', wholeNumber(1, 2_147_483_647))
    .action(async (id: number | undefined, _options: unknown, command: Command) => {
      await show(id, command.optsWithGlobals<{ format: Format }>().format);
    });
}

const LISTED = 50;

async function show(id: number | undefined, format: Format): Promise<void> {
  const { withShop } = await import('../../shop.js');
  const { findBacktest, listBacktests } = await import('../../../db/stores/backtests.js');
  const { backtestHeadView } = await import('../../../contract/backtests.js');
  await withShop(async ({ db, shop, money }) => {
    if (id !== undefined) return tell(await findBacktest(db, id), null, format, shop.timeZone, money);
    const heads = (await listBacktests(db, {}, LISTED)).map((row) => backtestHeadView(row, shop.timeZone));
    printRows(
      format,
      heads,
      [
        { key: 'id', title: 'id', value: (head) => head.id },
        { key: 'state', title: 'state', value: (head) => head.state },
        { key: 'version', title: 'version', value: (head) => head.version },
        { key: 'revision', title: 'revision', value: (head) => head.revision },
        { key: 'from', title: 'from', value: ({ days }) => days[0] ?? null },
        { key: 'to', title: 'to', value: ({ days }) => days.at(-1) ?? null },
        { key: 'days', title: 'days', value: ({ days }) => days.length },
        { key: 'createdBy', title: 'by', value: ({ createdBy }) => createdBy },
        { key: 'createdAt', title: 'at', value: ({ createdAt }) => createdAt },
      ],
      (head) => head,
    );
  });
}

async function backtest(source: string, { format, from, to, every }: Options): Promise<void> {
  const { withShop } = await import('../../shop.js');
  const { readRulesToTry } = await import('../../rules-source.js');
  const { backtestNow } = await import('../../backtest-now.js');
  const { createBar } = await import('../../progress.js');
  await withShop(async ({ db, by, today, now, shop, money }) => {
    const request = { rules: await readRulesToTry(db.manager, source), from, to, everyDays: every };
    const bar = createBar('Back-test');
    let done: Backtest;
    try {
      done = await backtestNow(db, request, by, today, now, bar.tell);
    } finally {
      bar.end();
    }
    await tell(done, source, format, shop.timeZone, money);
  });
}

/** @param source null: what was tried is told by its version */
async function tell(
  backtest: Backtest,
  source: string | null,
  format: Format,
  timeZone: string,
  money: (amount: Money) => string,
): Promise<void> {
  const { backtestView } = await import('../../../contract/backtests.js');
  const { id, ruleSetVersion, result, state, error } = backtest;
  if (format === 'json') return printJson(backtestView(backtest, timeZone));
  if (format === 'csv') return printRows('csv', (result?.draft.days ?? []).map(named), totalsColumns(money));
  if (result === null) return out(`Back-test ${id} is ${state}${error === null ? '' : `: ${error}`}.\n`);
  print(backtest, source ?? (ruleSetVersion === null ? 'rules of a folder' : `version ${ruleSetVersion}`), money);
}

function print({ id, days, result, againstVersion }: Backtest, source: string, money: (amount: Money) => string): void {
  const { draft, inForce, assumed } = result!;
  const span = `${formatDay(days[0]!)} to ${formatDay(days.at(-1)!)}`;
  out(`Back-test ${id}: ${source} against version ${againstVersion}, ${days.length} days from ${span}\n\n`);
  printRows(
    'table',
    [
      { name: `version ${againstVersion}`, ...inForce.total },
      { name: source, ...draft.total },
    ],
    withAgain<{ name: string } & BacktestSide['total']>(money),
  );
  out('\nDay by day\n');
  printRows('table', draft.days.map(named), withAgain<{ name: string } & DayTotals>(money));
  out('\nBy rule\n');
  printRows('table', draft.byRule, totalsColumns(money));
  out('\nProducts by the number of days on which they were hit\n');
  printRows('table', draft.timesHit, [
    { key: 'days', title: 'days', value: (row) => row.days },
    { key: 'products', title: 'products', value: (row) => row.products },
  ]);
  out(
    '\n* Until the next day that is tried. Model output: what the demand model of that day expected, not what happened.\n',
  );
  if (assumed.prices + assumed.costs > 0) {
    note(
      `The price of ${assumed.prices} and the cost of ${assumed.costs} products are not on record for the first of these days: the first on record stood in.`,
    );
  }
}

const withAgain = <Row extends EffectTotals & { name: string; again: number }>(
  money: (amount: Money) => string,
): Column<Row>[] => [...totalsColumns<Row>(money), { key: 'again', title: 'hit again', value: ({ again }) => again }];

const named = (day: DayTotals): { name: string } & DayTotals => ({ name: formatDay(day.day), ...day });
