import { describe, expect, it } from 'vitest';
import { decimalText, factLabel, gapText, valueText } from '../../src/core/rule-words.js';
import { FACTS } from '../../src/core/rules/facts.js';

const IDR = { code: 'IDR', scale: 0 };

describe('facts as people read them', () => {
  it('a label is the sentence without its notes', () => {
    expect(factLabel('stock.onHand', 'id')).toBe('Unit yang ada');
    expect(factLabel('calendar.weekday', 'en')).toBe('Day of the week');
    expect(factLabel('calendar.day', 'en')).toBe('The as-of day');
    expect(factLabel('sales.sellThrough30Bp', 'en')).toBe('Sold in 30 days over (sold + now on hand) on all channels');
    expect(factLabel('competitor.known', 'en')).toBe('Lowest competitor price on this channel');
    expect(factLabel('my.own', 'id')).toBe('my.own');
  });

  it('every fact and its companion but no two others share a label', () => {
    for (const locale of ['id', 'en'] as const) {
      const labels = FACTS.filter(({ knownOf }) => knownOf === null).map(({ name }) => factLabel(name, locale));
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.filter((label) => label.length < 3)).toEqual([]);
    }
  });

  it('values with their unit', () => {
    expect(valueText('stock.coverDays', 1, IDR, 'en')).toBe('1 day');
    expect(valueText('sales.velocity', 0.25, IDR, 'id')).toBe('0,25'); // the label says units per day
    expect(valueText('product.price', -5_000, IDR, 'id')).toBe('-Rp 5.000');
    expect(valueText('product.price', 999.5, IDR, 'en')).toBe('Rp 999.5');
    expect(valueText('product.price', 999.5, { code: 'GBP', scale: 2 }, 'en')).toBe('£9.995');
    expect(valueText('channel.discountBp', 1_250, IDR, 'id')).toBe('12,5 %');
    expect(valueText('channel.discountBp', 1_250.5, IDR, 'en')).toBe('12.505 %');
    expect(valueText('pair.liftMilli', 2_400, IDR, 'id')).toBe('2.400');
  });

  it('texts that would be taken for something else are quoted', () => {
    for (const text of ['', '5', ' a', 'a,b', 'true', 'tidak']) {
      expect(valueText('product.brand', text, IDR, 'id')).toBe(JSON.stringify(text));
    }
    expect(valueText('product.brand', 'Kopi Gayo 250 g', IDR, 'id')).toBe('Kopi Gayo 250 g');
  });

  it('differences with their unit, of rates in points', () => {
    expect(gapText('sales.velocity', 0.5, IDR, 'id')).toBe('0,5 unit per hari');
    expect(gapText('pair.support', 1, IDR, 'en')).toBe('1 order');
    expect(gapText('calendar.day', 1, IDR, 'en')).toBe('1 day');
    expect(gapText('channel.feeBp', 100, IDR, 'en')).toBe('1 percentage point');
    expect(gapText('my.own', 2, IDR, 'en')).toBe('2');
  });

  it('numbers lose what says nothing, but never become 0', () => {
    expect([100, 1234567, 0.5, 2.00001].map((value) => decimalText(value, 'en'))).toEqual([
      '100',
      '1,234,567',
      '0.5',
      '2',
    ]);
    expect(decimalText(-1234.5, 'id')).toBe('-1.234,5');
    expect(decimalText(0.00001, 'en')).toBe('0.00001');
    expect(decimalText(1e21, 'en')).toBe('1e+21');
    expect(decimalText(0, 'en')).toBe('0');
  });
});
