import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AS_OF, emptyHistory, settingsOf } from '../../../bench/demand-shops.mjs';
import { poisson, randomOf } from '../../../bench/outcomes-shop.mjs';
import type { ProductHistory } from '../../../src/core/history.js';
import { asKnownOn } from '../../../src/core/hindsight.js';
import { createAnalysis } from '../../../src/core/pipeline.js';
import type { Policy } from '../../../src/core/pricing/policy.js';
import { factsOfRow } from '../../../src/core/rules/facts.js';

const policy = JSON.parse(readFileSync('rules/policy.json', 'utf8')) as Policy;
const TRUTH = -1.2;
const CUT_FROM = AS_OF - 27;
const end = (day: number): number => settingsOf(policy, day).asOfEnd;
const start = (day: number): number => end(day - 1);

/** Twenty products that sell 12 a day; the first is cut by a quarter for the last four weeks. */
function histories(seed: number): ProductHistory[] {
  const random = randomOf(seed);
  return Array.from({ length: 20 }, (_, i) => {
    const history = emptyHistory(i + 1, 'mugs', 100_000);
    history.listings.push({ channelId: 1, price: null, externalId: null, minPrice: null, maxPrice: null });
    history.receipts.push({ day: AS_OF - 300, quantity: 100_000, unitCost: 50_000 });
    for (let day = AS_OF - 179; day <= AS_OF; day++) {
      const price = i === 0 && day >= CUT_FROM ? 75_000 : 100_000;
      const units = poisson(random, 12 * (price / 100_000) ** TRUTH);
      history.sales.day.push(day);
      history.sales.channelId.push(1);
      history.sales.units.push(units);
      history.sales.revenue.push(units * price);
      history.sales.unitsReturned.push(0);
    }
    if (i === 0) {
      const at = start(CUT_FROM);
      const window = { decidedAt: at, startsAt: at, endsAt: end(AS_OF) };
      history.entries.push({ id: 1, channelId: 1, kind: 'discount', state: 'active', price: 75_000, ...window });
    }
    return history;
  });
}

/** What the engine knows of the first product at the close of a day. */
function known(shop: ProductHistory[], day: number) {
  const analysis = createAnalysis(settingsOf(policy, day));
  for (const history of shop) analysis.add(asKnownOn(history, day, end(day)).history);
  const [sheet] = analysis.sheets(() => null);
  return { facts: factsOfRow(sheet!.facts, 0), outcomes: analysis.outcomes() };
}

describe('what an offer brought is learned from', () => {
  const runs = [1, 2, 3, 4, 5].map((seed) => {
    const shop = histories(seed);
    return { before: known(shop, CUT_FROM - 1), during: known(shop, CUT_FROM + 9), after: known(shop, AS_OF) };
  });

  it('the elasticity moves from the prior towards the planted truth', () => {
    for (const { before, after } of runs) {
      expect(before.facts).toMatchObject({ 'demand.elasticity': -2.6, 'demand.elasticityIsPrior': true });
      expect(after.facts['demand.elasticityIsPrior']).toBe(false);
      const miss = Math.abs((after.facts['demand.elasticity'] as number) - TRUTH);
      expect(miss).toBeLessThan(Math.abs(-2.6 - TRUTH) / 2);
    }
  });

  it('the outcome of the same days implies the same truth, and stands among the facts', () => {
    for (const { before, after } of runs) {
      expect(before.outcomes).toEqual([]);
      expect(before.facts['outcome.lastUpliftBp']).toBeNull();
      const [{ outcome, isFinal }] = after.outcomes as [(typeof after.outcomes)[number]];
      expect([outcome.state, isFinal, outcome.after.days]).toEqual(['measured', true, 28]);
      // (3/4)^-1.2 - 1 = 41 %
      expect(outcome.uplift!.low).toBeLessThan(0.412);
      expect(outcome.uplift!.high).toBeGreaterThan(0.412);
      expect(outcome.elasticity!).toBeCloseTo(Math.log(1 + outcome.uplift!.value) / Math.log(0.75), 9);
      expect(Math.abs(outcome.elasticity! - TRUTH)).toBeLessThan(0.7);
      expect(after.facts['outcome.lastUpliftBp']).toBe(Math.round(outcome.uplift!.value * 10_000));
    }
  });

  it('while the cut runs its progress is known as of that day, and nothing of it before or after', () => {
    for (const { before, during, after } of runs) {
      expect([before.facts['cut.advice'], before.facts['cut.daysRunning']]).toEqual([null, null]);
      expect(during.facts['cut.daysRunning']).toBe(10);
      expect(during.outcomes[0]!.outcome.after.days).toBe(10);
      // 12 x 10 days x 0.75^-1.2 = 169 units, chance aside (4 standard deviations)
      expect(Math.abs((during.facts['cut.soldUnits'] as number) - 169.4)).toBeLessThan(52);
      expect(during.facts['cut.advice']).toBe('step-up'); // 100,000 units do not clear in 30 days
      expect(after.facts['cut.advice']).toBeNull();
    }
  });
});
