import type { ProductHistory } from '../../../src/contract/product-history';

const DAY_MS = 86_400_000;
const WEEK = 7;

/** A history by week; the last week ends with the last day. */
export interface Weeks {
  /** First day of each week, `YYYY-MM-DD`. */
  from: string[];
  /** Stock at the close of each week's last day. */
  onHand: (number | null)[];
  channels: { channel: string; units: number[]; price: (number | null)[] }[];
}

/** Whole weeks from the first with stock or sales on: a part of one would look like a week in which little sold. */
export function weeksOf(history: ProductHistory): Weeks {
  const days = history.onHand.length;
  const begun = history.onHand.findIndex(
    (onHand, day) => (onHand ?? 0) !== 0 || history.channels.some(({ units }) => units[day]! > 0),
  );
  const weeks = begun < 0 ? 0 : Math.min(Math.floor(days / WEEK), Math.ceil((days - begun) / WEEK));
  const first = days - weeks * WEEK;
  const start = Date.parse(history.from);
  const each = <T>(make: (begin: number) => T): T[] =>
    Array.from({ length: weeks }, (_, week) => make(first + week * WEEK));
  return {
    from: each((begin) => new Date(start + begin * DAY_MS).toISOString().slice(0, 10)),
    onHand: each((begin) => history.onHand[begin + WEEK - 1] ?? null),
    channels: history.channels.map(({ channel, units, price }) => ({
      channel,
      units: each((begin) => units.slice(begin, begin + WEEK).reduce((sum, sold) => sum + sold, 0)),
      price: each((begin) => price[begin + WEEK - 1] ?? null),
    })),
  };
}
