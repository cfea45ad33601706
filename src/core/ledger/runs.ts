import type { Instant, Money } from '../units.js';

/** `unknown`: the job does not know whether the channel took it, as after a time-out. */
export type AckStatus = 'applied' | 'rejected' | 'skipped' | 'reverted' | 'unknown';

/** What a sync job said of an order. */
export interface Word {
  status: AckStatus;
  revision: number;
  appliedPrice: Money | null;
  at: Instant;
}

/** An approved cut (`discount`), or a return to the base price (`base`), and all that was said of it. */
export interface Order {
  id: number;
  kind: 'discount' | 'base';
  price: Money;
  startsAt: Instant;
  /** Exclusive; null: open. One that was taken back ends when it was; one that never began ends where it starts. */
  endsAt: Instant | null;
  /** A person took it back before its end. */
  isTakenBack?: boolean;
  words: Word[];
}

/** A cut that was taken back within this time, and that nobody says was put up, is a slip that no buyer saw. */
const SLIP_MS = 10 * 60_000;

/** A time in which a cut was in force. */
export interface Run {
  entryId: number;
  startsAt: Instant;
  from: Instant;
  /** Exclusive; Infinity: it goes on. */
  to: Instant;
  price: Money;
}

/**
 * The times in which buyers saw a cut. By the clock it runs from its start to its end. Said to be refused or skipped it did
 * not, until it is said to be applied; said to be reverted it stopped then. A price that a job applied in place of ours
 * (rounded, say) is the one that was paid.
 */
export function runsOf(order: Order): Run[] {
  const { id, kind, price, startsAt, endsAt, words } = order;
  if (kind !== 'discount' || isSlip(order)) return [];
  const end = endsAt ?? Infinity;
  const runs: Run[] = [];
  let from: Instant | null = startsAt;
  let paid = price;
  let isApplied = false;
  const stop = (to: Instant): void => {
    if (from !== null && from < to) runs.push({ entryId: id, startsAt, from, to, price: paid });
    from = null;
  };
  for (const { status, appliedPrice, at } of inOrder(words)) {
    const moment = Math.min(Math.max(at, startsAt), end);
    if (status === 'applied') {
      const applied = appliedPrice ?? price;
      if (isApplied && applied !== paid) stop(moment);
      from ??= moment;
      paid = applied;
      isApplied = true;
    } else if (status === 'reverted') stop(moment);
    // Refused after it was put there, the newer revision is meant: what was there stays.
    else if (status !== 'unknown' && !isApplied) from = null;
  }
  stop(end);
  return runs;
}

function isSlip({ isTakenBack = false, startsAt, endsAt, words }: Order): boolean {
  const mayBeUp = words.some(({ status }) => status === 'applied' || status === 'unknown');
  return isTakenBack && !mayBeUp && endsAt !== null && endsAt - startsAt < SLIP_MS;
}

/** Moments at which a job made the channel show what we believe: what was seen there before counts no more. */
export function wordsOf({ kind, startsAt, endsAt, words }: Order): Instant[] {
  const done = words
    .filter(({ status, at }) => status === 'reverted' || (status === 'applied' && at < (endsAt ?? Infinity)))
    .map(({ at }) => Math.max(at, startsAt));
  return kind === 'base' && endsAt !== startsAt ? [startsAt, ...done] : done;
}

const RANK: Record<Word['status'], number> = { unknown: 0, skipped: 1, rejected: 2, applied: 3, reverted: 4 };

/** By the moment that they tell of: in which order they came must not matter. */
function inOrder(words: Word[]): Word[] {
  return [...words].sort(
    (a, b) =>
      a.at - b.at ||
      a.revision - b.revision ||
      RANK[a.status] - RANK[b.status] ||
      (a.appliedPrice ?? 0) - (b.appliedPrice ?? 0),
  );
}
