import { describe, expect, it } from 'vitest';
import { cutPercent, MATCH_REASONS, resolve } from '../../../src/core/rules/resolve.js';
import type { Rule, RuleEvent } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

const rule = (name: string, priority: number, event: RuleEvent): Rule => ({
  ...bareRule({ all: [] }, priority),
  name,
  event,
});
const percent = (name: string, priority: number, value: number): Rule =>
  rule(name, priority, { type: 'discount', params: { percent: value } });
const hold = (name: string, priority: number): Rule =>
  rule(name, priority, { type: 'hold', params: { reason: 'new' } });
const alert = rule('alert', 900, { type: 'alert', params: { message: 'look' } });
const restore = (priority: number): Rule => rule('restore', priority, { type: 'restore' });
const said = (
  fired: Rule[],
  onTie: 'smallestCut' | 'largestCut' | 'first' = 'smallestCut',
  basePrice: number | null = 100_000,
) => resolve(fired, onTie, basePrice).matched.map(({ name, outcome, reason }) => `${name} ${outcome} ${reason}`);

describe('per product and channel', () => {
  it('the highest priority wins, whatever the cut', () => {
    const fired = [percent('deep', 20, 30), percent('small', 10, 5)];
    expect(resolve(fired, 'smallestCut', 100_000).winner?.name).toBe('deep');
    expect(said(fired)).toEqual(['deep won highest-priority', 'small lost lower-priority']);
  });

  it('a hold beats all, of whatever priority, and the highest of several holds is named', () => {
    const fired = [percent('deep', 20, 30), hold('hold-b', 9), hold('hold-a', 3)];
    expect(resolve(fired, 'smallestCut', 100_000)).toMatchObject({ winner: null, hold: { name: 'hold-b' } });
    expect(said(fired)).toEqual(['hold-b won hold-beats-all', 'deep lost held', 'hold-a lost held']);
  });

  it('an alert is shown beside the price and beside a hold; it stops nothing', () => {
    const fired = [alert, percent('small', 10, 5)];
    expect(resolve(fired, 'smallestCut', 100_000)).toMatchObject({ winner: { name: 'small' }, alerts: [alert] });
    expect(said(fired)).toEqual(['small won highest-priority', 'alert won alert-shown-besides']);
    expect(resolve([alert, hold('hold', 1)], 'first', null).alerts).toEqual([alert]);
    expect(resolve([alert], 'first', null)).toMatchObject({ winner: null, hold: null, alerts: [alert] });
  });

  it('equal priority goes to the smallest cut, the largest, or the first, as the set says', () => {
    const fired = [percent('ten', 10, 10), percent('five', 10, 5), percent('twenty', 10, 20)];
    expect(said(fired, 'smallestCut')[0]).toBe('five won tie-smallest-cut');
    expect(said(fired, 'largestCut')[0]).toBe('twenty won tie-largest-cut');
    expect(said(fired, 'first')).toEqual(['ten won tie-first', 'five lost lost-tie', 'twenty lost lost-tie']);
  });

  it('to restore is the smallest cut of all', () => {
    expect(resolve([percent('five', 10, 5), restore(10)], 'smallestCut', null).winner?.name).toBe('restore');
  });

  it('what is still equal goes to the first of the set', () => {
    expect(said([percent('a', 10, 5), percent('b', 10, 5)])[0]).toBe('a won tie-smallest-cut');
    expect(said([percent('a', 10, 5), percent('b', 10, 5)], 'largestCut')[0]).toBe('a won tie-largest-cut');
  });

  it('nothing fired, nothing matched', () => {
    expect(resolve([], 'first', 1)).toEqual({ winner: null, hold: null, alerts: [], matched: [] });
  });

  it('every reason has a sentence in both languages', () => {
    for (const { id, en } of Object.values(MATCH_REASONS)) expect(id.length * en.length).toBeGreaterThan(0);
  });
});

describe('the size of a cut, in per cent', () => {
  it('compares amounts and prices with the base price', () => {
    // 12,500 of 100,000 = 12.5 %; down to 80,000 = 20 %
    const amount = rule('a', 1, { type: 'discount', params: { amount: 12_500 } });
    const price = rule('p', 1, { type: 'discount', params: { price: 80_000 } });
    expect(cutPercent(amount, 'smallestCut', 100_000)).toBe(12.5);
    expect(cutPercent(price, 'smallestCut', 100_000)).toBeCloseTo(20, 10);
    expect(resolve([amount, percent('t', 1, 12)], 'smallestCut', 100_000).winner?.name).toBe('t');
  });

  it('without a base price an amount loses the tie either way', () => {
    const amount = rule('a', 1, { type: 'voucher', params: { amount: 1 } });
    expect(resolve([amount, percent('t', 1, 12)], 'smallestCut', null).winner?.name).toBe('t');
    expect(resolve([amount, percent('t', 1, 12)], 'largestCut', null).winner?.name).toBe('t');
  });

  it('of a range takes the end that the tie is about', () => {
    const optimise = { minPercent: 5, maxPercent: 40, clearWithinDays: 30 };
    const range = rule('r', 1, { type: 'bundle', params: { partner: 'best', optimise } });
    expect(cutPercent(range, 'smallestCut', null)).toBe(5);
    expect(cutPercent(range, 'largestCut', null)).toBe(40);
  });
});
