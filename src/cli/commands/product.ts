import type { Command } from 'commander';
import type { FactValue } from '../../core/rules/rule.js';
import { formatDay, type Day, type Money } from '../../core/units.js';
import type { ProductDetail } from '../../flow/product.js';
import { dayArgument } from '../arguments.js';
import { out, printFields, printJson, printRows, type Format } from '../output.js';
import { createBar } from '../progress.js';

export function addProduct(program: Command): void {
  program
    .command('product')
    .description('show one product: layers, age buckets, and what rules read of it on each channel')
    .argument('<sku>', 'exactly as in the files')
    .option('--as-of <day>', 'the close of this day, YYYY-MM-DD (default: the last complete day)', dayArgument)
    .action(async (sku: string, _options: unknown, command: Command) => {
      const { format, ...options } = command.optsWithGlobals<{ format: Format; asOf?: Day }>();
      const { withShop } = await import('../shop.js');
      const { describeProduct } = await import('../../flow/product.js');
      const { defaultAsOf } = await import('../../flow/analyse.js');
      await withShop(async ({ db, today, now, money }) => {
        const asOf = options.asOf ?? (await defaultAsOf(db, today));
        const bar = createBar('Reading the shop');
        const detail = await describeProduct(db, sku, asOf, today, now, bar.tell).finally(bar.end);
        if (format === 'json') printJson(productJson(detail));
        else if (format === 'csv') printRows(format, factRows(detail), FACT_COLUMNS);
        else printProduct(detail, money);
      });
    });
}

interface FactRow {
  channel: string;
  fact: string;
  value: string;
}

const FACT_COLUMNS = [
  { key: 'channel', title: 'channel', value: ({ channel }: FactRow) => channel },
  { key: 'fact', title: 'fact', value: ({ fact }: FactRow) => fact },
  { key: 'value', title: 'value', value: ({ value }: FactRow) => value },
];

function factRows({ channels }: ProductDetail): FactRow[] {
  return channels.flatMap(({ channel, facts }) =>
    Object.entries(facts).map(([fact, value]) => ({
      channel,
      fact,
      value: Array.isArray(value) ? value.join(' ') : String(value),
    })),
  );
}

function productJson({ product, asOf, report, channels }: ProductDetail): object {
  const { sku, name, category, brand, tags, cost, price, status, isStub } = product;
  return {
    ...{ sku, name, category, brand, tags, cost, price, status, isStub },
    asOf: formatDay(asOf),
    onHand: report.onHand,
    isFlagged: report.isFlagged,
    staleAfterDays: report.staleAfterDays,
    staleUnits: report.staleUnits,
    staleValue: report.staleValue,
    stockValue: report.stockValue,
    ageDaysOldest: report.ageDaysOldest,
    ageDaysAverage: report.ageDaysAverage,
    ageDaysYoungest: report.ageDaysYoungest,
    ageIsAtLeast: report.ageIsAtLeast,
    daysSinceLastSale: report.daysSinceLastSale,
    daysSinceLastReceipt: report.daysSinceLastReceipt,
    daysInStock30: report.daysInStock30,
    daysInStock90: report.daysInStock90,
    countDifference: report.countDifference,
    marks: report.marks,
    buckets: report.buckets,
    layers: report.layers.map((layer) => ({ ...layer, receivedOn: formatDay(layer.receivedOn) })),
    channels,
  };
}

