import { expect, it } from 'vitest';
import { firstDay, lastDay } from '../../web/parts/days';

it('reads the first day of a window, and its last one in the zone of the shop', () => {
  expect(firstDay('2026-11-26T23:56:36.000+07:00')).toBe('2026-11-26');
  // Midnight belongs to the next day, which the window does not reach any more.
  expect(lastDay('2026-12-11T00:00:00.000+07:00')).toBe('2026-12-10');
  expect(lastDay('2026-12-11T00:00:00.001+07:00')).toBe('2026-12-11');
  expect(lastDay('2026-12-01T00:00:00.000-03:30')).toBe('2026-11-30');
});
