import type { Day } from '../units.js';
import { BASKET_PRODUCTS_MAX, type PairCount } from './pairs.js';

/** Days that count, both included; null: without an end. */
export interface BasketWindow {
  from: Day | null;
  to: Day | null;
}

/** Orders whose ids follow each other, from `first` on up to the first one of the next page; those with the same id stand on one. */
export interface BasketPage {
  first: string;
  /**
   * One order after the other. An order is a group of products for each day on which it has lines (nearly always one): number
   * of products x 2, plus 1 when another group of the same order follows; the day; the product ids.
   */
  packed: Int32Array;
  orders: number;
  /** The largest product id on it. */
  largestId: number;
}

/** What a product is bought with. */
export interface Partners {
  /** By partner id. */
  counts: PairCount[];
  /** Baskets with the product; all baskets; baskets left out for having too many products. */
  own: number;
  baskets: number;
  oversized: number;
}

/** Orders on a page; one that has grown to twice as many is split. */
export const PAGE_ORDERS = 8_192;

/** Packs orders, which come by ascending id (one after the other where channels have the same), on as many pages as they need. */
export interface PageWriter {
  /** @param lines its counted lines, in any order, repeats allowed: product id x DAYS + day */
  add(orderId: string, lines: number[]): void;
  /** At least one page; the first begins at `first`. */
  end(): BasketPage[];
}

/** More than any day that is taken: a product and a day in one whole number. */
export const DAYS = 65_536;

export function createPageWriter(first: string, pageOrders = PAGE_ORDERS): PageWriter {
  const pages: BasketPage[] = [];
  let page = { first, orders: 0, largestId: 0 };
  let packed = new Int32Array(1_024);
  let filled = 0;
  let last = '';
  const close = (): void => void pages.push({ ...page, packed: packed.slice(0, filled) });
  return {
    add(orderId, lines) {
      // A page ends between two ids, so that all orders of an id are found on it.
      if (page.orders >= pageOrders && orderId !== last) {
        close();
        page = { first: orderId, orders: 0, largestId: 0 };
        filled = 0;
      }
      last = orderId;
      page.orders++;
      if (filled + lines.length * 3 > packed.length) {
        const larger = new Int32Array(Math.max(packed.length * 2, filled + lines.length * 3));
        larger.set(packed);
        packed = larger;
      }
      lines.sort((one, other) => (one % DAYS) - (other % DAYS) || one - other);
      let head = -1;
      lines.forEach((line, i) => {
        if (line === lines[i - 1]) return;
        const [id, day] = [Math.floor(line / DAYS), line % DAYS];
        if (head < 0 || packed[head + 1] !== day) {
          if (head >= 0) packed[head]! += 1; // another group follows
          head = filled;
          packed[filled++] = 0;
          packed[filled++] = day;
        }
        packed[head]! += 2;
        packed[filled++] = id;
        page.largestId = Math.max(page.largestId, id);
      });
    },
    end() {
      close();
      return pages;
    },
  };
}

/**
 * Every basket of a shop in about five bytes a line, on pages that are written anew one by one when their orders change. What
 * a product is bought with is counted by reading it through: some ten milliseconds a million lines, for any days, exact.
 */
export class BasketBook {
  /** In the order of the ids; the first begins before every id. */
  private pages: BasketPage[] = createPageWriter('').end();
  private seen = new Int32Array(0);
  private lastIn = new Int32Array(0);
  private both = new Int32Array(0);

  get orders(): number {
    return this.pages.reduce((sum, { orders }) => sum + orders, 0);
  }

  /** The first ids of the pages that these orders stand on, ascending, each once. @param isBefore the order of the ids */
  pagesOf(orderIds: Iterable<string>, isBefore: (one: string, other: string) => boolean): string[] {
    const found = new Set<number>();
    for (const id of orderIds) {
      let [low, high] = [0, this.pages.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (isBefore(id, this.pages[middle]!.first)) high = middle - 1;
        else low = middle;
      }
      found.add(low);
    }
    return [...found].sort((one, other) => one - other).map((at) => this.pages[at]!.first);
  }

  /** Where the page that begins at `first` ends: the first id of the next one; null: nowhere. */
  endOf(first: string): string | null {
    return this.pages[this.pages.findIndex((page) => page.first === first) + 1]?.first ?? null;
  }

  /** Puts pages in the place of the one that begins where they do. */
  replace(pages: readonly BasketPage[]): void {
    const at = this.pages.findIndex(({ first }) => first === pages[0]!.first);
    this.pages.splice(at, 1, ...pages);
  }

  /** With how many baskets of the window every other product shares the product's. */
  partnersOf(productId: number, { from, to }: BasketWindow): Partners {
    const { seen, lastIn, both } = this.room(productId);
    const [low, high] = [from ?? -1, to ?? DAYS];
    let [turn, baskets, oversized] = [0, 0, 0];
    const basket = new Int32Array(BASKET_PRODUCTS_MAX + 1);
    for (const { packed } of this.pages) {
      for (let at = 0; at < packed.length;) {
        turn++;
        let size = 0;
        let isOpen = true;
        while (isOpen) {
          const head = packed[at]!;
          const end = at + 2 + (head >> 1);
          isOpen = (head & 1) === 1;
          if (packed[at + 1]! >= low && packed[at + 1]! <= high) {
            for (let line = at + 2; line < end; line++) {
              const id = packed[line]!;
              if (lastIn[id] === turn) continue;
              lastIn[id] = turn;
              if (size <= BASKET_PRODUCTS_MAX) basket[size++] = id; // one too many is enough to know
            }
          }
          at = end;
        }
        if (size === 0) continue;
        if (size > BASKET_PRODUCTS_MAX) {
          oversized++;
          continue;
        }
        baskets++;
        for (let line = 0; line < size; line++) seen[basket[line]!]!++;
        if (lastIn[productId] !== turn) continue;
        for (let line = 0; line < size; line++) both[basket[line]!]!++;
      }
    }
    const own = seen[productId]!;
    const counts: PairCount[] = [];
    both.forEach((count, partnerId) => {
      if (count === 0 || partnerId === productId) return;
      counts.push({ productId, partnerId, both: count, own, partners: seen[partnerId]!, baskets });
    });
    return { counts, own, baskets, oversized };
  }

  /** Columns by product id, all 0. */
  private room(productId: number): { seen: Int32Array; lastIn: Int32Array; both: Int32Array } {
    const largest = this.pages.reduce((most, { largestId }) => Math.max(most, largestId), productId);
    if (this.seen.length > largest) {
      for (const column of [this.seen, this.lastIn, this.both]) column.fill(0);
    } else {
      [this.seen, this.lastIn, this.both] = [0, 0, 0].map(() => new Int32Array(largest + 1)) as [
        Int32Array<ArrayBuffer>,
        Int32Array<ArrayBuffer>,
        Int32Array<ArrayBuffer>,
      ];
    }
    return { seen: this.seen, lastIn: this.lastIn, both: this.both };
  }
}