function printProduct(detail: ProductDetail, money: (amount: Money) => string): void {
  const { product, asOf, report } = detail;
  const orMoney = (amount: Money | null): string | null => (amount === null ? null : money(amount));
  printFields([
    ['product', `${product.sku}  ${product.name}`],
    ['category', product.category],
    ['price, cost', `${orMoney(product.price) ?? '-'}, ${orMoney(product.cost) ?? 'unknown'}`],
    ['as of', formatDay(asOf)],
    ['on hand', report.onHand],
    ['stale', `${report.staleUnits} units of more than ${report.staleAfterDays} days, ${money(report.staleValue)}`],
    ['last sale, days ago', report.daysSinceLastSale],
    ['last receipt, days ago', report.daysSinceLastReceipt],
    ['last count less the books', report.countDifference],
    ['marks', report.marks.join(', ') || null],
  ]);
  out('\nLayers, oldest first\n');
  printRows('table', report.layers, [
    {
      key: 'receivedOn',
      title: 'received on',
      value: (layer) => `${formatDay(layer.receivedOn)}${layer.isAtLeast ? ' or before' : ''}`,
    },
    { key: 'age', title: 'age, days', value: (layer) => asOf - layer.receivedOn },
    { key: 'quantity', title: 'units', value: (layer) => layer.quantity },
    {
      key: 'unitCost',
      title: 'unit cost',
      value: (layer) => layer.unitCost,
      text: (layer) => orMoney(layer.unitCost) ?? '-',
    },
  ]);
  out('\nBy age\n');
  printRows('table', report.buckets, [
    { key: 'days', title: 'days', value: ({ from, to }) => (to === null ? `over ${from - 1}` : `${from}-${to}`) },
    { key: 'units', title: 'units', value: ({ units }) => units },
    { key: 'value', title: 'value', value: ({ value }) => value, text: ({ value }) => money(value) },
  ]);
  printDemand(detail);
  printFacts(detail);
}

function printDemand({ channels }: ProductDetail): void {
  out('\nDemand\n');
  const rows = channels.flatMap(({ channel, demand }) => (demand === null ? [] : [{ channel, ...demand }]));
  const short = (value: number): string => value.toFixed(2);
  const share = (value: number): string => `${Math.round(100 * value)} %`;
  printRows('table', rows, [
    { key: 'channel', title: 'channel', value: (row) => row.channel },
    { key: 'velocity', title: 'units a day', value: (row) => short(row.velocity.unitsPerDay) },
    {
      key: 'interval',
      title: '80 % sure',
      value: ({ velocity: { low, high } }) => `${short(low)} to ${short(high)}`,
    },
    { key: 'velocityPrior', title: 'of it prior', value: (row) => share(row.velocity.weightOfPrior) },
    {
      key: 'elasticity',
      title: 'elasticity',
      value: ({ elasticity: { value, sd } }) => `${short(value)} (sd ${short(sd)})`,
    },
    {
      key: 'weights',
      title: 'own / category / prior',
      value: ({ elasticity: { weightOfOwn, weightOfCategory, weightOfPrior } }) =>
        [weightOfOwn, weightOfCategory, weightOfPrior].map(share).join(' / '),
    },
    { key: 'changes', title: 'price changes', value: (row) => row.elasticity.priceChanges },
  ]);
}

/** Facts that are the same on every channel are told once. */
function printFacts({ channels }: ProductDetail): void {
  // That a fact is known is seen from its being there.
  const all = [...new Set(channels.flatMap(({ facts }) => Object.keys(facts)))];
  const names = all.filter((name) => !/[a-z]Known$|\.known$/.test(name));
  const text = (at: number, name: string): string => factText(channels[at]?.facts[name] ?? null);
  const isShared = (name: string): boolean => channels.every((_, at) => text(at, name) === text(0, name));
  out('\nFacts of the product\n');
  printFields(names.filter(isShared).map((name) => [name, text(0, name)]));
  const own = names.filter((name) => !isShared(name));
  if (own.length === 0) return;
  out('\nFacts by channel\n');
  printRows('table', own, [
    { key: 'fact', title: 'fact', value: (name) => name },
    ...channels.map(({ channel }, at) => ({
      key: channel,
      title: channel,
      value: (name: string) => text(at, name),
      text: (name: string) => (text(at, name) === 'null' ? '-' : text(at, name)),
    })),
  ]);
}

function factText(value: FactValue): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'number' ? String(Math.round(value * 10_000) / 10_000) : String(value);
}
