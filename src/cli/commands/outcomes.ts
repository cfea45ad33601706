import { Option, type Command } from 'commander';
import type { OutcomeView } from '../../contract/outcomes.js';
import { OUTCOME_STATES, type OutcomeState } from '../../core/outcome/outcome.js';
import type { OutcomeSummary } from '../../core/outcome/summary.js';
import type { Measured } from '../../core/outcome/uplift.js';
import type { Money } from '../../core/units.js';
import { wholeNumber } from '../arguments.js';
import { out, printRows, type Column, type Format } from '../output.js';

interface Options {
  format: Format;
  channel?: string;
  rule?: string;
  state?: OutcomeState;
  sku?: string;
  limit: number;
}

export function addOutcomes(program: Command): void {
  program
    .command('outcomes')
    .description('list what approved offers brought against what would have been sold without them, newest first')
    .option('--channel <code>', 'on this channel')
    .option('--rule <name>', 'suggested by this rule')
    .addOption(new Option('--state <state>', 'only these').choices(OUTCOME_STATES))
    .option('--sku <sku>', 'of this product')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .action(async (_options: unknown, command: Command) => {
      const { format, limit, ...filter } = command.optsWithGlobals<Options>();
      const { withShop } = await import('../shop.js');
      const { listOutcomes, measuredOffers } = await import('../../db/stores/outcomes.js');
      const { outcomeView } = await import('../../contract/outcomes.js');
      const { summaryOf } = await import('../../core/outcome/summary.js');
      await withShop(async ({ db, money, shop }) => {
        const rows = await listOutcomes(db, filter, limit);
        const views = rows.map((row) => outcomeView(row, shop.timeZone));
        printRows(format, views, columns(money, shop.locale), (view) => view);
        if (format === 'table') out(`\n${summary(summaryOf(await measuredOffers(db, filter)), money)}\n`);
      });
    });
}

function columns(money: (amount: Money) => string, locale: 'id' | 'en'): Column<OutcomeView>[] {
  const share = (bp: number): string => `${Math.round(bp / 100)} %`;
  return [
    { key: 'entryId', title: 'entry', value: ({ entryId }) => entryId },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'channel', title: 'channel', value: ({ channel }) => channel },
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'rule', title: 'rule', value: ({ rule }) => rule },
    { key: 'price', title: 'price', value: ({ price }) => price, text: ({ price }) => money(price) },
    { key: 'units', title: 'sold', value: ({ after }) => after.units },
    { key: 'expectedUnits', title: 'without it', value: ({ expectedUnits }) => expectedUnits },
    {
      key: 'upliftBp',
      title: 'uplift',
      value: ({ upliftBp }) => upliftBp?.value ?? null,
      text: ({ upliftBp }) =>
        upliftBp === null ? '-' : `${share(upliftBp.value)} (${share(upliftBp.low)} .. ${share(upliftBp.high)})`,
    },
    {
      key: 'profitGained',
      title: 'profit gained',
      value: ({ profitGained }) => profitGained?.value ?? null,
      text: ({ profitGained }) => (profitGained === null ? '-' : money(profitGained.value)),
    },
    { key: 'state', title: 'state', value: ({ state, effect }) => effect ?? state },
    { key: 'answer', title: 'answer', value: ({ answer }) => answer[locale] },
  ];
}

function summary(all: OutcomeSummary, money: (amount: Money) => string): string {
  const { offers, measured, more, fewer, noneSeen, profitGained, calibration } = all;
  const ranged = ({ value, low, high }: Measured): string =>
    `${money(Math.round(value))} (${money(Math.round(low))} .. ${money(Math.round(high))})`;
  const lines = [
    `${offers} offer(s), ${measured} measured: ${more} sold more, ${fewer} less, of ${noneSeen} no effect is seen.`,
    profitGained === null ? 'Profit gained: not known.' : `Profit gained: ${ranged(profitGained)}.`,
  ];
  if (calibration.heldBp !== null) {
    lines.push(
      `Of ${calibration.forecasts} forecast(s) ${calibration.held} held (${Math.round(calibration.heldBp / 100)} %; 80 % should).`,
    );
  }
  return lines.join('\n');
}
