import type { Instant } from '../units.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait before each attempt, as Standard Webhooks proposes: about three days in all. */
const WAITS = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
export const ATTEMPTS_MAX = WAITS.length;

/** Up to so much is added to a wait, so that what failed together does not come back together. */
const JITTER = 0.1;

/**
 * When the next attempt is due after `attempt` have failed; null when there is none.
 * @param random from 0 to 1
 */
export function nextAttemptAt(attempt: number, now: Instant, random: number): Instant | null {
  const wait = WAITS[attempt];
  return wait === undefined ? null : now + Math.round(wait * (1 + JITTER * random));
}
