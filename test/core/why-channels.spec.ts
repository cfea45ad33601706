import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/contract/policy.js';
import type { Why } from '../../src/core/approval/suggestion.js';
import type { AnalysisSettings } from '../../src/core/pipeline.js';
import type { Facts, Rule, RuleEvent } from '../../src/core/rules/rule.js';
import { createSheet, type Sheet } from '../../src/core/sheet.js';
import { parseDay } from '../../src/core/units.js';
import { listingOfFacts, whatIf, type Listing } from '../../src/core/what-if.js';

const policy = readPolicy(JSON.parse(readFileSync(new URL('../../rules/policy.json', import.meta.url), 'utf8')));
const codes = ['shopee', 'tokopedia', 'website'];

const rule = (event: RuleEvent, more: Partial<Rule> = {}): Rule => ({
  name: 'cut-old-stock',
  title: { id: 'Stok lama dipotong.', en: 'Old stock is cut.' },
  version: 1,
  enabled: true,
  priority: 300,
  conditions: { all: [{ fact: 'stock.onHand', operator: 'greaterThanInclusive', value: 0 }] },
  event,
  examples: [],
  ...more,
});
const cut = (params: object = {}): RuleEvent => ({
  type: 'discount',
  params: { optimise: { minPercent: 5, maxPercent: 20, clearWithinDays: 30, ...params } },
});
const settings = (...rules: Rule[]): AnalysisSettings => ({
  shop: {
    name: 'x',
    currency: 'IDR',
    scale: 0,
    timeZone: 'Asia/Jakarta',
    locale: 'id',
    isDemo: false,
    priceLaw: { profile: 'ID', days: 30 },
  },
  ...{ asOf: parseDay('2026-03-10')!, asOfEnd: 0, now: 0, ruleSetVersion: 1, policyVersion: 1, policy, fees: [] },
  channels: codes.map((code, id) => ({
    ...{ id, code, name: code, isMarketplace: true, isActive: true, isHeld: false, heldReason: null },
  })),
  rules: { rules, conditions: {}, onTie: 'smallestCut' },
});

/** Rp 100,000 each, cost 50,000, no fees; sold on as many channels as there are facts given. */
const base: Facts = {
  'product.price': 100_000,
  'product.cost': 50_000,
  'product.sku': 'A-1',
  'stock.onHand': 40,
  'stock.staleUnits': 40,
  'channelSales.velocity': 0.3,
};
function product(...channels: Facts[]): Sheet {
  const sheet = createSheet(channels.length);
  channels.forEach((facts, row) => {
    const one = listingOfFacts({ ...base, 'channel.code': codes[row]!, ...facts }, null, settings()).sheet;
    for (const group of ['numbers', 'booleans', 'texts', 'lists'] as const) {
      for (const [name, column] of Object.entries(sheet.facts[group])) {
        (column as unknown[])[row] = (one.facts[group][name] as unknown[])[0];
      }
    }
    for (const group of ['numbers', 'texts'] as const) {
      for (const [name, column] of Object.entries(sheet.inputs[group])) {
        (column as unknown[])[row] = (one.inputs[group] as Record<string, unknown[]>)[name]![0];
      }
    }
    sheet.inputs.numbers.elasticitySd[row] = 0.3;
  });
  return sheet;
}
const ask = (listing: Listing, ...rules: Rule[]) => whatIf(listing, settings(...rules));
const whyOf = (listing: Listing, ...rules: Rule[]): Why => ask(listing, ...rules).suggestion!.why;

