import { describe, expect, it } from 'vitest';
import { partsOf, unitOf } from '../../web/pages/settings/duration.js';
import { noteIn } from '../../web/pages/settings/note-in.js';

describe('lengths of time of a channel’s profile', () => {
  it('are told in days, hours and minutes, and typed in the unit in which they are whole', () => {
    expect(partsOf(259_199)).toEqual([
      [179, 'days'],
      [23, 'hours'],
      [59, 'minutes'],
    ]);
    expect(partsOf(1440)).toEqual([[1, 'days']]);
    expect(partsOf(0)).toEqual([[0, 'minutes']]);
    expect([0, 15, 90, 120, 1440, 43_200, 259_199].map(unitOf)).toEqual([
      ...['minutes', 'minutes', 'minutes', 'hours', 'days', 'days', 'minutes'],
    ]);
  });
});

describe('a note of a channel’s profile', () => {
  it('shows the lines of the reader’s language, and those that name none', () => {
    const note = 'id: Kampanye diskon.\nen: A discount campaign.\nSiti, 3 Mei';
    expect(noteIn(note, 'id')).toBe('Kampanye diskon.\nSiti, 3 Mei');
    expect(noteIn(note, 'en')).toBe('A discount campaign.\nSiti, 3 Mei');
    expect(noteIn('', 'id')).toBe('');
  });
});
