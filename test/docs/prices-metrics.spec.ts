import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stockShare } from '../../src/core/offer-context.js';
import { readPolicy } from '../../src/contract/policy.js';
import { effectiveFeeBp, floorPrice, netRevenue } from '../../src/core/pricing/fees.js';
import { forecastNothing, forecastOffer } from '../../src/core/pricing/forecast.js';
import { formatMoney } from '../../src/core/pricing/money-text.js';
import { propose } from '../../src/core/pricing/propose.js';
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
    'Stock of a channel',
    () => [0.6, 0.2].map((rate) => `**${stockShare({ onHand: 100, rate, wholeRate: 0.6 + 0.2, channels: 2 })}**`),
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
      [0, 0.5].map((otherUnitsPerDay) => {
        const outlook = { ...anOffer().outlook, otherUnitsPerDay };
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
    'Best price on a ladder (`optimise`)',
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
