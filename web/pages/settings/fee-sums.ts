// The engine's own arithmetic: what a screen says one keeps is what the engine reckons with.
import { feesOn, netRevenue, saleTerms } from '../../../src/core/pricing/fees';
import type { FeeView } from '../../../src/contract/shop';
import type { Fee } from '../../../src/core/intake/records';
import { bpOf } from '../../../src/core/units';
import { dayOf } from './days';

const CHANNEL = 'this';

function asFees(rows: readonly FeeView[]): Fee[] {
  return rows.map((row, id) => ({
    ...row,
    id,
    channelCode: CHANNEL,
    validFrom: dayOf(row.validFrom),
    validTo: row.validTo === null ? null : dayOf(row.validTo),
  }));
}

export type FeeState = 'inForce' | 'comes' | 'over';

/** Whether a row holds on a day, will, or no longer does; a row that a later one has replaced is over. */
export function stateOf(rows: readonly FeeView[], index: number, today: string): FeeState {
  const row = rows[index]!;
  if (row.validFrom > today) return 'comes';
  const { rows: inForce } = feesOn(asFees(rows), CHANNEL, row.category, dayOf(today));
  return inForce.some(({ id }) => id === index) ? 'inForce' : 'over';
}

export interface Kept {
  net: number;
  /** What each fee takes, largest first. */
  parts: { component: string; amount: number }[];
  vat: number;
}

export interface SaleSettings {
  vatBp: number;
  unitsPerOrderMilli: number;
}

/** What is left of a price on a day, and what took the rest. */
export function keptOf(
  rows: readonly FeeView[],
  category: string | null,
  day: string,
  price: number,
  { vatBp, unitsPerOrderMilli }: SaleSettings,
): Kept {
  const set = feesOn(asFees(rows), CHANNEL, category, dayOf(day));
  const part = ({ rateBp, capPerItem, perItem, perOrder }: Fee): number =>
    Math.min(bpOf(price, rateBp), capPerItem ?? Infinity) + perItem + Math.ceil((perOrder * 1000) / unitsPerOrderMilli);
  return {
    net: netRevenue(price, saleTerms(set, vatBp, unitsPerOrderMilli)),
    parts: set.rows
      .map((row) => ({ component: row.component, amount: part(row) }))
      .filter(({ amount }) => amount > 0)
      .sort((a, b) => b.amount - a.amount),
    vat: Math.round((price * vatBp) / (10_000 + vatBp)),
  };
}

/** Days to come on which the fees become others, soonest first. */
export function changeDays(rows: readonly FeeView[], today: string): string[] {
  const days = rows.flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo === null ? [] : [validTo])]);
  return [...new Set(days)].filter((day) => day > today).sort();
}
