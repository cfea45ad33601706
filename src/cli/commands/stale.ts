import type { Command } from 'commander';
import { formatDay, type Day, type Money } from '../../core/units.js';
import type { AgedProduct } from '../../flow/stale.js';
import { dayArgument } from '../arguments.js';
import { out, printRows, type Column, type Format } from '../output.js';
import { createBar } from '../progress.js';

interface Options {
  format: Format;
  asOf?: Day;
  all?: boolean;
}

export function addStale(program: Command): void {
  program
    .command('stale')
    .description('list products with stale stock, most money first; computed now, no analysis needed')
    .option('--as-of <day>', 'the close of this day, YYYY-MM-DD (default: the last complete day)', dayArgument)
    .option('--all', 'products that are not flagged too')
    .action(async (_options: unknown, command: Command) => {
      const { format, all = false, ...options } = command.optsWithGlobals<Options>();
      const { withShop } = await import('../shop.js');
      const { ageProducts } = await import('../../flow/stale.js');
      const { defaultAsOf } = await import('../../flow/analyse.js');
      await withShop(async ({ db, today, money }) => {
        const asOf = options.asOf ?? (await defaultAsOf(db, today));
        const bar = createBar('Ageing');
        const found = await ageProducts(db, asOf, today, all, bar.tell).finally(bar.end);
        printRows(format, found, columns(money), staleJson);
        if (format === 'table') out(`\n${summary(found, asOf, money)}\n`);
      });
    });
}

function columns(money: (amount: Money) => string): Column<AgedProduct>[] {
  return [
    { key: 'sku', title: 'sku', value: ({ product }) => product.sku },
    { key: 'name', title: 'name', value: ({ product }) => product.name },
    { key: 'onHand', title: 'on hand', value: ({ report }) => report.onHand },
    { key: 'staleUnits', title: 'stale', value: ({ report }) => report.staleUnits },
    {
      key: 'staleValue',
      title: 'stale value',
      value: ({ report }) => report.staleValue,
      text: ({ report }) => money(report.staleValue),
    },
    {
      key: 'ageDaysOldest',
      title: 'oldest, days',
      value: ({ report }) => report.ageDaysOldest,
      text: ({ report }) =>
        report.ageDaysOldest === null ? '-' : `${report.oldestIsAtLeast ? '>= ' : ''}${report.ageDaysOldest}`,
    },
    { key: 'ageDaysAverage', title: 'average', value: ({ report }) => report.ageDaysAverage },
    { key: 'daysSinceLastSale', title: 'last sale, days ago', value: ({ report }) => report.daysSinceLastSale },
  ];
}

/** The JSON of one product; its keys are a promise. */
function staleJson({ product, report }: AgedProduct): object {
  return {
    sku: product.sku,
    name: product.name,
    onHand: report.onHand,
    staleUnits: report.staleUnits,
    staleValue: report.staleValue,
    ageDaysOldest: report.ageDaysOldest,
    ageDaysAverage: report.ageDaysAverage,
    ageIsAtLeast: report.ageIsAtLeast,
    daysSinceLastSale: report.daysSinceLastSale,
    buckets: report.buckets.map(({ from, to, units, value }) => ({ from, to, units, value })),
    layers: report.layers.map(({ receivedOn, quantity, unitCost }) => ({
      receivedOn: formatDay(receivedOn),
      quantity,
      unitCost,
    })),
  };
}

function summary(found: AgedProduct[], asOf: Day, money: (amount: Money) => string): string {
  const flagged = found.filter(({ report }) => report.isFlagged);
  const units = flagged.reduce((sum, { report }) => sum + report.staleUnits, 0);
  const value = flagged.reduce((sum, { report }) => sum + report.staleValue, 0);
  return `${flagged.length} product(s) flagged as of ${formatDay(asOf)}: ${units} stale units, ${money(value)} at cost.`;
}
