import type { Instant } from '../units.js';
import type { EntryKind, PriceEntry } from './entry.js';

/** Why an entry stopped, told in the feed's `ended`: the reader puts the price back only after `over` and `restored`. */
export type EndReason = 'over' | 'replaced' | 'restored';

export interface Room {
  /** Entries that end now, and why. */
  end: { entry: PriceEntry; reason: EndReason }[];
  /** Entries that will end earlier than was said: at the start of the new one. */
  shorten: PriceEntry[];
  /** The end of the new entry, moved forward where a discount that is already planned begins. */
  endsAt: Instant | null;
}

/**
 * What a new entry does to the entries of its listing. A discount or a return to the base price replaces all that
 * overlaps with it, because offers that stack could together fall below the floor that each keeps by itself. A voucher or
 * bundle was reckoned on top of the running discount and leaves it alone, but replaces other vouchers and bundles, and
 * gives way when a planned discount begins. Entries of the past are ended by the way.
 */
export function makeRoom(
  active: PriceEntry[],
  next: { kind: EntryKind; startsAt: Instant; endsAt: Instant | null },
  now: Instant,
): Room {
  const planned = active
    .filter((entry) => next.kind !== 'discount' && entry.kind === 'discount' && entry.startsAt > next.startsAt)
    .map((entry) => entry.startsAt);
  const endsAt = planned.length === 0 ? next.endsAt : Math.min(next.endsAt ?? Infinity, ...planned);
  const room: Room = { end: [], shorten: [], endsAt };
  for (const entry of active) {
    if (entry.endsAt !== null && entry.endsAt <= now) room.end.push({ entry, reason: 'over' });
    else if (!overlaps(entry, { startsAt: next.startsAt, endsAt }) || !replaces(next.kind, entry.kind)) continue;
    else if (entry.startsAt < next.startsAt && next.startsAt > now) room.shorten.push(entry);
    else room.end.push({ entry, reason: next.kind === 'base' ? 'restored' : 'replaced' });
  }
  return room;
}

const replaces = (next: EntryKind, old: EntryKind): boolean =>
  next === 'discount' || next === 'base' || old === 'voucher' || old === 'bundle';

interface Span {
  startsAt: Instant;
  endsAt: Instant | null;
}
const overlaps = (a: Span, b: Span): boolean =>
  a.startsAt < (b.endsAt ?? Infinity) && b.startsAt < (a.endsAt ?? Infinity);
