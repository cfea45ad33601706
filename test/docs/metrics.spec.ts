import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/core/ageing/ledger.js';
import { movementsOf } from '../../src/core/ageing/movements.js';
import { reportOn } from '../../src/core/ageing/report.js';
import { balancedSlope, elasticityFromPrior, slopeEvidence } from '../../src/core/demand/elasticity.js';
import { gatherEvidence, wildDayCap, windowOf } from '../../src/core/demand/evidence.js';
import { coverDays, expectedDaysToClear, measure } from '../../src/core/demand/measures.js';
import { expectedSold, predictUnits } from '../../src/core/demand/negative-binomial.js';
import { forForecast } from '../../src/core/demand/noise.js';
import { createPairCounter } from '../../src/core/demand/pairs.js';
import { createPriorTable } from '../../src/core/demand/priors.js';
import { velocityOf } from '../../src/core/demand/velocity.js';
import type { Outcome } from '../../src/core/outcome/outcome.js';
import { progressOf, type RunningCut } from '../../src/core/outcome/progress.js';
import { summaryOf, type MeasuredOffer } from '../../src/core/outcome/summary.js';
import {
  expectedFrom,
  upliftOf,
  type Expected,
  type Noise,
  type Sold,
  type Trend,
} from '../../src/core/outcome/uplift.js';
import { planMarkdown } from '../../src/core/pricing/markdown-plan.js';
import type { PlanQuestion } from '../../src/core/pricing/plan-question.js';
import { formatDay, parseDay } from '../../src/core/units.js';

interface DocumentedSale {
  day: string;
  units: number;
  unitsReturned?: number;
}
interface AgeingInput {
  firstStockedOn?: string;
  receipts?: { day: string; quantity: number; unitCost: number | null }[];
  sales?: DocumentedSale[];
  counts?: { day: string; location?: string; onHand: number }[];
  product?: { cost: number };
  policy?: Record<string, number>;
  asOf: string;
}

const day = (text: string): number => parseDay(text)!;

function salesColumns(sales: DocumentedSale[]) {
  return {
    day: sales.map((sale) => day(sale.day)),
    units: sales.map((sale) => sale.units),
    unitsReturned: sales.map((sale) => sale.unitsReturned ?? 0),
  };
}

function evidenceOf(known: { units: number; exposure: number }) {
  return { ...known, noise: known.exposure, exposureDays: known.exposure, cappedUnits: 0 };
}

