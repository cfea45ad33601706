import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AHEAD,
  AS_OF,
  beliefsIn,
  DAYS,
  ELASTICITY_SHOPS,
  ElasticityScore,
  emptyHistory,
  REGIMES,
  Score,
  settingsOf,
  shopOf,
  unitsIn,
  type Shop,
} from '../../../bench/demand-shops.mjs';
import { forForecast } from '../../../src/core/demand/noise.js';
import { predictUnits } from '../../../src/core/demand/negative-binomial.js';
import type { ProductHistory } from '../../../src/core/history.js';
import { createAnalysis } from '../../../src/core/pipeline.js';
import type { Policy } from '../../../src/core/pricing/policy.js';
import { factsOfRow } from '../../../src/core/rules/facts.js';
import { numberInput, type NumberInput } from '../../../src/core/sheet.js';
import { Random } from '../../../src/core/simulation/random.js';

const shipped = JSON.parse(readFileSync('rules/policy.json', 'utf8')) as Policy;

function sheetsOf(histories: ProductHistory[], policy = shipped) {
  const analysis = createAnalysis(settingsOf(policy, AS_OF));
  for (const history of histories) analysis.add(history);
  return analysis.sheets(() => null);
}

/** One product on the first channel, in stock all along. @param sales day of the window, units, what each cost */
function shopWith(
  sales: [day: number, units: number, paid: number][],
  change: (history: ProductHistory) => void = () => {},
) {
  const history = emptyHistory(1, 'mugs', 100);
  history.listings.push({ channelId: 1, price: null, externalId: null, minPrice: null, maxPrice: null });
  history.receipts.push({ day: AS_OF - 400, quantity: 100_000, unitCost: 50 });
  for (const [day, units, paid] of sales) {
    history.sales.day.push(AS_OF - DAYS + 1 + day);
    history.sales.channelId.push(1);
    history.sales.units.push(units);
    history.sales.revenue.push(units * paid);
    history.sales.unitsReturned.push(0);
  }
  change(history);
  return history;
}

function believed(history: ProductHistory, policy = shipped) {
  const [sheet] = sheetsOf([history], policy);
  const facts = factsOfRow(sheet!.facts, 0);
  const input = (name: NumberInput) => numberInput(sheet!, 0, name);
  for (const name of ['velocityA', 'velocityB', 'velocityShape', 'dispersion'] as const) {
    expect(input(name), name).toBeGreaterThan(0);
    expect(input(name), name).toBeLessThan(Infinity);
  }
  return { rate: facts['channelSales.velocity'] as number, facts, input };
}

const every = (days: number, units: number, paid: number, from = 0, to = DAYS): [number, number, number][] =>
  Array.from({ length: Math.ceil((to - from) / days) }, (_, i) => [from + i * days, units, paid]);

describe('demand of which little is known', () => {
  const isPrior = { 'demand.elasticity': -2.6, 'demand.elasticityIsPrior': true };

  it('without a history is the stated default, never 0: half a unit in thirty days', () => {
    const { rate, facts, input } = believed(shopWith([], (history) => history.receipts.splice(0)));
    expect(rate).toBeCloseTo(0.5 / 30, 10);
    expect(facts).toMatchObject(isPrior);
    expect([input('velocityWeightOfPrior'), input('exposureDays'), input('elasticityPriceChanges')]).toEqual([1, 0, 0]);
  });

  it('after months without a sale is little, and never 0', () => {
    const { rate, facts } = believed(shopWith([]));
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(0.5 / 30);
    expect(facts).toMatchObject(isPrior);
  });

  it('after one sale lies between nothing and that sale', () => {
    const none = believed(shopWith([])).rate;
    const { rate, facts, input } = believed(shopWith([[DAYS - 10, 1, 100]]));
    expect(rate).toBeGreaterThan(none);
    expect(rate).toBeLessThan(1 / 10);
    expect(facts).toMatchObject(isPrior);
    expect(input('elasticityOwn')).toBeNull();
  });

  it('sold out all month is what it was: days without stock are no evidence', () => {
    const open = believed(shopWith(every(1, 2, 100, 0, DAYS - 30))).rate;
    const soldOut = believed(
      shopWith(every(1, 2, 100, 0, DAYS - 30), (history) =>
        history.counts.push({ day: AS_OF - 30, location: '', onHand: 0 }),
      ),
    ).rate;
    expect(soldOut).toBeGreaterThan(1.6);
    expect(soldOut).toBeLessThan(2.4);
    expect(open).toBeLessThan(1.2);
  });

  it('says that the prior is used while the price never changed', () => {
    const { facts, input } = believed(shopWith(every(1, 3, 100)));
    expect(facts).toMatchObject(isPrior);
    expect([input('elasticityWeightOfPrior'), input('elasticitySd')]).toEqual([1, 1.2]);
  });

  it('is not moved by one wholesale order', () => {
    const usual = believed(shopWith(every(1, 1, 100))).rate;
    const { rate, input } = believed(shopWith([...every(1, 1, 100, 0, DAYS - 5), [DAYS - 3, 900, 70], ...every(1, 1, 100, DAYS - 2)])); // prettier-ignore
    expect(Math.abs(rate - usual)).toBeLessThan(0.35 * usual);
    expect(input('cappedUnits')).toBe(890); // of 900 units the 10 that any day may sell count
  });

  it('takes days of refunds alone for no sale and no price', () => {
    const refunded = shopWith(every(2, 1, 100), (history) => {
      history.sales.day.push(AS_OF);
      history.sales.channelId.push(1);
      history.sales.units.push(0);
      history.sales.revenue.push(-500);
      history.sales.unitsReturned.push(5);
    });
    expect(believed(refunded).rate).toBe(believed(shopWith(every(2, 1, 100))).rate);
    expect(believed(refunded).facts).toMatchObject(isPrior);
  });

  it('does without revenue and without any price', () => {
    const { rate, facts } = believed(
      shopWith(every(1, 2, NaN), (history) => {
        history.product.price = null;
      }),
    );
    expect(rate).toBeCloseTo(2, 0);
    expect(facts).toMatchObject(isPrior);
  });
});

