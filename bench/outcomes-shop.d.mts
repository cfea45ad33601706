export interface ShopKind {
  listings: number;
  weekly: number;
  lumps: number;
  trend: number;
  outOfStock: number;
  median: number;
  spread: number;
}
export interface SimulatedListing {
  id: number;
  category: string;
  /** Expected units per day without a cut; -1 = out of stock. */
  mean: number[];
  units: number[];
  start: number | null;
}
export const DAYS: number;
export const SHOPS: Record<'plain' | 'uneven' | 'slow' | 'busy' | 'small', ShopKind>;
export function randomOf(seed: number): () => number;
export function gamma(random: () => number, shape: number): number;
export function poisson(random: () => number, mean: number): number;
export function shopOf(
  seed: number,
  shop: ShopKind,
  uplift: number,
  options?: { select?: 'slow' | 'lot'; starts?: number[]; share?: number },
): SimulatedListing[];
export interface Tally {
  measured: number;
  covered: number;
  tooHigh: number;
  tooLow: number;
  called: number;
  counted: number;
  unitsCovered: number;
  silent: Record<string, number>;
}
export function tallyOf(
  engine: {
    createCrowd: typeof import('../src/core/outcome/crowd.js').createCrowd;
    measurer: typeof import('../src/core/outcome/measure.js').measurer;
  },
  seeds: number[],
  shop: ShopKind,
  uplift: number,
  options?: { select?: 'slow' | 'lot'; days?: number },
): Tally;