describe('the why of a price on one of several channels', () => {
  const sheet = product({ 'demand.elasticity': -5 }, { 'demand.elasticity': -0.2 }, { 'channel.basePrice': null });

  it('tells of every channel: price, units, profit, and why one is left alone', () => {
    const { channels, shadowPrice } = whyOf({ sheet, row: 0 }, rule(cut()));
    expect(channels!.map(({ channel, kind }) => [channel, kind])).toEqual([
      ['shopee', 'discount'],
      ['tokopedia', null],
      ['website', null],
    ]);
    const [own, other, unpriced] = channels!;
    expect([own!.leftAlone, other!.leftAlone!.code, unpriced!.leftAlone!.code]).toEqual([
      null,
      'cut-loses',
      'no-price',
    ]);
    // Hardly anybody answers there: the smallest cut (94,900) gives 5,100 away on 9 units and sells next to nothing more.
    expect(other!.leftAlone!.sentence.en).toMatch(
      /^A cut here, at best to Rp 9\d,[59]00, would earn Rp [\d,]+ less over 30 days\.$/,
    );
    expect([other!.price, other!.currentPrice]).toEqual([100_000, 100_000]);
    // No fees: each unit earns its price less 50,000. 0.3 a day for 30 days are 9 units at the present price, if stock lasts.
    expect(other!.expectedUnits).toBeLessThan(9);
    expect(other!.expectedUnits).toBeGreaterThan(8);
    expect(other!.profit! / (other!.expectedUnits! * 50_000)).toBeCloseTo(1, 3);
    expect(own!.profit! / (own!.expectedUnits! * (own!.price! - 50_000))).toBeCloseTo(1, 3);
    expect([unpriced!.expectedUnits, unpriced!.profit]).toEqual([null, null]);
    // A unit more is worth its salvage at least (70 % of 50,000 less holding), and less than a unit sold.
    expect(shadowPrice).toBeGreaterThan(34_000);
    expect(shadowPrice).toBeLessThan(100_000);
  });

  it('says on the channel that is left alone that nothing is suggested', () => {
    const { suggestion, silent } = ask({ sheet, row: 1 }, rule(cut()));
    expect([suggestion, silent!.reason]).toEqual([null, 'left-alone']);
  });

  it('names rules and limits where those keep a channel out', () => {
    const two = product({ 'demand.elasticity': -5 }, {});
    const hold = rule({ type: 'hold', params: { reason: 'Kampanye' } }, { name: 'hold', channels: ['tokopedia'] });
    const codeOf = (...rules: Rule[]) => whyOf({ sheet: two, row: 0 }, ...rules).channels![1]!.leftAlone!;
    expect(codeOf(rule(cut()), hold)).toEqual({
      code: 'held',
      sentence: { id: 'Ditahan: Kampanye.', en: 'On hold: Kampanye.' },
    });
    expect(codeOf(rule(cut(), { channels: ['shopee'] })).code).toBe('no-rule');
    const locked = product({ 'demand.elasticity': -5 }, { 'channel.daysSincePriceChange': 2 });
    const { code, sentence } = whyOf({ sheet: locked, row: 0 }, rule(cut())).channels![1]!.leftAlone!;
    expect(code).toBe('cool-down');
    expect(sentence.en).toContain('2 days ago');
  });

  it('without a cost knows units, and no profit', () => {
    const unknown = product({ 'product.cost': null }, { 'product.cost': null });
    const { channels, shadowPrice } = whyOf({ sheet: unknown, row: 0 }, rule(cut()));
    expect([channels!.map(({ profit }) => profit), shadowPrice]).toEqual([[null, null], null]);
    expect(channels!.every(({ expectedUnits }) => expectedUnits! > 0)).toBe(true);
  });

  it('has an answer for every odd product: one unit, no stock, a huge price, nobody who buys', () => {
    const odd: Facts[] = [
      { 'stock.onHand': 1, 'channelSales.velocity': 0.01 },
      { 'stock.onHand': 0 },
      { 'stock.onHand': -3 },
      { 'product.price': 900_000_000_001 },
      { 'channelSales.velocity': 0 },
      { 'product.cost': 0 },
      { 'product.price': 1 },
    ];
    const answers = odd.map((facts) => {
      const { suggestion, silent } = ask({ sheet: product(facts, facts), row: 0 }, rule(cut()));
      expect(JSON.stringify(suggestion ?? {})).not.toMatch(/NaN|Infinity/);
      for (const figure of suggestion?.why.channels ?? []) expect(Number.isFinite(figure.expectedUnits)).toBe(true);
      return suggestion?.kind ?? silent?.reason ?? 'no-rule';
    });
    expect(answers.slice(1, 4)).toEqual(['left-alone', 'no-rule', 'price-range']); // the rule asks for 0 units or more
    expect(answers[6]).not.toBe('discount'); // 1 is the least that there is
  });
});

