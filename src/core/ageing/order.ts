/**
 * Row numbers in the order of `compare` (of two row numbers), or null when the rows stand in that order already: the
 * usual case, which costs one pass and no garbage.
 */
export function rowOrder(size: number, compare: (one: number, other: number) => number): number[] | null {
  let row = 1;
  while (row < size && compare(row - 1, row) <= 0) row++;
  return row >= size ? null : Array.from({ length: size }, (_, index) => index).sort(compare);
}

/** Order of two texts by UTF-16 code units: the same on every machine. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
