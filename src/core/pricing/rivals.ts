import type { ProductHistory } from '../history.js';
import type { Day, Money } from '../units.js';

/** A price seen so many days ago or more says nothing of today. */
export const RIVAL_DAYS = 30;

/** The lowest of the competitors' prices on a channel, each as it was last seen in the 30 days up to `asOf`; null: none. */
export function lowestRival(competitors: ProductHistory['competitors'], channelId: number, asOf: Day): Money | null {
  const newest = new Map<string, Money>();
  for (const seen of competitors) {
    if (seen.channelId !== channelId || seen.day > asOf || seen.day <= asOf - RIVAL_DAYS) continue;
    newest.set(seen.competitor, seen.price); // in day order: a later one takes the place of an earlier one
  }
  return newest.size === 0 ? null : Math.min(...newest.values());
}
