import { assert } from '../core/units.js';

const COMMA = 44;
const MINUS = 45;
const ZERO = 48;

/**
 * The whole numbers that GROUP_CONCAT has packed into one cell; NaN for an empty place.
 * @param count how many the group has: a database cuts off what goes beyond its limits, without a word
 */
export function unpackNumbers(text: string, count: number): number[] {
  const numbers = new Array<number>(count);
  let found = 0;
  let value = 0;
  let sign = 0; // 0: no digit yet
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? COMMA : text.charCodeAt(at);
    if (code === COMMA) {
      numbers[found++] = sign === 0 ? NaN : sign * value;
      value = sign = 0;
    } else if (code === MINUS) {
      sign = -1;
    } else {
      if (sign === 0) sign = 1;
      value = value * 10 + (code - ZERO);
    }
  }
  assert(found === count, 'a packed column fits into one packet: set max_allowed_packet of the database higher');
  return numbers;
}
