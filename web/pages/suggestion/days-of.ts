import type { ProductHistory } from '../../../src/contract/product-history';
import type { SuggestionForecast } from '../../../src/contract/suggestion-forecast';

const DAY_MS = 86_400_000;
/** So much of the past stands beside the days to come. */
const PAST_DAYS = 90;

/** What the chart draws, one element a day; null where there is nothing to draw. */
export interface ChartDays {
  /** `YYYY-MM-DD` */
  day: string[];
  onHand: (number | null)[];
  price: (number | null)[];
  basePrice: (number | null)[];
  units: (number | null)[];
  /** What is asked once it is approved, from the last known day on. */
  priceAhead: (number | null)[];
  /** From the last known day on, at which both stand on the stock. */
  ifApproved: Band | null;
  ifNothing: Band | null;
  /** Place of the day, and what was decided on it. */
  decisions: { at: number; price: number | null; action: string; kind: string }[];
}

export interface Band {
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

const text = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const dayOf = (day: string): number => Date.parse(day) / DAY_MS;

/**
 * The last days of a channel's history with the days to come behind them, on one axis.
 * @param proposed the price that everyone would pay; null: it stays, or nothing is forecast
 */
export function daysOf(
  history: ProductHistory,
  channel: string,
  forecast: SuggestionForecast | null,
  proposed: number | null,
): ChartDays {
  const last = dayOf(history.to);
  const first = Math.max(dayOf(history.from), last - PAST_DAYS + 1);
  const skip = first - dayOf(history.from);
  const asOf = forecast?.asOf == null ? null : dayOf(forecast.asOf);
  const ahead = asOf === null ? 0 : Math.max(0, asOf + (forecast?.ifNothing?.mean.length ?? 0) - last);
  const own = history.channels.find((each) => each.channel === channel);
  const empty = Array.from({ length: ahead }, () => null);
  const past = (values: readonly (number | null)[] | undefined): (number | null)[] => [
    ...(values?.slice(skip) ?? Array.from({ length: last - first + 1 }, () => null)),
    ...empty,
  ];
  const band = (given: SuggestionForecast['ifNothing']): Band | null => {
    if (given === null || asOf === null || asOf < first) return null;
    const at = asOf - first;
    const line = (values: number[]): (number | null)[] => [
      ...Array.from({ length: at }, () => null),
      forecast?.onHand ?? null,
      ...values,
    ];
    return { mean: line(given.mean), low: line(given.low), high: line(given.high) };
  };
  return {
    day: Array.from({ length: last - first + 1 + ahead }, (_, i) => text(first + i)),
    onHand: past(history.onHand),
    price: past(own?.price),
    basePrice: past(own?.basePrice),
    units: past(own?.units),
    priceAhead: Array.from({ length: last - first + 1 + ahead }, (_, i) =>
      asOf !== null && first + i >= asOf ? proposed : null,
    ),
    ifApproved: band(forecast?.ifApproved ?? null),
    ifNothing: band(forecast?.ifNothing ?? null),
    decisions: history.decisions
      .filter((each) => each.channel === channel)
      .map(({ at, price, action, kind }) => {
        const day = Math.min(dayOf(at.slice(0, 10)), last + ahead); // one of today stands on the last day there is
        // The price of a pair has no place on the axis of one product's prices.
        return { at: day - first, price: kind === 'bundle' ? null : price, action, kind };
      })
      .filter(({ at }) => at >= 0),
  };
}
