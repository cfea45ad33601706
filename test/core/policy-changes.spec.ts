import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/contract/policy.js';
import { changedSettings, withSetting } from '../../src/core/policy-changes.js';
import type { Policy } from '../../src/core/pricing/policy.js';

const shipped = readPolicy(JSON.parse(readFileSync('rules/policy.json', 'utf8')));
const changed: Policy = {
  ...shipped,
  staleAfterDays: 45,
  limits: { ...shipped.limits, maxDiscountBp: 2000 },
  limitsByChannel: { shopee: { maxDiscountBp: 1000, marginFloorBp: 500 } },
};

describe('what makes a policy another', () => {
  it('is nothing between equal ones, whatever the order in which channels are named', () => {
    const one = { ...shipped, limitsByChannel: { shopee: { maxStepBp: 1 }, store: { maxStepBp: 2 } } };
    const other = { ...shipped, limitsByChannel: { store: { maxStepBp: 2 }, shopee: { maxStepBp: 1 } } };
    expect(changedSettings(shipped, structuredClone(shipped))).toEqual([]);
    expect(changedSettings(one, other)).toEqual([]);
    expect(changedSettings(shipped, { ...shipped, limitsByChannel: { shopee: {} } })).toEqual([]);
  });

  it('names limits by themselves, wherever they were changed', () => {
    expect(changedSettings(shipped, changed)).toEqual(['marginFloorBp', 'maxDiscountBp', 'staleAfterDays']);
  });

  it('can be put into the other one setting at a time, a limit everywhere at once', () => {
    expect(withSetting(shipped, changed, 'maxDiscountBp')).toEqual({
      ...shipped,
      limits: { ...shipped.limits, maxDiscountBp: 2000 },
      limitsByChannel: { shopee: { maxDiscountBp: 1000 } },
    });
    // Going back, the limit of the channel is no longer set.
    expect(withSetting(changed, shipped, 'maxDiscountBp')).toEqual({
      ...changed,
      limits: shipped.limits,
      limitsByChannel: { shopee: { marginFloorBp: 500 } },
    });
    expect(withSetting(shipped, changed, 'staleAfterDays')).toEqual({ ...shipped, staleAfterDays: 45 });
  });

  it('is all of the changes when they are put in one after the other', () => {
    const all = changedSettings(shipped, changed).reduce((policy, each) => withSetting(policy, changed, each), shipped);
    expect(all).toEqual(changed);
  });
});
