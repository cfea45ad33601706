import type { Command } from 'commander';
import { formatDay, type Day } from '../../core/units.js';
import { dayArgument } from '../arguments.js';
import { printFields, printJson, printRows, type Format } from '../output.js';
import { createBar } from '../progress.js';

export function addAnalyse(program: Command): void {
  program
    .command('analyse')
    .description('run the analysis now: age stock, judge the rules, publish suggestions')
    .option('--as-of <day>', 'the close of this day, YYYY-MM-DD (default: the last complete day)', dayArgument)
    .action(async (_options: unknown, command: Command) => {
      const { format, ...options } = command.optsWithGlobals<{ format: Format; asOf?: Day }>();
      const { withShop } = await import('../shop.js');
      const { defaultAsOf } = await import('../../flow/analyse.js');
      const { runNow } = await import('../run-now.js');
      await withShop(async ({ db, today, money, by }) => {
        const asOf = options.asOf ?? (await defaultAsOf(db, today));
        const bar = createBar('Analysing');
        const run = await runNow(db, { asOf, today, cause: 'cli', createdBy: by.actor }, bar.tell).finally(bar.end);
        const { id, totals, ruleSetVersion, policyVersion } = run;
        const result = { id, asOf: formatDay(asOf), state: run.state, ruleSetVersion, policyVersion, ...totals! };
        if (format === 'json') return printJson(result);
        if (format === 'csv') {
          const keys = Object.keys(result) as (keyof typeof result)[];
          return printRows(
            format,
            [result],
            keys.map((key) => ({ key, title: key, value: (row) => row[key] })),
          );
        }
        printFields([
          ['run', id],
          ['as of', formatDay(asOf)],
          ['products', result.products],
          ['listings judged', result.listings],
          ['flagged as stale', result.flagged],
          ['stale units', result.staleUnits],
          ['stale value', money(result.staleValue)],
          ['suggestions, new', result.suggested],
          ['suggestions, as before', result.unchanged],
          ['suggestions, superseded', result.superseded],
          ['left out by the daily limit', result.overLimit],
        ]);
      });
    });
}
