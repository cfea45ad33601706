import type { Money } from '../units.js';
import type { PriceEnding } from './policy.js';

/** One whole unit of a currency of so many decimals, in its smallest: 1 for the rupiah, 100 for the dollar. */
export const wholeUnit = (scale: number): Money => 10 ** scale;

/**
 * Price endings for a channel that takes no decimals: of each band those that are whole units; where none is (`.49` and
 * `.99`), every whole unit.
 */
export function wholeEndings(endings: PriceEnding[], unit: Money): PriceEnding[] {
  if (unit === 1) return endings;
  const whole = endings.map(({ below, step, endings: allowed }): PriceEnding => {
    const kept = step % unit === 0 ? allowed.filter((ending) => ending % unit === 0) : [];
    return kept.length > 0 ? { below, step, endings: kept } : { below, step: unit, endings: [0] };
  });
  const isOpen = whole.some(({ below }) => below === null);
  return isOpen ? whole : [...whole, { below: null, step: unit, endings: [0] }];
}
