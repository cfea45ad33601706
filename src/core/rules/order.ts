export interface Move {
  key: string;
  /** Place before and after, counted from 0. */
  from: number;
  to: number;
}

/**
 * The fewest moves that bring the same keys from one order into another: whatever stands on a longest increasing run
 * stays. Keys are unique, and the same in both lists.
 */
export function movesBetween(before: readonly string[], after: readonly string[]): Move[] {
  const placeBefore = new Map(before.map((key, index) => [key, index]));
  const places = after.map((key) => placeBefore.get(key)!);
  const stays = longestRun(places);
  return after.flatMap((key, to) => (stays.has(to) ? [] : [{ key, from: places[to]!, to }]));
}

/**
 * The same moves one after the other, each with the places that hold when its turn comes (RFC 6902 `move`: take out,
 * then put in).
 */
export function movesInTurn(before: readonly string[], after: readonly string[]): Move[] {
  const now = [...before];
  return movesBetween(before, after).map(({ key, to: place }) => {
    const from = now.indexOf(key);
    now.splice(from, 1);
    const to = place === 0 ? 0 : now.indexOf(after[place - 1]!) + 1;
    now.splice(to, 0, key);
    return { key, from, to };
  });
}

/** Keys made unique: the second `x` becomes another key than the first. */
export function uniqueKeys(keys: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return `${key}\u0000${count}`;
  });
}

/** Indexes of a longest increasing subsequence of different numbers (patience sorting). */
function longestRun(values: readonly number[]): Set<number> {
  const tops: number[] = []; // index of the smallest value that ends a run of length i + 1
  const previous: (number | undefined)[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tops[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = tops[low - 1];
    tops[low] = index;
  });
  const run = new Set<number>();
  for (let index = tops.at(-1); index !== undefined; index = previous[index]) run.add(index);
  return run;
}
