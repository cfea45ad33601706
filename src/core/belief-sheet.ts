import type { ListingDemand } from './demand/listing-days.js';
import { gammaQuantile } from './demand/gamma.js';
import { coverDays, EXPECTED_DAYS, expectedDaysToClear, expectedUnits30 } from './demand/measures.js';
import { HIGH_SHARE, LOW_SHARE } from './demand/negative-binomial.js';
import { forForecast } from './demand/noise.js';
import { addBeliefs } from './demand/velocity.js';
import { fillDemand } from './factsheet.js';
import { numberFact, numberInput, type Sheet } from './sheet.js';

/**
 * Writes what is believed of one product's demand into its rows, one per channel from row `first` on: facts for rules, and
 * the inputs that prices and pages need besides.
 * @param horizonDays over which forecasts will be made: the belief that they read is as wide as that takes
 */
export function fillBeliefs(sheet: Sheet, first: number, demands: ListingDemand[], horizonDays: number): void {
  const { numbers } = sheet.inputs;
  const onHand = numberFact(sheet, first, 'stock.onHand') ?? 0;
  const whole = addBeliefs(demands.map(({ belief }) => belief));
  demands.forEach(({ belief, dispersion, weightOfPrior, elasticity, exposureDays, cappedUnits }, i) => {
    const row = first + i;
    const forecast = forForecast(belief, dispersion, horizonDays);
    numbers.velocityA[row] = forecast.a;
    numbers.velocityB[row] = forecast.b;
    numbers.velocityShape[row] = belief.a;
    numbers.velocityWeightOfPrior[row] = weightOfPrior;
    numbers.dispersion[row] = dispersion;
    numbers.exposureDays[row] = exposureDays;
    numbers.cappedUnits[row] = cappedUnits;
    numbers.elasticitySd[row] = elasticity.sd;
    numbers.elasticityWeightOfPrior[row] = elasticity.weightOfPrior;
    numbers.elasticityWeightOfOwn[row] = elasticity.weightOfOwn;
    numbers.elasticityPriceChanges[row] = elasticity.priceChanges;
    numbers.elasticityOwn[row] = elasticity.own?.mean ?? NaN;
    numbers.elasticityOwnError[row] = elasticity.own?.sd ?? NaN;
    fillDemand(sheet.facts, row, {
      velocity: whole?.rate ?? 0,
      channelVelocity: belief.rate,
      coverDays: coverDays(onHand, whole?.rate ?? null),
      elasticity: elasticity.value,
      elasticityIsPrior: elasticity.isPrior,
      expectedUnits30: expectedUnits30(onHand, forForecast(belief, dispersion, EXPECTED_DAYS)),
      expectedDaysToClear: expectedDaysToClear(onHand, whole),
    });
  });
}

/** What is believed of a product's demand on one channel, and where it comes from; for people. */
export interface DemandView {
  velocity: {
    /** Units a day of the coming weeks, on a day with stock at today's price; `low` and `high` are its 80 % interval. */
    unitsPerDay: number;
    low: number;
    high: number;
    /** 1 = nothing of its own is known. */
    weightOfPrior: number;
    /** Days with stock that it was learned from. */
    exposureDays: number;
    /** Variance of units sold over their mean; 1 = buyers come one by one. */
    dispersion: number;
  };
  elasticity: {
    value: number;
    sd: number;
    /** Together 1. */
    weightOfOwn: number;
    weightOfCategory: number;
    weightOfPrior: number;
    priceChanges: number;
    /** What its own price changes say, unshrunk; null: nothing. */
    own: { slope: number; standardError: number } | null;
  };
}

/** The demand of one listing. Null on sheets that a run of before kept, which say less. */
export function demandOn(sheet: Sheet, row: number): DemandView | null {
  const input = (name: Parameters<typeof numberInput>[2]): number => numberInput(sheet, row, name) ?? 0;
  const unitsPerDay = numberFact(sheet, row, 'channelSales.velocity');
  const shape = numberInput(sheet, row, 'velocityShape');
  const value = numberFact(sheet, row, 'demand.elasticity');
  if (unitsPerDay === null || shape === null || value === null) return null;
  const [weightOfOwn, weightOfPrior] = [input('elasticityWeightOfOwn'), input('elasticityWeightOfPrior')];
  const slope = numberInput(sheet, row, 'elasticityOwn');
  return {
    velocity: {
      unitsPerDay,
      low: gammaQuantile(LOW_SHARE, shape, shape / unitsPerDay),
      high: gammaQuantile(HIGH_SHARE, shape, shape / unitsPerDay),
      weightOfPrior: input('velocityWeightOfPrior'),
      exposureDays: input('exposureDays'),
      dispersion: input('dispersion'),
    },
    elasticity: {
      value,
      sd: input('elasticitySd'),
      weightOfOwn,
      weightOfCategory: Math.max(0, 1 - weightOfOwn - weightOfPrior),
      weightOfPrior,
      priceChanges: input('elasticityPriceChanges'),
      own: slope === null ? null : { slope, standardError: input('elasticityOwnError') },
    },
  };
}
