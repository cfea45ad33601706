import { describe, expect, it } from 'vitest';
import { ATTEMPTS_MAX, nextAttemptAt } from '../../../src/core/webhook/schedule.js';

const HOUR = 3600;

describe('the schedule of attempts', () => {
  it('waits as Standard Webhooks proposes, ten attempts in all', () => {
    const waits = Array.from({ length: 11 }, (_, attempt) => nextAttemptAt(attempt, 0, 0));
    const seconds = waits.map((at) => (at === null ? null : at / 1000));
    expect(seconds).toEqual([
      ...[0, 5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
      null,
    ]);
    expect(ATTEMPTS_MAX).toBe(10);
  });

  it('adds up to a tenth by chance, never takes anything off', () => {
    expect(nextAttemptAt(2, 1_000, 1)).toBe(331_000);
    expect(nextAttemptAt(2, 1_000, 0.5)).toBe(316_000);
  });
});
