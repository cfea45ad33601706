import type { ProductDetail } from '../../../src/contract/products';

type Demand = NonNullable<ProductDetail['channels'][number]['demand']>;

/** The cut that an elasticity is told by. */
export const CUT_BP = 1_000;
const FULL_BP = 10_000;
const DAYS = 30;
/** 80 % of a normal lies within so many standard deviations. */
const SD_80 = 1.2816;

/** Units of a month with stock, with an 80 % interval of the rate. */
export function monthOf({ unitsPerDay, low, high }: Demand['velocity']): { units: number; low: number; high: number } {
  return { units: unitsPerDay * DAYS, low: low * DAYS, high: high * DAYS };
}

/** How many more units a cut of CUT_BP sells, in basis points, with an 80 % interval; never told as fewer. */
export function answerTo({ value, sd }: Pick<Demand['elasticity'], 'value' | 'sd'>): {
  moreBp: number;
  lowBp: number;
  highBp: number;
} {
  const more = (elasticity: number): number => {
    const share = (1 - CUT_BP / FULL_BP) ** Math.min(0, elasticity) - 1;
    return Math.round(share * 100) * 100;
  };
  return { moreBp: more(value), lowBp: more(value + SD_80 * sd), highBp: more(value - SD_80 * sd) };
}
