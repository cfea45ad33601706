import { Option, type Command } from 'commander';
import type { NamedPair } from '../../core/demand/pair-list.js';
import type { Day } from '../../core/units.js';
import type { PairList } from '../../flow/pairs.js';
import { dayArgument, supportArgument, wholeNumber } from '../arguments.js';
import { note, printRows, type Column, type Format } from '../output.js';

interface Options {
  format: Format;
  minSupport: number;
  limit?: number;
  days?: number;
  asOf?: Day;
}

const TABLE_LIMIT = 50;
const NAME_CHARS = 28;

export function addPairs(program: Command): void {
  program
    .command('pairs')
    .description('list products that are bought together, most evidence first')
    .addOption(
      new Option('--min-support <n>', 'least orders with both (5), or the least share of all orders (0.01)')
        .argParser(supportArgument)
        .default(1),
    )
    .option('--limit <n>', `at most so many (default: ${TABLE_LIMIT} in a table, else all)`, wholeNumber(1))
    .option('--days <n>', 'only the orders of so many days (default: all there are)', wholeNumber(1, 36_500))
    .option('--as-of <day>', 'only the orders up to this day, YYYY-MM-DD', dayArgument)
    .action(async (_options: unknown, command: Command) => {
      const { format, minSupport, days, asOf, ...given } = command.optsWithGlobals<Options>();
      const limit = given.limit ?? (format === 'table' ? TABLE_LIMIT : Infinity);
      const { withShop } = await import('../shop.js');
      const { listPairs } = await import('../../flow/pairs.js');
      await withShop(async ({ db, today }) => {
        const to = asOf ?? null;
        const window = { from: days === undefined ? null : (to ?? today) - days + 1, to };
        const list = await listPairs(db, window, minSupport, limit);
        printRows(format, list.pairs, columns(list), ({ ...pair }) => pair);
        if (format === 'table') note(summary(list, limit));
      });
    });
}

function columns({ nameOf }: PairList): Column<NamedPair>[] {
  const named = (sku: string): string => {
    const name = nameOf.get(sku) ?? '';
    return `${sku}  ${name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS - 1)}…` : name}`;
  };
  const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
  return [
    { key: 'a', title: 'a', value: ({ a }) => a, text: ({ a }) => named(a) },
    { key: 'b', title: 'b', value: ({ b }) => b, text: ({ b }) => named(b) },
    { key: 'count', title: 'orders', value: ({ count }) => count },
    { key: 'support', title: 'support', value: ({ support }) => support, text: ({ support }) => percent(support) },
    {
      key: 'confidenceAB',
      title: 'b if a',
      value: ({ confidenceAB }) => confidenceAB,
      text: ({ confidenceAB }) => percent(confidenceAB),
    },
    {
      key: 'confidenceBA',
      title: 'a if b',
      value: ({ confidenceBA }) => confidenceBA,
      text: ({ confidenceBA }) => percent(confidenceBA),
    },
    { key: 'lift', title: 'lift', value: ({ lift }) => lift, text: ({ lift }) => lift.toPrecision(3) },
    { key: 'llr', title: 'evidence (llr)', value: ({ llr }) => llr, text: ({ llr }) => llr.toFixed(1) },
  ];
}

function summary({ total, baskets, oversized, countMin }: PairList, limit: number): string {
  const shown = total > limit ? `The first ${limit} of ${total}` : String(total);
  const left = oversized === 0 ? '' : ` ${oversized} order(s) of more than 100 products are left out.`;
  return `${shown} pair(s) in at least ${countMin} of ${baskets} order(s).${left}`;
}
