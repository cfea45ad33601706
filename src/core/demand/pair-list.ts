import { compareText } from '../ageing/order.js';
import { figuresOf, type PairCounter, type PairFigures } from './pairs.js';

/** A pair by name; `a` stands before `b`. */
export interface NamedPair extends PairFigures {
  a: string;
  b: string;
}

/**
 * The pairs that share at least `countMin` baskets, most evidence (log-likelihood ratio) first, equal evidence by name.
 * Told are the first `limit` and how many there are. Pairs are held as columns of numbers until then: 24 bytes each, since
 * a large shop has millions of pairs that were seen once.
 * @param nameOf the SKU of a product
 */
export function rankPairs(
  counter: PairCounter,
  nameOf: (productId: number) => string,
  countMin: number,
  limit: number,
): { pairs: NamedPair[]; total: number } {
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
    evidence[total++] = figures(productId, partnerId, both).llr;
  });
  const order = Uint32Array.from({ length: total }, (_, at) => at).sort(
    (one, other) =>
      evidence[other]! - evidence[one]! ||
      compareText(nameOf(products[one]!), nameOf(products[other]!)) ||
      compareText(nameOf(partners[one]!), nameOf(partners[other]!)),
  );
  const pairs = Array.from(order.subarray(0, limit), (at) => ({
    a: nameOf(products[at]!),
    b: nameOf(partners[at]!),
    ...figures(products[at]!, partners[at]!, counts[at]!),
  }));
  return { pairs, total };
}

function twice(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(old.length * 2);
  copy.set(old);
  return copy;
}
