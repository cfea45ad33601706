import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { createElasticityTable } from '../../../src/core/demand/elasticity-table.js';
import {
  balancedSlope,
  elasticityFromPrior,
  slopeEvidence,
  type PointNoise,
  type PricePoint,
} from '../../../src/core/demand/elasticity.js';
import { Random } from '../../../src/core/simulation/random.js';

const PRIOR = { mean: -2.6, sd: 1.2 };
const unshrunk = (points: PricePoint[], noise: PointNoise) =>
  balancedSlope((slope) => slopeEvidence(points, noise, slope), null);
const point = (price: number, units: number, exposure: number): PricePoint => ({
  logPrice: Math.log(price),
  units,
  exposure,
});

describe('elasticity before anything is known of the product', () => {
  it('is the prior, and says so', () => {
    expect(elasticityFromPrior(PRIOR)).toEqual({
      ...{ value: -2.6, sd: 1.2, isPrior: true, priceChanges: 0, own: null },
      ...{ weightOfPrior: 1, weightOfCategory: 0, weightOfOwn: 0 },
    });
  });

  it('stays within what products can be', () => {
    expect(elasticityFromPrior({ mean: 1, sd: 1 }).value).toBe(-0.2);
    expect(elasticityFromPrior({ mean: -20, sd: 1 }).value).toBe(-8);
  });
});

describe('the unshrunk slope of many units', () => {
  // NIST Statistical Reference Datasets, linear regression, "Norris": 36 points of (y, x) and their certified line.
  const NORRIS = [
    [0.1, 0.2], [338.8, 337.4], [118.1, 118.2], [888, 884.6], [9.2, 10.1], [228.1, 226.5], [668.5, 666.3], [998.5, 996.3],
    [449.1, 448.6], [778.9, 777], [559.2, 558.2], [0.3, 0.4], [0.1, 0.6], [778.1, 775.5], [668.8, 666.9], [339.3, 338],
    [448.9, 447.5], [10.8, 11.6], [557.7, 556], [228.3, 228.1], [998, 995.8], [888.8, 887.6], [119.6, 120.2], [0.3, 0.3],
    [0.6, 0.3], [557.6, 556.8], [339.3, 339.1], [888, 887.2], [998.5, 999], [778.9, 779], [10.2, 11.1], [117.6, 118.3],
    [228.9, 229.2], [668.4, 669.1], [449.2, 448.9], [0.2, 0.5],
  ]; // prettier-ignore
  /** The line in logarithms; all points weigh alike when drift is the square of the line's own scatter. */
  const points = NORRIS.map(([y, x]) => ({ logPrice: x! / 1000, units: 1e30 * Math.exp(y! / 1000), exposure: 1e30 }));

  it('is ordinary least squares: slope and standard error of a certified data set', () => {
    const noise = { dispersion: 1, drift: (0.884796396144373 / 1000) ** 2 };
    const { mean, sd } = unshrunk(points, noise)!;
    expect(mean).toBeCloseTo(1.00211681802045, 10);
    expect(sd).toBeCloseTo(0.429796848199937e-3, 10);
  });

  it('is ordinary least squares of logarithms on noisy sales, to the digits that are printed', () => {
    const random = new Random(5, 1);
    for (let shop = 0; shop < 20; shop++) {
      const sales = Array.from({ length: 26 }, () => {
        const price = random.between(70, 110);
        return point(price, Math.round(1e6 * (price / 100) ** -2.2 * Math.exp(random.normal(0, 0.2))), 28);
      });
      const { m } = linearRegression(
        sales.map(({ logPrice, units, exposure }) => [logPrice, Math.log(units / exposure)]),
      );
      expect(unshrunk(sales, { dispersion: 1.3, drift: 0.04 })!.mean).toBeCloseTo(m, 4);
    }
  });
});

