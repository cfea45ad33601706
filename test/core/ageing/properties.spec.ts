import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/core/ageing/ledger.js';
import { movementsOf } from '../../../src/core/ageing/movements.js';
import { rowsOf, storyOf, type Count, type Receipt, type Sale, type Story } from './shop.js';

const LAST_DAY = 25;
const day = fc.integer({ min: 1, max: LAST_DAY });
const few = (max: number) => fc.integer({ min: 0, max });
const story: fc.Arbitrary<Story> = fc.record({
  firstStockedOn: fc.option(day, { nil: undefined }),
  receipts: fc.array(fc.tuple(day, few(9), fc.constantFrom<number | null>(null, 100, 200)), { maxLength: 8 }),
  sales: fc.array(fc.tuple(day, few(6), fc.constantFrom(0, 0, 0, 1, 3)), { maxLength: 14 }),
  counts: fc.uniqueArray(fc.tuple(day, few(12)), { maxLength: 4, selector: ([on]) => on }),
});

interface Unit {
  /** Layers in order; the oldest is 0. */
  layer: number;
  receivedOn: number;
  isAtLeast: boolean;
}

/** The same rules told once more, slowly and unit by unit. */
function unitByUnit({ firstStockedOn, receipts = [], sales = [], counts = [] }: Story, asOf: number): Unit[] | number {
  let stock: Unit[] = [];
  const sold: (Unit | 'owed')[] = [];
  let layers = 0;
  let firstLayerDay: number | null = null;
  let hasOrigin = false;
  const oldestFirst = () => stock.sort((one, other) => one.layer - other.layer);
  const open = (receivedOn: number, quantity: number, isAtLeast: boolean) => {
    if (quantity === 0) return;
    const unit = { layer: ++layers, receivedOn, isAtLeast };
    firstLayerDay ??= receivedOn;
    for (let i = 0; i < quantity; i++) {
      const owed = sold.indexOf('owed');
      if (owed >= 0) sold[owed] = { ...unit };
      else stock.push({ ...unit });
    }
  };
  const sell = (units: number) => {
    for (let i = 0; i < units; i++) sold.push(oldestFirst().shift() ?? 'owed');
  };
  for (let today = 1; today <= asOf; today++) {
    const arrivals = receipts.filter(([on, quantity]) => on === today && quantity > 0);
    arrivals.sort((one, other) => (one[2] ?? Infinity) - (other[2] ?? Infinity) || 0);
    for (const [, quantity] of arrivals) {
      open(today, quantity, false);
      hasOrigin = true;
    }
    const returned = sales.reduce((sum, [on, , back = 0]) => sum + (on === today ? back : 0), 0);
    const units = sales.reduce((sum, [on, count]) => sum + (on === today ? count : 0), 0);
    let unmatched = 0;
    for (let i = 0; i < returned; i++) {
      const unit = sold.pop();
      if (unit === undefined) unmatched++;
      else if (unit !== 'owed') stock.push(unit);
    }
    const setOff = Math.min(unmatched, units);
    sell(units - setOff);
    for (let i = setOff; i < unmatched; i++) {
      firstLayerDay ??= Math.min(firstStockedOn ?? today, today);
      stock.push({ layer: 0, receivedOn: firstLayerDay, isAtLeast: true });
    }
    const count = counts.find(([on]) => on === today)?.[1];
    if (count === undefined) continue;
    const books = stock.length - sold.filter((unit) => unit === 'owed').length;
    if (count > books) open(hasOrigin ? today : Math.min(firstStockedOn ?? today, today), count - books, !hasOrigin);
    else stock = oldestFirst().slice(books - count);
    hasOrigin = true;
  }
  const owed = sold.filter((unit) => unit === 'owed').length;
  return owed > 0 ? -owed : oldestFirst();
}

function daysOf(units: Unit[]): [number, boolean][] {
  return units.map((unit): [number, boolean] => [unit.receivedOn, unit.isAtLeast]);
}