describe('the kinds of offer side by side', () => {
  const rival = { 'competitor.lowestPrice': 99_000 };

  it('are shown at their best price in the range, with what the product then earns', () => {
    const { alternatives, channels } = whyOf({ sheet: product({}), row: 0 }, rule(cut()));
    expect(alternatives!.map(({ kind, isChosen }) => [kind, isChosen])).toEqual([
      ['discount', true],
      ['voucher', false],
      ['bundle', false],
    ]);
    const [discount, voucher, bundle] = alternatives!;
    expect(discount!.price).toBe(channels![0]!.price);
    expect(voucher!.price! >= 80_000 && voucher!.price! <= 95_000 && voucher!.price! % 1000 === 0).toBe(true);
    expect(bundle).toMatchObject({ price: null, profit: null, expectedUnits: null, reason: { code: 'no-partner' } });
    expect([discount!.days, discount!.reason, voucher!.reason]).toEqual([30, null, null]);
  });

  it('of a fixed cut are those of the same size', () => {
    const fixed = rule({ type: 'discount', params: { percent: 10 } });
    const [discount, voucher] = whyOf({ sheet: product({}), row: 0 }, fixed).alternatives!;
    expect([discount!.price, voucher!.price]).toEqual([89_900, 90_000]);
  });

  it('are chosen from by what they earn, where the rule names them', () => {
    const kinds = ['discount', 'voucher', 'bundle'];
    for (const elasticity of [-5, -2, -1.2]) {
      const { suggestion, silent } = ask(
        { sheet: product({ 'demand.elasticity': elasticity }), row: 0 },
        rule(cut({ kinds })),
      );
      if (suggestion === null) {
        expect(silent!.reason).toBe('left-alone');
        continue;
      }
      const able = suggestion.why.alternatives!.filter(({ profit }) => profit !== null);
      const chosen = able.find(({ isChosen }) => isChosen)!;
      expect(chosen.kind).toBe(suggestion.kind);
      // 12 units of 40 are wanted in 30 days, and no cut of 20 % brings three times as many at -2: the profit decides.
      if (elasticity > -5) expect(chosen.profit).toBe(Math.max(...able.map(({ profit }) => profit!)));
    }
  });

  it('let a voucher go first near a competitor, and for small cuts', () => {
    const kinds = ['discount', 'voucher'];
    const near = product({ ...rival, 'demand.elasticity': -5 });
    const { suggestion } = ask({ sheet: near, row: 0 }, rule(cut({ kinds })));
    expect(suggestion!.kind).toBe('voucher');
    expect(suggestion!.why.alternatives![0]).toMatchObject({
      kind: 'discount',
      price: null,
      reason: { code: 'voucher-first' },
    });
    expect(suggestion!.why.alternatives![0]!.reason!.sentence.en).toContain('1.01 %');
    // A rule that only knows discounts stays with its discount.
    expect(ask({ sheet: near, row: 0 }, rule(cut())).suggestion!.kind).toBe('discount');
    const small = ask(
      { sheet: product({ 'demand.elasticity': -5 }), row: 0 },
      rule(cut({ kinds, minPercent: 1, maxPercent: 5 })),
    );
    expect(small.suggestion!.kind).toBe('voucher');
  });

  it('hold a bundle rule to the partner that it names, or say why not', () => {
    const paired = product({});
    const { numbers, texts } = paired.inputs;
    paired.facts.texts['pair.bestSku']![0] = 'B-1';
    paired.facts.numbers['pair.confidenceBp']![0] = 3000;
    [numbers.partnerPrice[0], numbers.partnerCost[0], numbers.partnerUnitsPerDay[0]] = [60_000, 30_000, 2];
    texts.partnerCategory[0] = null;
    const bundle = (partner: string) => rule({ type: 'bundle', params: { partner, percent: 10 } });
    expect(ask({ sheet: paired, row: 0 }, bundle('B-1')).suggestion).toMatchObject({ kind: 'bundle', price: 149_900 });
    expect(ask({ sheet: paired, row: 0 }, bundle('best')).suggestion!.kind).toBe('bundle');
    const { suggestion, silent } = ask({ sheet: paired, row: 0 }, bundle('C-9'));
    expect([suggestion, silent!.reason]).toEqual([null, 'other-partner']);
    expect(silent!.trace!.sentence.en).toContain('C-9');
  });
});