describe('the unshrunk slope of few units', () => {
  it('of two prices is the ratio of rates against the ratio of prices, in logarithms', () => {
    // 12 in 60 days at 100, 15 in 25 days at 80: ln(0.6 / 0.2) / ln(0.8) = 1.098612 / -0.223144 = -4.923345.
    const { mean } = unshrunk([point(100, 12, 60), point(80, 15, 25)], { dispersion: 1, drift: 0 })!;
    expect(mean).toBeCloseTo(Math.log(3) / Math.log(0.8), 6);
    // Its variance: (1 / 12 + 1 / 15) / ln(0.8)^2, the textbook's for a log ratio of Poisson rates.
    const { sd } = unshrunk([point(100, 12, 60), point(80, 15, 25)], { dispersion: 1, drift: 0 })!;
    expect(sd).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 15) / -Math.log(0.8), 6);
  });

  it('is the most likely one of counts', () => {
    const sales = [point(100, 3, 30), point(90, 2, 12), point(80, 6, 14), point(70, 0, 2)];
    const logLikelihood = (slope: number): number => {
      const worths = sales.map(({ logPrice, exposure }) => exposure * Math.exp(slope * logPrice));
      const all = worths.reduce((sum, worth) => sum + worth, 0);
      return sales.reduce((sum, { units }, i) => sum + units * Math.log(worths[i]! / all), 0);
    };
    let best = -8;
    for (let slope = -8; slope <= 2; slope += 0.001) if (logLikelihood(slope) > logLikelihood(best)) best = slope;
    expect(unshrunk(sales, { dispersion: 1, drift: 0 })!.mean).toBeCloseTo(best, 2);
  });

  it('is unknown with one price, without a sale, and where one of two prices sold nothing', () => {
    const noise = { dispersion: 1.3, drift: 0.02 };
    expect(unshrunk([point(100, 5, 30), point(100, 4, 30)], noise)).toBeNull();
    expect(unshrunk([point(100, 0, 30), point(80, 0, 30)], noise)).toBeNull();
    expect(unshrunk([point(100, 9, 30), point(80, 0, 30)], noise)).toBeNull();
  });

  it('is told less surely where units come in packs or rates wander', () => {
    const sales = [point(100, 12, 60), point(80, 15, 25)];
    const sdOf = (noise: PointNoise) => unshrunk(sales, noise)!.sd;
    expect(sdOf({ dispersion: 4, drift: 0 })).toBeCloseTo(2 * sdOf({ dispersion: 1, drift: 0 }), 6);
    expect(sdOf({ dispersion: 1, drift: 0.1 })).toBeGreaterThan(sdOf({ dispersion: 1, drift: 0 }));
  });
});

describe('shrinkage', () => {
  const listing = (channelId: number, points: PricePoint[]) => ({ channelId, points, dispersion: 1, priceChanges: 1 });
  const atSlope = (slope: number, units: number) => [
    point(100, units, 90),
    point(80, Math.round((units * 0.8 ** slope) / 2), 45),
  ];
  const whole = (each: { weightOfOwn: number; weightOfCategory: number; weightOfPrior: number }) =>
    each.weightOfOwn + each.weightOfCategory + each.weightOfPrior;

  it('leaves the prior where no price changed', () => {
    const table = createElasticityTable(PRIOR);
    expect(table.elasticityOf(1, 'mugs', 1)).toEqual(elasticityFromPrior(PRIOR));
  });

  it('takes a product at its word as its sales grow', () => {
    const few = createElasticityTable(PRIOR);
    few.add(1, null, [listing(1, atSlope(-1, 3))]);
    const many = createElasticityTable(PRIOR);
    many.add(1, null, [listing(1, atSlope(-1, 40_000))]);
    const [unsure, sure] = [few.elasticityOf(1, null, 1), many.elasticityOf(1, null, 1)];
    expect(unsure.weightOfOwn).toBeLessThan(0.1);
    expect(unsure.isPrior).toBe(true);
    expect(unsure.value).toBeLessThan(-2.2);
    expect(sure.weightOfOwn).toBeGreaterThan(0.5);
    expect(sure.isPrior).toBe(false);
    expect(sure.value).toBeGreaterThan(unsure.value);
    expect(sure.own!.mean).toBeCloseTo(-1, 2);
    for (const each of [unsure, sure]) expect(whole(each)).toBeCloseTo(1, 12);
  });

  it('lets a category speak for products of which nothing is known, and other categories not', () => {
    const table = createElasticityTable(PRIOR);
    for (let id = 1; id <= 30; id++) table.add(id, 'mugs', [listing(1, atSlope(-4, 4_000))]);
    const unseen = table.elasticityOf(99, 'mugs', 1);
    expect(unseen.value).toBeLessThan(-3.6);
    expect(unseen).toMatchObject({ isPrior: true, weightOfOwn: 0, priceChanges: 0, own: null });
    expect(unseen.weightOfCategory).toBeGreaterThan(0.8);
    expect(table.elasticityOf(98, 'lamps', 1)).toEqual(elasticityFromPrior(PRIOR));
  });

  it('hears a product’s other channel, but less than its own', () => {
    const table = createElasticityTable(PRIOR);
    table.add(1, null, [listing(1, atSlope(-1, 400)), listing(2, atSlope(-4, 400))]);
    const [own, other, third] = [1, 2, 3].map((channel) => table.elasticityOf(1, null, channel).value);
    expect(own!).toBeGreaterThan(third!);
    expect(third!).toBeGreaterThan(other!);
  });

  it('is sure of nothing beyond the bounds', () => {
    const table = createElasticityTable(PRIOR);
    table.add(1, null, [listing(1, atSlope(-20, 1_000_000))]);
    table.add(2, 'lamps', [listing(1, atSlope(9, 1_000_000))]);
    expect(table.elasticityOf(1, null, 1).value).toBeGreaterThanOrEqual(-8);
    expect(table.elasticityOf(2, 'lamps', 1).value).toBeLessThanOrEqual(-0.2);
  });
});