describe('the books, on random histories', () => {
  it('agree with a slow ledger that follows every single unit', () => {
    fc.assert(
      fc.property(story, (history) => {
        const expected = unitByUnit(history, LAST_DAY);
        const result = replay(storyOf(history), LAST_DAY);
        if (typeof expected === 'number') {
          expect(result.onHand).toBe(expected);
          expect(result.layers).toEqual([]);
          return;
        }
        const units = result.layers.flatMap((layer) =>
          Array.from({ length: layer.quantity }, (): [number, boolean] => [layer.receivedOn, layer.isAtLeast]),
        );
        expect(result.onHand).toBe(expected.length);
        expect(units).toEqual(daysOf(expected));
      }),
      { numRuns: 3000 },
    );
  });

  it('lose and invent no unit, and the layers add up to what is on hand', () => {
    fc.assert(
      fc.property(story, (history) => {
        const { onHand, layers, totals } = replay(storyOf(history), LAST_DAY);
        expect(totals.received + totals.returned + totals.found - totals.sold - totals.shrunk).toBe(onHand);
        expect(layers.reduce((sum, layer) => sum + layer.quantity, 0)).toBe(Math.max(0, onHand));
        expect(totals.received).toBe(history.receipts!.reduce((sum, [, quantity]) => sum + quantity, 0));
        expect(totals.sold).toBe(history.sales!.reduce((sum, [, units]) => sum + units, 0));
      }),
    );
  });

  it('hold on a counted day what was counted', () => {
    fc.assert(
      fc.property(story, (history) => {
        for (const [on, onHand] of history.counts!) expect(replay(storyOf(history), on).onHand).toBe(onHand);
      }),
    );
  });

  it('know no negative age, keep layers oldest first and only with units in them', () => {
    fc.assert(
      fc.property(story, day, (history, asOf) => {
        let before = 0;
        for (const layer of replay(storyOf(history), asOf).layers) {
          expect(layer.receivedOn).toBeLessThanOrEqual(asOf);
          expect(layer.receivedOn).toBeGreaterThanOrEqual(before);
          expect(layer.quantity).toBeGreaterThan(0);
          before = layer.receivedOn;
        }
      }),
    );
  });

  it('a restock changes neither age nor size of what is there, unless something is owed', () => {
    fc.assert(
      fc.property(story, few(9), (history, quantity) => {
        const before = replay(storyOf(history), LAST_DAY);
        fc.pre(before.onHand >= 0 && quantity > 0);
        const restocked = { ...history, receipts: [...history.receipts!, [LAST_DAY + 1, quantity, 777] as Receipt] };
        const after = replay(storyOf(restocked), LAST_DAY + 1);
        expect(after.layers.slice(0, -1)).toEqual(before.layers);
        expect(after.layers.at(-1)).toEqual({ receivedOn: LAST_DAY + 1, quantity, unitCost: 777, isAtLeast: false });
      }),
    );
  });

  it('a sale that is returned in full leaves the layers as if it had never been', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 20 }), (history, units) => {
        const back: Sale[] = [[LAST_DAY + 1, units], [LAST_DAY + 2, 0, units]]; // prettier-ignore
        const returned = { ...history, sales: [...history.sales!, ...back] };
        const after = replay(storyOf(returned), LAST_DAY + 2);
        const without = replay(storyOf(history), LAST_DAY + 2);
        expect(after.layers).toEqual(without.layers);
        expect(after.onHand).toBe(without.onHand);
      }),
    );
  });

  it('a return never brings a unit that is newer than the newest receipt', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 20 }), (history, units) => {
        fc.pre(history.receipts!.some(([, quantity]) => quantity > 0));
        const days = [...history.receipts!, ...history.counts!].map(([on]) => on);
        const returned = { ...history, sales: [...history.sales!, [LAST_DAY + 5, 0, units] as Sale] };
        const { layers } = replay(storyOf(returned), LAST_DAY + 5);
        for (const layer of layers) expect(layer.receivedOn).toBeLessThanOrEqual(Math.max(...days));
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same in whatever order rows arrive, and when rows are corrected afterwards', () => {
    const shuffled = story.chain((history) =>
      fc.record({
        history: fc.constant(history),
        receipts: fc.shuffledSubarray(history.receipts!, { minLength: history.receipts!.length }),
        sales: fc.shuffledSubarray(history.sales!, { minLength: history.sales!.length }),
        counts: fc.shuffledSubarray(history.counts!, { minLength: history.counts!.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ history, ...rows }) => {
        expect(replay(storyOf({ ...history, ...rows }), LAST_DAY)).toEqual(replay(storyOf(history), LAST_DAY));
      }),
    );

    // Arrivals overwrite by key; the last word on each key, first time right, must give the same books.
    const arrival = fc.oneof(
      fc.record({ kind: fc.constant('receipt' as const), day, value: few(9) }),
      fc.record({ kind: fc.constant('sale' as const), day, value: few(6) }),
      fc.record({ kind: fc.constant('count' as const), day, value: few(12) }),
    );
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 40 }), (arrivals) => {
        const byKey = new Map(arrivals.map((each) => [`${each.kind}:${each.day}`, each]));
        const table = (values: typeof arrivals): Story => ({
          receipts: values.filter((v) => v.kind === 'receipt').map((v): Receipt => [v.day, v.value]),
          sales: values.filter((v) => v.kind === 'sale').map((v): Sale => [v.day, v.value]),
          counts: values.filter((v) => v.kind === 'count').map((v): Count => [v.day, v.value]),
        });
        const corrected = [...byKey.values()]; // in order of first arrival
        const firstTimeRight = [...corrected].sort((one, other) => one.day - other.day);
        expect(replay(storyOf(table(corrected)), LAST_DAY)).toEqual(replay(storyOf(table(firstTimeRight)), LAST_DAY));
      }),
    );
  });

  it('of an early day do not change with what came later', () => {
    fc.assert(
      fc.property(story, day, (history, asOf) => {
        const known: Story = {
          firstStockedOn: history.firstStockedOn,
          receipts: history.receipts!.filter(([on]) => on <= asOf),
          sales: history.sales!.filter(([on]) => on <= asOf),
          counts: history.counts!.filter(([on]) => on <= asOf),
        };
        expect(replay(storyOf(history), asOf)).toEqual(replay(storyOf(known), asOf));
      }),
    );
  });

  it('are read without touching the rows', () => {
    fc.assert(
      fc.property(story, (history) => {
        const rows = rowsOf(history);
        const copy = structuredClone(rows);
        replay(movementsOf(rows, null), LAST_DAY);
        expect(rows).toEqual(copy);
      }),
    );
  });

  it('count every day with a sale or with stock at the close as in stock', () => {
    fc.assert(
      fc.property(story, (history) => {
        const { inStock } = replay(storyOf(history), LAST_DAY, LAST_DAY);
        const soldOn = new Set(history.sales!.filter(([, units]) => units > 0).map(([on]) => on));
        for (let on = 1; on <= LAST_DAY; on++) {
          if (soldOn.has(on) || replay(storyOf(history), on).onHand > 0) expect(inStock[on - 1]).toBe(1);
        }
      }),
    );
  });
});