describe('demand after a price change', () => {
  it('is told at the price of today', () => {
    // 2 a day at 100, then 3.57 at 80 (elasticity -2.6): at either price the past counts in today's days.
    const sales = [...every(1, 2, 100, 0, 120), ...every(1, 4, 80, 120, DAYS - 2)];
    const cheap = believed(shopWith(sales));
    expect(cheap.rate).toBeGreaterThan(3.2);
    const back = believed(shopWith(sales, (history) => {
      history.basePrices.push({ channelId: 0, since: 0, price: 80 }, { channelId: 0, since: (AS_OF - 1) * 86_400_000, price: 100 });
    })); // prettier-ignore
    expect(back.rate).toBeLessThan(2.6);
    expect(back.facts['demand.elasticityIsPrior']).toBe(false);
    expect(back.input('elasticityPriceChanges')).toBe(2);
    expect(back.input('elasticityOwn')).toBeCloseTo(Math.log(2) / Math.log(0.8), 0);
  });
});

/** Forecasts of every listing against what it went on to sell. */
function scoresOf(shop: Shop, score: Record<number, Score>): void {
  const beliefs = beliefsIn(sheetsOf(shop.histories));
  for (const { id, channelId, ahead } of shop.truths) {
    const belief = beliefs.get(`${id}:${channelId}`)!;
    const lately = unitsIn(shop.histories[id - 1]!, channelId, AS_OF - 27, AS_OF) / 28;
    for (const days of [7, AHEAD]) {
      const { a, b } = forForecast(belief, belief.dispersion, days);
      const sold = ahead.slice(0, days).reduce((sum, units) => sum + units, 0);
      score[days]!.add({ ...predictUnits(a, b, days), shape: a }, lately * days, sold);
    }
  }
}

describe('forecasts of shops of which the truth is known', () => {
  const all = { 7: new Score(), [AHEAD]: new Score() };

  it.each(Object.entries(REGIMES))('beat a 28-day moving average: %s', (_, regime) => {
    const score = { 7: new Score(), [AHEAD]: new Score() };
    for (const seed of [1, 2, 3]) {
      const shop = shopOf(Random, regime, 25, seed);
      scoresOf(shop, score);
      scoresOf(shop, all);
    }
    for (const days of [7, AHEAD]) {
      const { ratio, held } = score[days]!.result();
      expect(ratio, `${days} days`).toBeLessThan(1);
      expect(held).toBeGreaterThan(0.68);
      expect(held).toBeLessThan(0.92);
    }
  });

  it('hold in their 80 % intervals 75 to 85 % of the time', () => {
    for (const days of [7, AHEAD]) {
      expect(all[days]!.result().listings).toBeGreaterThan(1_000);
      expect(all[days]!.result().held).toBeGreaterThan(0.75);
      expect(all[days]!.result().held).toBeLessThan(0.85);
    }
  });
});

describe('elasticities of shops of which the truth is known', () => {
  function recovered(name: string, campaigns = ELASTICITY_SHOPS[name]!.campaigns) {
    const score = new ElasticityScore(shipped.elasticityPrior.mean);
    for (const seed of [1, 2]) {
      const shop = shopOf(Random, ELASTICITY_SHOPS[name]!.regime, 60, seed);
      const policy = campaigns === undefined ? shipped : { ...shipped, campaigns };
      const beliefs = beliefsIn(sheetsOf(shop.histories, policy as Policy));
      for (const { id, channelId, elasticity } of shop.truths)
        score.add(beliefs.get(`${id}:${channelId}`)!, elasticity);
    }
    return score.result();
  }

  it('are off by half as much as the prior at most', () => {
    const { ratio, bias, held } = recovered('busy (4 units a day)');
    expect(ratio).toBeLessThanOrEqual(0.5);
    expect(Math.abs(bias)).toBeLessThan(0.15);
    expect(held).toBeGreaterThan(0.7);
  });

  it('are not taken in by days on which products were featured besides being cheaper', () => {
    const known = recovered('busy, featured days in the policy');
    const unknown = recovered('busy, featured days in the policy', []);
    expect(Math.abs(known.bias)).toBeLessThan(0.2);
    expect(unknown.bias).toBeLessThan(known.bias - 0.3);
    expect(known.error).toBeLessThan(0.75 * unknown.error);
  });
});
