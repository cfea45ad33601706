/** Sales in file order, one array per field; entry i of each speaks of the same line. */
export interface SaleLines {
  invoice: number[];
  /** Running number in the invoice, from 1, refused rows counted too. */
  lineId: number[];
  product: number[];
  channel: number[];
  quantity: number[];
  returned: number[];
  unitPrice: number[];
  day: number[];
  timeMs: number[];
  /** 0: not given. Not part of any output. */
  customer: number[];
}

export interface Cancellation {
  /** Line in the file. */
  line: number;
  customer: number;
  product: number;
  quantity: number;
  day: number;
  timeMs: number;
}

export function emptySales(): SaleLines {
  return {
    invoice: [],
    lineId: [],
    product: [],
    channel: [],
    quantity: [],
    returned: [],
    unitPrice: [],
    day: [],
    timeMs: [],
    customer: [],
  };
}

/**
 * Books each cancellation as a return on its sale: the latest earlier sale (same minute included) of the same product to
 * the same customer of which at least that many units are not returned yet. Cancellations are taken in order of time.
 * Adds to `sales.returned`; returns the cancellations that found no sale.
 */
export function matchReturns(sales: SaleLines, cancellations: readonly Cancellation[]): Cancellation[] {
  const keyOf = (customer: number, product: number) => `${customer} ${product}`;
  const candidates = new Map<string, number[]>();
  for (const { customer, product } of cancellations) candidates.set(keyOf(customer, product), []);
  for (let i = 0; i < sales.product.length; i++) {
    if (sales.customer[i] !== 0) candidates.get(keyOf(sales.customer[i]!, sales.product[i]!))?.push(i);
  }
  const isAfter = (i: number, c: Cancellation) =>
    sales.day[i]! > c.day || (sales.day[i] === c.day && sales.timeMs[i]! > c.timeMs);
  for (const list of candidates.values()) {
    list.sort((a, b) => sales.day[a]! - sales.day[b]! || sales.timeMs[a]! - sales.timeMs[b]! || a - b);
  }
  const ordered = [...cancellations].sort((a, b) => a.day - b.day || a.timeMs - b.timeMs || a.line - b.line);
  return ordered.filter((cancellation) => {
    const found = candidates
      .get(keyOf(cancellation.customer, cancellation.product))!
      .findLast((i) => !isAfter(i, cancellation) && sales.quantity[i]! - sales.returned[i]! >= cancellation.quantity);
    if (found === undefined) return true;
    sales.returned[found]! += cancellation.quantity;
    return false;
  });
}