/** Each metric that the page works an example of, as the program computes it. */
const metrics = {
  ageing({ receipts = [], sales = [], counts = [], ...input }: AgeingInput) {
    const movements = movementsOf(
      {
        receipts: receipts.map((each) => ({ ...each, day: day(each.day) })),
        sales: salesColumns(sales),
        counts: counts.map((each) => ({ location: '', ...each, day: day(each.day) })),
      },
      input.firstStockedOn === undefined ? null : day(input.firstStockedOn),
    );
    const policy = {
      staleAfterDays: 30,
      staleAfterDaysByCategory: {},
      flagMinShareBp: 0,
      flagMinValue: 0,
      bucketEdgesDays: [30, 60, 90, 180],
    };
    const product = { category: null, cost: null, staleAfterDays: null };
    const ledger = replay(movements, day(input.asOf));
    const report = reportOn(ledger, { ...product, ...input.product }, { ...policy, ...input.policy });
    return { ...report, layers: report.layers.map((each) => ({ ...each, receivedOn: formatDay(each.receivedOn) })) };
  },
  velocity: (input: { units: number; exposure: number; prior: { a: number; b: number } }) =>
    velocityOf(evidenceOf(input), { ...input.prior, from: 'category', size: 9 }),
  evidence(input: {
    sales: DocumentedSale[];
    inStock: number[];
    halfLifeDays: number;
    price?: { byDay: number[]; now: number; elasticity: number };
    asOf: string;
  }) {
    const window = windowOf(day(input.asOf), input.halfLifeDays, input.inStock.length);
    const price =
      input.price === undefined ? undefined : { ...input.price, byDay: Float64Array.from(input.price.byDay) };
    return gatherEvidence(salesColumns(input.sales), Uint8Array.from(input.inStock), window, { price });
  },
  wildDayCap: ({ units }: { units: number[] }) => wildDayCap(units, 0, units.length),
  prior({ group }: { group: { units: number; exposure: number }[] }) {
    const priors = createPriorTable();
    for (const each of group) priors.add(1, 'mugs', evidenceOf(each));
    return priors.priorOf(1, 'mugs');
  },
  predictUnits: ({ a, b, days }: { a: number; b: number; days: number }) => predictUnits(a, b, days),
  expectedSold: ({ a, b, days, stock }: { a: number; b: number; days: number; stock: number }) =>
    expectedSold(a, b, days, stock),
  coverDays: ({ onHand, rate }: { onHand: number; rate: number }) => coverDays(onHand, rate),
  expectedDaysToClear: ({ onHand, a, b }: { onHand: number; a: number; b: number }) =>
    expectedDaysToClear(onHand, { rate: a / b, a, b }),
  measures: (input: { sales: DocumentedSale[]; onHand: number; asOf: string }) =>
    measure(salesColumns(input.sales), new Uint8Array(90).fill(1), input.onHand, day(input.asOf)),
  elasticity: (input: { mean: number; sd: number }) => elasticityFromPrior(input),
  ownSlope(input: { points: { price: number; units: number; exposure: number }[]; dispersion: number; drift: number }) {
    const points = input.points.map(({ price, ...rest }) => ({ logPrice: Math.log(price), ...rest }));
    return balancedSlope((slope) => slopeEvidence(points, input, slope), null);
  },
  forecastBelief: ({ rate, a, dispersion, days }: { rate: number; a: number; dispersion: number; days: number }) =>
    forForecast({ rate, a, b: a / rate }, dispersion, days),
  pair(input: { both: number; onlyProduct: number; onlyPartner: number; neither: number }) {
    const counter = createPairCounter();
    for (let i = 0; i < input.both; i++) counter.addBasket([1, 2]);
    for (let i = 0; i < input.onlyProduct; i++) counter.addBasket([1]);
    for (let i = 0; i < input.onlyPartner; i++) counter.addBasket([2]);
    for (let i = 0; i < input.neither; i++) counter.addBasket([3]);
    return counter.best(1);
  },
  plan: (question: PlanQuestion) => planMarkdown(question),
  expectedWithout: (input: {
    before: Sold;
    daysAfter: number;
    prior: { a: number; b: number };
    noise: Noise;
    trend: Trend;
  }) => expectedFrom(input.before, input.daysAfter, input.prior, input.noise, input.trend),
  uplift: (input: { sold: number; expected: Expected; noise: Noise }) =>
    upliftOf(input.sold, input.expected, input.noise),
  progress: ({ price, priceBefore, ...cut }: Omit<RunningCut, 'logPrice'> & { price: number; priceBefore: number }) =>
    progressOf({ ...cut, logPrice: Math.log(price / priceBefore) }),
  calibration: (input: { sold: number; forecast: MeasuredOffer['forecast'] }[]) =>
    summaryOf(
      input.map(({ sold, forecast }) => {
        const after = { days: 14, units: sold };
        const outcome = { after, uplift: null, unitsGained: null, revenueGained: null, profitGained: null } as Outcome;
        return { channelCode: 'shopee', isFinal: true, outcome, forecast };
      }),
    ).calibration,
};

interface Example {
  heading: string;
  metric: keyof typeof metrics;
  input: never;
  expected: unknown;
}

/** The fenced JSON blocks of the parts on ageing, demand, plans and outcomes, each under its heading. */
function examplesOf(page: string): Example[] {
  const parts = page.split('\n## ').filter((part) => /^(Ageing|Demand|Plans|Outcomes)\n/.test(part));
  return parts.flatMap((part) =>
    part.split('\n### ').flatMap((section) => {
      const heading = section.slice(0, section.indexOf('\n'));
      return [...section.matchAll(/\n```json\n([\s\S]*?)\n```/g)].map((block): Example => ({
        heading,
        ...(JSON.parse(block[1]!) as Omit<Example, 'heading'>),
      }));
    }),
  );
}

/** Numbers to six decimals, as the page shows them. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'number' ? Math.round(each * 1e6) / 1e6 : each,
  );
}

describe('the worked examples of ageing, demand, plans and outcomes in docs/metrics.md', () => {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const examples = examplesOf(page);

  it('exist for every metric that the program computes', () => {
    expect([...new Set(examples.map((each) => each.metric))].sort()).toEqual(Object.keys(metrics).sort());
  });

  it.each(examples.map((each, i) => [i + 1, each.heading, each] as const))('%d hold: %s', (_, heading, example) => {
    expect(heading).not.toBe('');
    const found = rounded(metrics[example.metric](example.input));
    if (typeof example.expected === 'object') expect(found).toMatchObject(example.expected as object);
    else expect(found).toBe(example.expected);
  });
});
