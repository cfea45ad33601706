import { beforeAll, describe, expect, it } from 'vitest';
import type { OutcomePage } from '../../src/contract/outcomes.js';
import { DATABASES } from '../database.js';
import { fillOutcomeShop, runToday } from '../flow/outcome-shop.js';
import { openShop, type TestShop } from './shop.js';

const PATH = '/api/v1/outcomes';

describe.each(DATABASES)('outcomes over HTTP on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });
  const list = async (query = ''): Promise<OutcomePage> =>
    (await shop.owner.get(`${PATH}?${query}`).expect(200)).body as OutcomePage;

  it('are none before the first run', async () => {
    const found = await list();
    expect([found.items, found.totals.offers, found.totals.profitGained, found.calibration.heldBp]).toEqual([
      [],
      0,
      null,
      null,
    ]);
  });

  it('are what the run measured: thrice the units are seen, the same units are not called an effect', async () => {
    await fillOutcomeShop(shop.db);
    await runToday(shop.db);
    const { items, next, totals } = await list();
    expect(next).toBeNull();
    expect(items.map(({ sku, state, effect }) => [sku, state, effect])).toEqual([
      ['P-2', 'measured', 'none-seen'],
      ['P-1', 'measured', 'more'],
    ]);
    const first = items[1]!;
    expect(first).toMatchObject({
      ...{
        name: 'Product P-1',
        channel: 'shopee',
        kind: 'discount',
        rule: 'rule-of-P-1',
        price: 80_000,
        discountBp: 2_000,
      },
      ...{ measuredOn: '2026-03-31', isFinal: true, startsAt: '2026-03-11T00:00:00.000+07:00' },
      ...{ before: { days: 56 }, after: { days: 14 }, controls: { from: 'category', listings: 10 } },
    });
    // The truth is +200 %.
    expect(first.upliftBp!.low).toBeLessThan(20_000);
    expect(first.upliftBp!.high).toBeGreaterThan(20_000);
    expect(first.elasticity).toBeLessThan(-3);
    expect(first.answer.en).toMatch(/^Sold \d+ % more than without the offer/);
    expect(totals).toMatchObject({ offers: 2, measured: 2, more: 1, fewer: 0, noneSeen: 1 });
    expect(totals.unitsGained!.value).toBeCloseTo(items[0]!.unitsGained!.value + first.unitsGained!.value, 0);
  });

  it('are narrowed and paged', async () => {
    expect((await list('rule=rule-of-P-2')).items.map(({ sku }) => sku)).toEqual(['P-2']);
    expect((await list('channel=shopee&sku=P-1')).totals.offers).toBe(1);
    expect((await list('channel=website')).items).toEqual([]);
    expect((await list('state=too-early')).items).toEqual([]);
    const page = await list('limit=1');
    expect(page.items.map(({ sku }) => sku)).toEqual(['P-2']);
    expect(page.totals.offers).toBe(2);
    expect((await list(`limit=1&after=${page.next}`)).items.map(({ sku }) => sku)).toEqual(['P-1']);
    await shop.owner.get(`${PATH}?state=splendid`).expect(400);
  });

  it('are measured anew by the next run, once each, and are facts for rules', async () => {
    await runToday(shop.db);
    const { items } = await list();
    expect(items).toHaveLength(2);
    const detail = await shop.owner.get('/api/v1/products/P-1').expect(200);
    const uplift = JSON.stringify(detail.body).match(/"outcome\.lastUpliftBp":(-?\d+)/);
    expect(Number(uplift?.[1])).toBe(items[1]!.upliftBp!.value);
  });
});
