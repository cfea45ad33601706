/** Of more members than this the orders are no longer all looked at. */
const ORDERS_MAX = 6;

/**
 * What each of some members adds to what they bring together: to those before it, averaged over every order in which they
 * could come (L. S. Shapley, 1953). The shares add up to what all bring less what none brings. Beyond six members: over
 * the order given and its reverse, which adds up as well.
 *
 * @param count at most 31
 * @param worth what some of them bring, one bit per member; asked for each set at most once
 */
export function fairShares(count: number, worth: (members: number) => number): number[] {
  const known = new Map<number, number>();
  const of = (members: number): number => {
    const found = known.get(members) ?? worth(members);
    known.set(members, found);
    return found;
  };
  const adds = (member: number, before: number): number => of(before | (1 << member)) - of(before);
  return Array.from({ length: count }, (_, member) => {
    if (count > ORDERS_MAX) {
      const below = (1 << member) - 1;
      const all = 2 ** count - 1;
      return (adds(member, below) + adds(member, all & ~below & ~(1 << member))) / 2;
    }
    let sum = 0;
    for (let before = 0; before < 1 << count; before++) {
      if ((before >> member) & 1) continue;
      sum += adds(member, before) / (count * choose(count - 1, bitsIn(before)));
    }
    return sum;
  });
}

function bitsIn(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count++;
  return count;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
