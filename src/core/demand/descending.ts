const DIGITS = 65_536;

/**
 * The places of a column's values, largest first, equal ones in the order of their places. A radix sort, 16 bits a pass:
 * millions of values take a second, where a comparing sort takes half a minute.
 * @param values no NaN; shorter than 2^32
 */
export function descending(values: Float64Array): Uint32Array {
  const count = values.length;
  const [high, low] = keysOf(values);
  let order = new Uint32Array(count);
  for (let at = 0; at < count; at++) order[at] = at;
  let sorted = new Uint32Array(count);
  const next = new Uint32Array(DIGITS + 1);
  for (let pass = 0; pass < 4; pass++) {
    const word = pass < 2 ? low : high;
    const shift = (pass % 2) * 16;
    next.fill(0);
    for (let at = 0; at < count; at++) next[((word[at]! >>> shift) & 0xffff) + 1]!++;
    for (let digit = 0; digit < DIGITS; digit++) next[digit + 1]! += next[digit]!;
    for (let i = 0; i < count; i++) {
      const at = order[i]!;
      sorted[next[(word[at]! >>> shift) & 0xffff]!++] = at;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

/** Doubles sort like whole numbers of their bits, negative ones the other way round. Here all is turned over. */
function keysOf(values: Float64Array): [high: Uint32Array, low: Uint32Array] {
  const count = values.length;
  const [high, low] = [new Uint32Array(count), new Uint32Array(count)];
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  const first = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0; // where this machine keeps the high word
  for (let at = 0; at < count; at++) {
    one[0] = values[at]! + 0; // -0 becomes 0
    const [top, rest] = [words[first]!, words[1 - first]!];
    const isNegative = top >= 0x8000_0000;
    high[at] = isNegative ? top : ~(top ^ 0x8000_0000);
    low[at] = isNegative ? rest : ~rest;
  }
  return [high, low];
}
