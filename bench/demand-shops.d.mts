import type { ProductHistory } from '../src/core/history.js';
import type { Channel } from '../src/core/intake/records.js';
import type { FactSettings } from '../src/core/pipeline.js';
import type { CalendarPolicy } from '../src/core/demand/calendar.js';
import type { Policy } from '../src/core/pricing/policy.js';
import type { Sheet } from '../src/core/sheet.js';
import type { Random } from '../src/core/simulation/random.js';

export interface Regime {
  stockOuts?: boolean;
  priceChanges?: number;
  weekday?: number[];
  payday?: number;
  wholesale?: boolean;
  unitsPerOrder?: number;
  weekCv?: number;
  persistence?: number;
  season?: number;
  popularity?: number;
  onRecord?: boolean;
  featured?: (day: number, id: number) => { price: number; lift: number } | null;
}
export interface Truth {
  id: number;
  channelId: number;
  category: string;
  elasticity: number;
  rate: number;
  /** Of each day of the window. */
  prices: number[];
  ahead: number[];
  meanAhead: number;
}
export interface Shop {
  asOf: number;
  histories: ProductHistory[];
  truths: Truth[];
}
export interface Belief {
  rate: number;
  a: number;
  b: number;
  dispersion: number;
  elasticity: number;
  elasticitySd: number;
  weightOfOwn: number;
  priceChanges: number;
}
export const DAYS: number;
export const AHEAD: number;
export const AS_OF: number;
export const REGIMES: Record<string, Regime>;
export const ELASTICITY_SHOPS: Record<string, { regime: Regime; campaigns?: CalendarPolicy['campaigns'] }>;
export function shopOf(
  random: new (seed: number, stream: number) => Random,
  regime: Regime,
  products: number,
  seed: number,
  asOf?: number,
): Shop;
export function emptyHistory(id: number, category: string | null, price: number | null): ProductHistory;
export function channelsOf(codes: string[]): Channel[];
export function settingsOf(policy: Policy, asOf: number, channels?: Channel[]): FactSettings;
export function beliefsIn(sheets: Sheet[]): Map<string, Belief>;
export function unitsIn(history: Pick<ProductHistory, 'sales'>, channelId: number, from: number, to: number): number;
export class Score {
  add(forecast: { mean: number; low: number; high: number; shape: number }, average: number, units: number): void;
  result(): {
    listings: number;
    held: number;
    inside: number;
    error: number;
    ofAverage: number;
    ratio: number;
    ratioOfSquares: number;
  };
}
export class ElasticityScore {
  constructor(prior: number);
  add(belief: Pick<Belief, 'elasticity' | 'elasticitySd' | 'weightOfOwn'>, truth: number): void;
  result(): {
    listings: number;
    error: number;
    ofPrior: number;
    ratio: number;
    bias: number;
    held: number;
    weightOfOwn: number;
  };
}
