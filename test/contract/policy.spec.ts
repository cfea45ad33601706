import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policyJsonSchema, readFees, readPolicy } from '../../src/contract/policy.js';
import { feesOn, netRevenue, saleTerms } from '../../src/core/pricing/fees.js';
import { Refusal } from '../../src/core/refusal.js';
import { parseDay } from '../../src/core/units.js';

type Json = Record<string, unknown>;
const shipped = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../../rules/${name}`, import.meta.url), 'utf8')) as Json;

function refusalOf(read: () => unknown): Refusal {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('readPolicy', () => {
  it('reads the shipped policy, every key of it', () => {
    const policy = readPolicy(shipped('policy.json'));
    const { $schema, ...keys } = shipped('policy.json');
    expect($schema).toBe('./policy.schema.json');
    expect(policy).toEqual(keys);
    expect(policy.staleAfterDays).toBe(30);
    expect(policy.limits.belowCostAllowed).toBe(false);
  });

  it('reads no key that docs/policy.md does not name and the schema does not explain', () => {
    const document = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
    const { properties } = policyJsonSchema() as { properties: Record<string, Json> };
    for (const [key, shape] of Object.entries({
      ...properties,
      ...(properties.limits!.properties as typeof properties),
    })) {
      expect([key, typeof shape.description]).toEqual([key, 'string']);
      expect(document).toContain(`\`${key}\``);
    }
  });

  it('refuses a misspelt key instead of ignoring it', () => {
    const refusal = refusalOf(() => readPolicy({ ...shipped('policy.json'), vatBps: 1100 }));
    expect([refusal.kind, refusal.code]).toEqual(['invalid', 'invalid-policy']);
    expect(refusal.issues[0]?.path).toBe('/vatBps');
  });

  const wrong: [string, Json, string][] = [
    ['a rate above 100 %', { salvageBp: 10_001 }, '/salvageBp'],
    ['a rate that is not whole', { vatBp: 10.5 }, '/vatBp'],
    [
      'an ending as large as its step',
      { priceEndings: [{ below: null, step: 100, endings: [100] }] },
      '/priceEndings/0/endings',
    ],
    [
      'an open band before a closed one',
      {
        priceEndings: [
          { below: null, step: 100, endings: [0] },
          { below: 500, step: 10, endings: [0] },
        ],
      },
      '/priceEndings',
    ],
    ['bucket edges that do not rise', { bucketEdgesDays: [30, 30] }, '/bucketEdgesDays'],
    [
      'a lock that ends before it begins',
      { campaignLocks: [{ name: 'x', from: '2026-12-12', to: '2026-12-01' }] },
      '/campaignLocks/0/to',
    ],
    [
      'a lock on a day that does not exist',
      { campaignLocks: [{ name: 'x', from: '2026-02-30', to: '2026-03-01' }] },
      '/campaignLocks/0/from',
    ],
    ['a campaign on the 13th month', { campaigns: [{ name: 'x', on: '13-01' }] }, '/campaigns/0/on'],
    ['less than one unit an order', { unitsPerOrderMilli: 999 }, '/unitsPerOrderMilli'],
    ['a demand that rises with the price', { elasticityPrior: { mean: 1, sd: 1 } }, '/elasticityPrior/mean'],
    [
      'an unknown limit of a channel',
      { limitsByChannel: { shopee: { maxDiscount: 10 } } },
      '/limitsByChannel/shopee/maxDiscount',
    ],
  ];
  for (const [what, change, path] of wrong) {
    it(`refuses ${what} and says where`, () => {
      const refusal = refusalOf(() => readPolicy({ ...shipped('policy.json'), ...change }));
      expect(refusal.issues.map((issue) => issue.path)).toContain(path);
      expect(refusal.message).toContain(path);
    });
  }

  it('refuses what is no policy at all', () => {
    for (const json of [null, 3, 'x', []]) expect(refusalOf(() => readPolicy(json)).code).toBe('invalid-policy');
  });
});

describe('readFees', () => {
  const table = readFees(shipped('fees.json'));
  const day = parseDay('2026-11-22') ?? 0;

  it('reads the shipped table, which knows every shipped channel and names the source of each row', () => {
    expect([table.currency, table.scale]).toEqual(['IDR', 0]);
    expect([...new Set(table.fees.map((fee) => fee.channelCode))].sort()).toEqual([
      'lazada',
      'shopee',
      'store',
      'tiktok-shop',
      'tokopedia',
      'website',
      'whatsapp',
    ]);
    for (const fee of table.fees) expect(fee.source.length).toBeGreaterThan(20);
  });

  it('says of every figure for all categories that it is assumed, unless it is one for all', () => {
    for (const fee of table.fees) {
      if (fee.component !== 'order-processing') expect(fee.source).toContain('assumed');
    }
  });

  it('leaves of Rp 100,000 on Shopee what the published figures leave', () => {
    const fees = table.fees.map((fee, i) => ({ ...fee, id: i + 1 }));
    // 7.53 % and Rp 1,250 an order of one unit
    expect(netRevenue(100_000, saleTerms(feesOn(fees, 'shopee', null, day), 0, 1000))).toBe(91_220);
    // Tokopedia: 6.97 % + 5 % + Rp 1,250; of Rp 1,000,000 the 5 % are capped at Rp 40,000
    expect(netRevenue(1_000_000, saleTerms(feesOn(fees, 'tokopedia', null, day), 0, 1000))).toBe(889_050);
    expect(netRevenue(100_000, saleTerms(feesOn(fees, 'whatsapp', null, day), 0, 1000))).toBe(100_000);
  });

  it('knows the older Shopee rate on an older day', () => {
    const fees = table.fees.map((fee, i) => ({ ...fee, id: i + 1 }));
    expect(feesOn(fees, 'shopee', null, parseDay('2025-12-31') ?? 0).percent[0]?.rateBp).toBe(638);
    expect(feesOn(fees, 'shopee', null, parseDay('2026-01-01') ?? 0).percent[0]?.rateBp).toBe(753);
    expect(feesOn(fees, 'shopee', 'Fashion', parseDay('2026-01-01') ?? 0).percent[0]?.rateBp).toBe(663);
  });

  it('refuses two rows of one key and a row that ends before it begins', () => {
    const file = shipped('fees.json');
    const rows = file['fees'] as Json[];
    expect(refusalOf(() => readFees({ ...file, fees: [...rows, rows[0]] })).issues[0]?.path).toBe('/fees');
    const backwards = { ...rows[0], validFrom: '2026-01-02', validTo: '2026-01-01' };
    expect(refusalOf(() => readFees({ ...file, fees: [backwards] })).issues[0]?.path).toBe('/fees/0/validTo');
  });
});
