import { assert, type Day } from '../units.js';
import { BASKET_PRODUCTS_MAX } from './pairs.js';

/**
 * Baskets in few bytes: what counting needs of the order lines and nothing else, about 3 bytes a line.
 *
 * A pack is one order after the other; an order is a group of products for each day on which it has lines (nearly always one).
 * A group: number of products x 2, plus 1 when another group of the same order follows; days since the group before it in
 * the pack (zigzag); the product ids in ascending order, each as the difference to the one before. All are unsigned
 * LEB128 numbers. Each line keeps its own day, so that any window of days can be counted exactly later.
 *
 * Of the products of one day one more than a basket may have is kept: enough to know that it is too large.
 */
export interface BasketPacker {
  add(productId: number, day: Day): void;
  /** Ends the order; without lines nothing is written. */
  endOrder(): void;
  /** The pack so far, to be copied before more is added. */
  bytes(): Uint8Array;
  /** First and last day in the pack; first > last when it is empty. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly orders: number;
  clear(): void;
}

const NO_DAY_YET = Number.MAX_SAFE_INTEGER;

export function createBasketPacker(): BasketPacker {
  let buffer = new Uint8Array(4_096);
  let size = 0;
  let previousDay = 0;
  let firstDay: Day = NO_DAY_YET;
  let lastDay: Day = -1;
  let orders = 0;
  let groups = new Map<Day, Set<number>>();

  const put = (value: number): void => {
    assert(value >= 0 && value <= 0xffff_ffff, 'numbers of baskets have 32 bits');
    let rest = value >>> 0;
    for (; rest > 127; rest >>>= 7) buffer[size++] = (rest & 127) | 128;
    buffer[size++] = rest;
  };
  const putGroup = (day: Day, products: Set<number>, isMore: boolean): void => {
    const ids = [...products].sort((one, other) => one - other).slice(0, BASKET_PRODUCTS_MAX + 1);
    const room = 5 * (ids.length + 2);
    if (size + room > buffer.length) {
      const old = buffer;
      buffer = new Uint8Array(Math.max(old.length * 2, size + room));
      buffer.set(old);
    }
    put(ids.length * 2 + (isMore ? 1 : 0));
    const step = day - previousDay;
    put(step < 0 ? -2 * step - 1 : 2 * step);
    let before = 0;
    for (const id of ids) {
      put(id - before);
      before = id;
    }
    previousDay = day;
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
  };

  return {
    get firstDay() {
      return firstDay;
    },
    get lastDay() {
      return lastDay;
    },
    get orders() {
      return orders;
    },
    add(productId, day) {
      const group = groups.get(day);
      if (group === undefined) groups.set(day, new Set([productId]));
      else group.add(productId);
    },
    endOrder() {
      if (groups.size === 0) return;
      let left = groups.size;
      for (const [day, products] of groups) putGroup(day, products, --left > 0);
      groups = new Map();
      orders++;
    },
    bytes: () => buffer.subarray(0, size),
    clear() {
      [size, previousDay, orders] = [0, 0, 0];
      [firstDay, lastDay] = [NO_DAY_YET, -1];
    },
  };
}

/**
 * Shows the basket of every order of a pack: the products of its lines from `from` to `to`, both included. Orders without
 * such lines are passed over; a product may come twice. The array is used again: it must not be kept.
 */
export function unpackBaskets(pack: Uint8Array, from: Day, to: Day, visit: (productIds: number[]) => void): void {
  let at = 0;
  const take = (): number => {
    let byte = pack[at++]!;
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = pack[at++]!;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  };
  const basket: number[] = [];
  let day = 0;
  while (at < pack.length) {
    const header = take();
    const step = take();
    day += step & 1 ? -(step + 1) / 2 : step / 2;
    const isSeen = day >= from && day <= to;
    let id = 0;
    for (let left = header >>> 1; left > 0; left--) {
      id += take();
      if (isSeen) basket.push(id);
    }
    if (header & 1) continue;
    if (basket.length > 0) visit(basket);
    basket.length = 0;
  }
}
