import { readFileSync } from 'node:fs';
import { moneyAtStake } from '../../src/core/approval/stake.js';
import { describe, expect, it } from 'vitest';
import { createSheet } from '../../src/core/sheet.js';
import { stockAhead } from '../../src/core/stock-ahead.js';
import { readPolicy } from '../../src/contract/policy.js';
import { ledgerOf } from '../../src/core/ledger/intervals.js';
import { lowestPriceBefore } from '../../src/core/ledger/lowest-price.js';
import { effectiveFeeBp, floorPrice, netRevenue } from '../../src/core/pricing/fees.js';
import { fairShares } from '../../src/core/pricing/fair-shares.js';
import { forecastNothing, forecastOffer } from '../../src/core/pricing/forecast.js';
import { formatMoney } from '../../src/core/pricing/money-text.js';
import { propose } from '../../src/core/pricing/propose.js';
import { DAY_MS } from '../../src/core/units.js';
import { aPartner, anOffer, shopee, wide } from '../core/pricing/an-offer.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const prices = read('docs/metrics.md').split('\n## Prices\n')[1]?.split('\n## ')[0] ?? '';
const sections = new Map(
  prices
    .split('\n### ')
    .map((text) => [text.split('\n')[0] ?? '', text.slice(text.indexOf('Example:')).replace(/\s+/g, ' ')]),
);
const rp = (amount: number | null): string => `**${formatMoney(amount ?? NaN, 'IDR', 0, 'en')}**`;

