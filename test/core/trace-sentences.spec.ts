import { describe, expect, it } from 'vitest';
import { traceSentence } from '../../src/core/trace-sentences.js';

const rupiah = { code: 'IDR', scale: 0 };

describe('a comparison that a suggestion kept', () => {
  it('tells the fact, what held of it, and how far it was from turning', () => {
    const age = { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60, factValue: 74, result: true };
    // More than 60 no more at 60: 14 days younger.
    expect(traceSentence(age, rupiah)).toEqual({
      id: 'Umur lapisan stok tertua 74 hari, lebih dari 60: berakhir bila turun 14 hari',
      en: 'Age of the oldest layer is 74 days, more than 60: ends with a fall of 14 days',
    });
  });

  it('is told as it was where another held instead of it, and asks for nothing', () => {
    const cover = { fact: 'stock.coverDays', operator: 'greaterThan', value: 90, factValue: 40, result: false };
    const { id, en } = traceSentence(cover, rupiah);
    expect(id).toContain('maksimal 90');
    expect(en).toContain('at most 90');
    expect(id).not.toContain('perlu');
    expect(en).not.toContain('needs');
  });
});
