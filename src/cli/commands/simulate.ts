import { Option, type Command } from 'commander';
import type { Scoreboard, Spread, Standing } from '../../core/simulation/scoreboard.js';
import { wholeNumber } from '../arguments.js';
import { note, out, printJson, printRows, type Column, type Format } from '../output.js';

interface Options {
  format: Format;
  seeds: number;
  days: number;
  products: number;
  approve: 'all' | 'half' | 'none';
  rules?: string;
  basePrices: number;
  elasticities: number;
  chart?: string;
}

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('play virtual shops day by day: the engine against no discounts, a fixed ladder and a clairvoyant')
    .option('--seeds <count>', 'how many shops', wholeNumber(1, 10_000), 50)
    .option('--days <days>', 'how long each is played', wholeNumber(7, 1_000), 365)
    .option('--products <count>', 'products in each', wholeNumber(1, 1_000), 40)
    .addOption(
      new Option('--approve <policy>', 'what the owner says to suggestions')
        .choices(['all', 'half', 'none'])
        .default('all'),
    )
    .option('--rules <folder>', 'the rules that the engine judges by (default: the shipped ones)')
    .option('--base-prices <percent>', 'base prices against the sensible ones', wholeNumber(50, 200), 100)
    .option('--elasticities <percent>', 'how strongly buyers react, against the usual', wholeNumber(50, 200), 100)
    .option('--chart <file>', 'write the year as a picture (SVG)')
    .action(async (_options: unknown, command: Command) => run(command.optsWithGlobals<Options>()));
}

async function run(options: Options): Promise<void> {
  const { seeds, days, products, approve, rules, basePrices, elasticities, chart, format } = options;
  const { simulate } = await import('../../flow/simulation/simulate.js');
  const { shippedGame } = await import('../../flow/simulation/shipped.js');
  const { scoreboardOf } = await import('../../core/simulation/scoreboard.js');
  const { STANDARD_SIZE } = await import('../../core/simulation/game.js');
  const { createBar } = await import('../progress.js');
  const twist = { basePrice: basePrices / 100, elasticity: elasticities / 100 };
  const settings = await shippedGame({ ...STANDARD_SIZE, products, days }, twist);
  if (rules !== undefined) settings.rules = await (await import('../rules-source.js')).readFolder(rules);
  const bar = createBar('Simulation');
  let board: Scoreboard;
  try {
    board = scoreboardOf(await simulate(seeds, settings, approve, (done) => bar.tell('shops', done, seeds)));
  } finally {
    bar.end();
  }
  if (chart !== undefined) {
    const { writeFile } = await import('node:fs/promises');
    const { simulationChart } = await import('../simulation-chart.js');
    await writeFile(chart, simulationChart(board));
    note(`The year as a picture: ${chart}`);
  }
  if (format === 'json') return printJson({ days, products, approve, basePrices, elasticities, ...board });
  printRows(format, board.standings, columnsOf(format));
  if (format === 'table') printDuels(board);
}

/** For people millions of rupiah and per cent; for programs rupiah and shares. */
function columnsOf(format: Format): Column<Standing>[] {
  const spread = (key: 'profit' | 'share' | 'staleValue' | 'discount', title: string, text: (s: Spread) => string) => ({
    key,
    title,
    value: (row: Standing) => (key === 'share' ? row.share.mean : Math.round(row[key].mean)),
    text: (row: Standing) => text(row[key]),
  });
  const ends = (key: 'profit' | 'share'): Column<Standing>[] =>
    format === 'table'
      ? []
      : (['low', 'high'] as const).map((end) => ({
          key: `${key}${end === 'low' ? 'Low' : 'High'}`,
          title: end,
          value: (row) => (key === 'share' ? row.share[end] : Math.round(row.profit[end])),
        }));
  return [
    { key: 'pricer', title: 'way', value: ({ pricer }) => NAMES[pricer] },
    spread('profit', 'profit (9 of 10 shops)', (s) => `${millions(s.mean)} (${millions(s.low)}-${millions(s.high)})`),
    ...ends('profit'),
    spread('share', 'of the clairvoyant', (s) => `${percent(s.mean)} (${percent(s.low)}-${percent(s.high)})`),
    ...ends('share'),
    spread('staleValue', 'stale value', (s) => millions(s.mean)),
    spread('discount', 'discount given', (s) => millions(s.mean)),
  ];
}

const NAMES: Record<Standing['pricer'], string> = {
  none: 'no discounts',
  ladder: 'fixed ladder',
  engine: 'Larisin',
  clairvoyant: 'clairvoyant',
};

function printDuels({ duels, seeds, gainShare }: Scoreboard): void {
  out('\nMillion rupiah, means over the shops. Larisin against\n');
  for (const { against, margin, meanIsWithin, wins } of duels) {
    // One shop tells nothing of how others differ.
    const mean = signed(margin.mean) + (seeds > 1 ? ` (+- ${percent(meanIsWithin)})` : '');
    out(`  ${NAMES[against].padEnd(12)}  profit ${mean}, more in ${wins} of ${seeds} shops\n`);
  }
  if (gainShare !== null) out(`Of what a clairvoyant gains over no discounts it gains ${percent(gainShare)}.\n`);
}

const millions = (amount: number): string => (amount / 1e6).toFixed(1);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const signed = (share: number): string => `${share >= 0 ? '+' : ''}${percent(share)}`;