/** What the section's example prints in bold must be what the code computes. */
const worked: [string, () => string[]][] = [
  ['Net revenue', () => [rp(netRevenue(100_000, shopee)), rp(netRevenue(100_000, { ...shopee, vatBp: 1100 }))]],
  [
    'Floor price',
    () => {
      const capped = { ...shopee, percent: [...shopee.percent, { component: 'x', rateBp: 600, cap: 40_000 }] };
      return [
        rp(floorPrice(50_000, 0, shopee)),
        rp(floorPrice(50_000, 1000, shopee)),
        rp(floorPrice(1_000_000, 0, capped)),
      ];
    },
  ],
  ['Fee share', () => [`**${effectiveFeeBp(100_000, shopee)} bp**`]],
  [
    'Discount',
    () => {
      const { proposal } = propose({ type: 'discount', params: { percent: 15 } }, anOffer());
      return [rp(proposal?.price ?? null), `**${proposal?.discountBp} bp**`];
    },
  ],
  [
    'Shared stock',
    () => {
      const sure = { elasticity: { mean: -2, sd: 0 }, onHand: 45 };
      const others = [{ unitsPerDay: 2, doubt: 1e-9, paid: 1, net: 1, givenPerDay: 0 }];
      const outlook = { ...anOffer().outlook, ...sure, velocity: { a: 1e9, b: 1e9 }, others };
      return [`**${forecastNothing(anOffer({ outlook })).units.mean}**`];
    },
  ],
  [
    'Lowest price before a reduction',
    () => {
      const seen = [20, 21].map((day) => ({ ...{ since: day, until: day }, price: day === 20 ? 85_000 : 100_000 }));
      const lowest = (sightings: typeof seen, startsAt: number, price: number): number | null => {
        const inDays = { since: 0, price: 100_000, importId: null };
        const cut = { id: 1, kind: 'discount' as const, price: 90_000, startsAt: 40, endsAt: 50, words: [] };
        const ledger = ledgerOf({ bases: [inDays], orders: [cut], sightings }).map((each) => ({
          ...each,
          from: each.from * DAY_MS,
          to: each.to === null ? null : each.to * DAY_MS,
        }));
        return lowestPriceBefore(ledger, { startsAt: startsAt * DAY_MS, price }).lowest;
      };
      return [lowest([], 50, 80_000), lowest([], 51, 80_000), lowest([], 50, 95_000), lowest(seen, 50, 80_000)].map(rp);
    },
  ],
  [
    'Expected units',
    () => {
      const outlook = {
        ...anOffer().outlook,
        velocity: { a: 1e9, b: 2e9 },
        onHand: 10_000,
        elasticity: { mean: -2, sd: 0 },
      };
      const cut = { kind: 'discount' as const, price: 80_000, listPrice: 100_000, discountBp: 2000, offer: {} };
      return [`**${forecastOffer(cut, anOffer({ outlook })).units.mean}**`];
    },
  ],
  [
    'Days to clear',
    () =>
      [0, 0.5].map((unitsPerDay) => {
        const others = [{ unitsPerDay, doubt: 1, paid: 1, net: 1, givenPerDay: 0 }];
        const outlook = { ...anOffer().outlook, others };
        return `**${forecastNothing(anOffer({ outlook })).daysToClear}**`;
      }),
  ],
  [
    'Expected profit',
    () =>
      [1e-9, 1e9].map((a) => {
        const outlook = { ...anOffer().outlook, velocity: { a, b: 1e6 }, onHand: 10 };
        return rp(forecastNothing(anOffer({ outlook })).profit?.mean ?? null);
      }),
  ],
  [
    'Gain',
    () => {
      // One bit per channel: none, the first, the second, both.
      const [first, second] = fairShares(2, (approved) => [100, 160, 160, 180][approved]!);
      return first === second ? [`**${first}**`] : [];
    },
  ],
  [
    'Money at stake',
    () => {
      const policy = { holdingCostBpPerYear: 2000, horizonDays: 30 };
      const alert = { gain: null, ifApproved: null, ifNothing: null, staleValue: 6_000_000 };
      return [rp(moneyAtStake({ ...alert, gain: -50_000 }, policy)), rp(moneyAtStake(alert, policy))];
    },
  ],
  [
    'Best prices for all channels (`optimise`)',
    () => {
      const optimise = { minPercent: 5, maxPercent: 20, clearWithinDays: 30 };
      const context = anOffer({ cost: null, limits: { ...wide, unknownCostMaxDiscountBp: 4000 } });
      return [rp(propose({ type: 'discount', params: { optimise } }, context).price)];
    },
  ],
  [
    'Bundle',
    () => {
      const event = { type: 'bundle' as const, params: { partner: 'best', percent: 20 } };
      const { proposal } = propose(event, anOffer({ partner: aPartner }));
      const floored = propose(event, anOffer({ partner: { ...aPartner, cost: 50_000 } })).traces[0];
      return [rp(proposal?.price ?? null), `**${proposal?.discountBp} bp**`, rp(floored?.to ?? null)];
    },
  ],
  [
    'Stock of the days to come',
    () => {
      const sheet = createSheet(2);
      const { numbers } = sheet.facts;
      numbers['stock.onHand']!.fill(1_000);
      numbers['channel.basePrice']!.fill(100_000);
      numbers['channel.price']!.fill(100_000);
      numbers['demand.elasticity']!.fill(-2);
      numbers['channelSales.velocity']!.set([2, 3]);
      sheet.inputs.numbers.elasticitySd.fill(0);
      sheet.inputs.numbers.velocityA.fill(1e9);
      sheet.inputs.numbers.velocityB.set([1e9 / 2, 1e9 / 3]);
      const shop = {
        name: '',
        currency: 'IDR',
        scale: 0,
        timeZone: 'Asia/Jakarta',
        locale: 'id',
        isDemo: false,
        priceLaw: { profile: 'ID', days: 30 },
      } as const;
      const policy = readPolicy(JSON.parse(read('rules/policy.json')));
      const settings = { shop, asOf: 20_000, channels: [], policy, fees: [] };
      const cut = { kind: 'discount' as const, price: 80_000, listPrice: 100_000, discountBp: 2000, offer: {} };
      const ahead = stockAhead({ sheet, row: 0, first: 0, count: 2 }, cut, settings, 4)!;
      return [`**${ahead.ifApproved[3]!.mean}**`, `**${ahead.ifNothing[3]!.mean}**`];
    },
  ],
];

describe('the worked examples of prices in docs/metrics.md', () => {
  it('cover every metric of the section', () => {
    expect([...sections.keys()].slice(1).sort()).toEqual(worked.map(([title]) => title).sort());
  });
  for (const [title, results] of worked) {
    it(`are what the code computes: ${title}`, () => {
      expect(sections.get(title)?.match(/\*\*[^*]+\*\*/g)).toEqual(results());
    });
  }
});

describe('docs/policy.md', () => {
  it('names every key of the policy, and the shipped value of those that are one number', () => {
    const policy = readPolicy(JSON.parse(read('rules/policy.json')));
    const text = read('docs/policy.md');
    for (const [key, value] of [...Object.entries(policy), ...Object.entries(policy.limits)]) {
      expect(text).toContain(`\`${key}\``);
      const row = text.split('\n').find((line) => line.startsWith('|') && line.includes(`| \`${key}\``));
      if (typeof value === 'number') expect(row?.replace(/\s+/g, ' ')).toContain(`| ${value} |`);
    }
  });
});
