import { movementsOf, type MovementRows, type ProductMovements } from '../../../src/core/ageing/movements.js';
import type { Day } from '../../../src/core/units.js';

export type Receipt = [day: Day, quantity: number, unitCost?: number | null];
export type Sale = [day: Day, units: number, unitsReturned?: number];
export type Count = [day: Day, onHand: number, location?: string];
export interface Story {
  firstStockedOn?: Day;
  receipts?: Receipt[];
  sales?: Sale[];
  counts?: Count[];
}

/** Rows as the database holds them, from tuples short enough to read in a test. */
export function rowsOf({ receipts = [], sales = [], counts = [] }: Story): MovementRows {
  return {
    receipts: receipts.map(([day, quantity, unitCost = null]) => ({ day, quantity, unitCost })),
    sales: {
      day: sales.map(([day]) => day),
      units: sales.map(([, units]) => units),
      unitsReturned: sales.map(([, , unitsReturned = 0]) => unitsReturned),
    },
    counts: counts.map(([day, onHand, location = '']) => ({ day, onHand, location })),
  };
}

export function storyOf(story: Story): ProductMovements {
  return movementsOf(rowsOf(story), story.firstStockedOn ?? null);
}
