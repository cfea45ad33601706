import { warning, type Finding } from './finding.js';
import type { FactTable } from './rule.js';

const DEAREST_TOLD = 5;

interface StaleProduct {
  sku: string;
  category: string | null;
  staleUnits: number;
  /** At cost; 0 where no cost is known. */
  staleValue: number;
}

/** Stale products that no rule reaches on any channel: counted and summed per category, and the five dearest by name. */
export function createGapWatch(): {
  see(table: FactTable, row: number, isReached: boolean): void;
  findings(): Finding[];
} {
  let sku: string | null = null;
  /** The product whose rows go by, while it is stale and not reached. */
  let current: StaleProduct | null = null;
  const categories = new Map<string | null, { products: number; staleValue: number }>();
  let dearest: StaleProduct[] = [];

  const close = (): void => {
    if (current === null) return;
    const sum = categories.get(current.category) ?? { products: 0, staleValue: 0 };
    sum.products++;
    sum.staleValue += current.staleValue;
    categories.set(current.category, sum);
    dearest.push(current);
    dearest = dearest.sort((a, b) => b.staleValue - a.staleValue).slice(0, DEAREST_TOLD);
    current = null;
  };

  return {
    see(table, row, isReached) {
      const next = table.texts['product.sku']![row] ?? null;
      if (next !== sku) {
        close();
        sku = next;
        const staleUnits = table.numbers['stock.staleUnits']![row]!;
        if (staleUnits > 0 && table.numbers['stock.onHand']![row]! > 0 && sku !== null) {
          const category = table.texts['product.category']![row] ?? null;
          const value = table.numbers['stock.staleValue']![row]!;
          current = { sku, category, staleUnits, staleValue: Number.isNaN(value) ? 0 : value };
        }
      }
      if (isReached) current = null;
    },
    findings() {
      close();
      const groups = [...categories].map(([category, sum]) => ({ category, ...sum }));
      if (groups.length === 0) return [];
      groups.sort((a, b) => b.staleValue - a.staleValue || b.products - a.products);
      const products = groups.reduce((sum, group) => sum + group.products, 0);
      const staleValue = groups.reduce((sum, group) => sum + group.staleValue, 0);
      const some = groups.slice(0, 3).map(({ category, products: n }) => `${category ?? 'without a category'} ${n}`);
      const message =
        `${products} stale ${products === 1 ? 'product is' : 'products are'} reached by no rule on any channel, ` +
        `worth ${staleValue} at cost (${some.join(', ')}${groups.length > 3 ? ', ...' : ''}); ` +
        `the dearest: ${dearest.map((each) => each.sku).join(', ')}.`;
      return [
        warning('', 'gap', message, {
          basis: 'empirical',
          mend: 'Write a rule for them, or widen one that nearly reaches them.',
          values: { products, staleValue, categories: groups, dearest },
        }),
      ];
    },
  };
}
