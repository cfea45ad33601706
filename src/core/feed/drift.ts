import type { Instant, Money } from '../units.js';
import type { Ack, PriceEntry } from './entry.js';
import { phaseOf } from './make-entry.js';

/** `not-applied`: the channel still shows what it showed before our last order. `outside-edit`: any other price. */
export type DriftKind = 'not-applied' | 'outside-edit';

/** A price that was seen on the channel. */
export interface Sighting {
  price: Money;
  at: Instant;
  /** Since when the channel has shown it, as far as was reported. */
  since: Instant;
}

/** The newest public price of a listing that has begun, running or not, and what a sync job said last of it. */
export interface Order {
  entry: Pick<
    PriceEntry,
    'kind' | 'state' | 'revision' | 'price' | 'startsAt' | 'endsAt' | 'expiresAt' | 'expectedCurrentPrice' | 'revert'
  >;
  ack: Pick<Ack, 'status' | 'revision' | 'appliedPrice' | 'at'> | null;
}

export interface Drift {
  kind: DriftKind;
  ours: Money;
  theirs: Money;
  since: Instant;
  /** When it was last seen so. */
  seenAt: Instant;
}

/** What the channel should show, from when on. */
interface Belief {
  ours: Money | null;
  /** What it showed before; null: nothing was changed. */
  previous: Money | null;
  from: Instant;
  /** Nobody has said yet that the order is done: either price is as it should be. */
  isOpen: boolean;
}

/**
 * How what the channel shows differs from what we believe: a running price that a job has put there, else the base
 * price. An order that waits for its job is no drift, and a price seen before the order was done says nothing of it.
 */
export function driftOf(
  sighting: Sighting | null,
  order: Order | null,
  basePrice: Money | null,
  now: Instant,
): Drift | null {
  const { ours, previous, from, isOpen } = beliefOf(order, basePrice, now);
  const seen = newest(sighting, order);
  if (seen === null || ours === null || seen.price === ours || seen.at < from) return null;
  // Until the job is done, the plain price is as good: what was to run before may have been taken back.
  if (isOpen && (seen.price === previous || seen.price === basePrice)) return null;
  const kind = seen.price === previous ? 'not-applied' : 'outside-edit';
  return { kind, ours, theirs: seen.price, since: Math.max(seen.since, from), seenAt: seen.at };
}

/** The acknowledgement of the entry as it is now; null: nobody has said anything of this revision. */
export function answerTo({ entry, ack }: Order): Order['ack'] {
  return ack !== null && ack.revision === entry.revision ? ack : null;
}

/** A price that an acknowledgement tells is a sighting too; of a planned price, of the moment at which it begins. */
function newest(sighting: Sighting | null, order: Order | null): Sighting | null {
  const ack = order === null ? null : answerTo(order);
  if (order === null || ack === null || ack.appliedPrice === null) return sighting;
  if (sighting !== null && sighting.at >= ack.at) return sighting;
  const at = Math.max(ack.at, order.entry.startsAt);
  return { price: ack.appliedPrice, at, since: at };
}

function beliefOf(order: Order | null, basePrice: Money | null, now: Instant): Belief {
  if (order === null) return { ours: basePrice, previous: null, from: -Infinity, isOpen: false };
  const { entry } = order;
  const ack = answerTo(order);
  const before = entry.expectedCurrentPrice ?? basePrice;
  if (phaseOf(entry, now) === 'live') {
    const set = entry.kind === 'base' ? (basePrice ?? entry.price) : entry.price;
    switch (ack?.status) {
      case 'applied':
        return { ours: set, previous: before, from: Math.max(entry.startsAt, ack.at), isOpen: false };
      case 'rejected':
      case 'skipped':
        return { ours: before, previous: set, from: ack.at, isOpen: true };
      case 'reverted':
        return { ours: basePrice, previous: set, from: ack.at, isOpen: true };
      default:
        return { ours: set, previous: before, from: entry.startsAt, isOpen: true };
    }
  }
  const stopped = { ours: basePrice, previous: entry.price };
  // Of one that is over by the clock alone, the newest word is still that it was put there.
  const isDone = entry.state !== 'active' && (ack?.status === 'reverted' || ack?.status === 'applied');
  if (isDone) return { ...stopped, from: ack.at, isOpen: false };
  const from = entry.endsAt ?? entry.expiresAt;
  const needsJob = entry.state === 'withdrawn' || entry.revert === 'restorePrice';
  return { ...stopped, from, isOpen: needsJob };
}
