import type { Day, Money } from '../units.js';

export interface LayerView {
  receivedOn: Day;
  quantity: number;
  unitCost: Money | null;
  /** The receipt day is a lower bound of the age: nobody knows when it really came. */
  isAtLeast: boolean;
}
export interface BucketView {
  /** Days of age, both edges inside; `to` null = open. */
  from: number;
  to: number | null;
  units: number;
  value: Money;
}
/** What a run keeps of a product's ageing besides the columns that lists sort by. */
export interface AgeingDetail {
  layers: LayerView[];
  buckets: BucketView[];
  daysInStock30: number;
  daysInStock90: number;
  /** Last count less the books before it; null without a count. */
  countDifference: number | null;
  /** e.g. `unknown-cost`, `negative-stock`, `partial-counts`, `age-at-least`, `short-history`. */
  marks: string[];
}
