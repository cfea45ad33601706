import { compareText } from '../ageing/order.js';
import { descending } from './descending.js';
import { figuresOf, type PairCounter, type PairFigures } from './pairs.js';

/** A pair by name; `a` stands before `b`. */
export interface NamedPair extends PairFigures {
  a: string;
  b: string;
}

/** Evidence that two products go together; below 0: that they avoid each other. */
export function evidenceOf({ lift, llr }: PairFigures): number {
  return lift >= 1 ? llr : -llr;
}

/**
 * The pairs that share at least `countMin` baskets, most evidence that they go together first, those that avoid each other
 * last, equal evidence by name. Told are the first `limit` and how many there are. Pairs are held as columns of numbers: 24
 * bytes each, since a large shop has millions of pairs that were seen once; each is worked out when it is asked for.
 * @param nameOf the SKU of a product
 */
export function rankPairs(
  counter: PairCounter,
  nameOf: (productId: number) => string,
  countMin: number,
  limit: number,
): { pairs: Iterable<NamedPair>; total: number } {
  let [products, partners, counts] = [new Int32Array(1_024), new Int32Array(1_024), new Int32Array(1_024)];
  let evidence = new Float64Array(1_024);
  let total = 0;
  const figures = (productId: number, partnerId: number, both: number): PairFigures => {
    const [own, others] = [counter.basketsWith(productId), counter.basketsWith(partnerId)];
    return figuresOf({ productId, partnerId, both, own, partners: others, baskets: counter.baskets });
  };
  counter.eachPair(countMin, (productId, partnerId, both) => {
    if (total === counts.length) {
      [products, partners, counts] = [twice(products), twice(partners), twice(counts)];
      const old = evidence;
      evidence = new Float64Array(total * 2);
      evidence.set(old);
    }
    const isInOrder = nameOf(productId) < nameOf(partnerId);
    products[total] = isInOrder ? productId : partnerId;
    partners[total] = isInOrder ? partnerId : productId;
    counts[total] = both;
    evidence[total++] = evidenceOf(figures(productId, partnerId, both));
  });
  const order = descending(evidence.subarray(0, total));
  const byName = (one: number, other: number): number =>
    compareText(nameOf(products[one]!), nameOf(products[other]!)) ||
    compareText(nameOf(partners[one]!), nameOf(partners[other]!));
  for (let from = 0, to = 0; from < Math.min(total, limit); from = to) {
    while (to < total && evidence[order[to]!] === evidence[order[from]!]) to++;
    if (to - from > 1) order.subarray(from, to).sort(byName);
  }
  const pairs = {
    *[Symbol.iterator](): Generator<NamedPair> {
      for (const at of order.subarray(0, limit)) {
        const [a, b] = [products[at]!, partners[at]!];
        yield { a: nameOf(a), b: nameOf(b), ...figures(a, b, counts[at]!) };
      }
    },
  };
  return { pairs, total };
}

function twice(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(old.length * 2);
  copy.set(old);
  return copy;
}
