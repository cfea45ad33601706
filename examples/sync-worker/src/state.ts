import type { Before, Ref, Shown, Wanted } from './adapter.js';
import type { AckItem, FeedEntry } from './feed-types.js';
import type { Money } from './money.js';

export type AckStatus = AckItem['status'];

/** An approved price as the feed told it last, with its times as numbers. */
export interface Order extends Ref {
  id: number;
  revision: number;
  action: FeedEntry['action'];
  reason: FeedEntry['reason'];
  kind: FeedEntry['kind'];
  price: Money;
  listPrice: Money;
  /** Inclusive. */
  startsAt: number;
  /** Exclusive; null: open. */
  endsAt: number | null;
  expiresAt: number;
  revertPrice: Money | null;
  /** What the channel should show before. */
  expected: Money | null;
}

export interface Tracked {
  order: Order;
  /** What was said of this revision; null: nothing yet. */
  answer: AckStatus | null;
  /** It was taken down, or it is known that it is not there. */
  isDown: boolean;
  /** The owner has it go out again: `expected` is what the channel is known to show instead. */
  isAgain: boolean;
}

/** An offer of ours that the channel shows. It says all that is needed to take it down. */
export interface Hold {
  ref: Ref;
  entryId: number;
  revision: number;
  /** What the channel said that it shows. */
  price: Money;
  revertPrice: Money;
  endsAt: number;
  expected: Money | null;
  /** To be put back. */
  before: Before;
}

/** A change that was begun, and of which nobody knows yet whether it was made. */
export interface Write {
  ref: Ref;
  entryId: number;
  revision: number;
  wanted: Wanted;
  before: Shown;
  /** What we held when it was sent. */
  hold: Hold | null;
  revertPrice: Money;
  expected: Money | null;
  attempts: number;
  /** Ask no sooner: what was sent may still be on its way. Null: it was just sent. */
  askAt: number | null;
}

export interface Listing {
  hold: Hold | null;
  write: Write | null;
  attempts: number;
}

/** All that a job knows. It follows from the journal alone. */
export interface State {
  /** Of the feed; null: it was never read. */
  cursor: string | null;
  isHeld: boolean;
  orders: Record<number, Tracked>;
  /** By SKU. */
  listings: Record<string, Listing>;
  /** What the feed has not been told yet, oldest first. */
  outbox: AckItem[];
  /** When everything that we hold was looked at last. */
  checkedAt: number;
  /** When everything that the channel sells was looked at last. */
  scannedAt: number;
}

/** A line of the journal. It is on disk before what it tells of has any effect outside. */
export type Event =
  | { type: 'pulled'; cursor: string | null; isHeld: boolean; orders: Order[] }
  /** Read from the snapshot: what it does not name is no order any more. */
  | { type: 'restarted'; cursor: string; orders: Order[]; left: number[] }
  | { type: 'sent'; writes: Write[] }
  | { type: 'unknown'; items: { sku: string; askAt: number; ack: AckItem | null }[] }
  | { type: 'not-done'; skus: string[] }
  | { type: 'settled'; items: Settled[] }
  | { type: 'told'; count: number }
  | { type: 'checked'; at: number }
  | { type: 'scanned'; at: number };

export interface Settled {
  sku: string;
  ack: AckItem | null;
  /** Left out: as before. */
  hold?: Hold | null;
}

export const emptyState = (): State => ({
  cursor: null,
  isHeld: false,
  orders: {},
  listings: {},
  outbox: [],
  checkedAt: 0,
  scannedAt: 0,
});

export function orderOf(entry: FeedEntry): Order {
  return {
    id: entry.id,
    revision: entry.revision,
    action: entry.action,
    reason: entry.reason,
    kind: entry.kind,
    sku: entry.sku,
    externalId: entry.externalId,
    externalVariantId: entry.externalVariantId,
    scale: entry.scale,
    price: entry.price,
    listPrice: entry.listPrice,
    startsAt: Math.max(Date.parse(entry.startsAt), Date.parse(entry.notBefore)),
    endsAt: entry.endsAt === null ? null : Date.parse(entry.endsAt),
    expiresAt: Date.parse(entry.expiresAt),
    revertPrice: entry.revertPrice,
    expected: entry.expectedCurrentPrice,
  };
}

export const refOf = ({ sku, externalId, externalVariantId, scale }: Ref): Ref => ({
  sku,
  externalId,
  externalVariantId,
  scale,
});

/** Takes an event in. The only place where a state changes. */
export function reduce(state: State, event: Event): void {
  switch (event.type) {
    case 'pulled':
      state.cursor = event.cursor;
      state.isHeld = event.isHeld;
      for (const order of event.orders) take(state, order);
      forget(state);
      return;
    case 'restarted':
      state.cursor = event.cursor;
      state.isHeld = false;
      state.orders = {};
      for (const order of event.orders) take(state, order);
      for (const id of event.left) state.orders[id]!.answer = 'skipped';
      forget(state);
      return;
    case 'sent':
      for (const write of event.writes) listingOf(state, write.ref.sku).write = write;
      return;
    case 'unknown':
      for (const { sku, askAt, ack } of event.items) {
        state.listings[sku]!.write!.askAt = askAt;
        if (ack !== null) answer(state, ack);
      }
      return;
    case 'not-done':
      for (const sku of event.skus) {
        const listing = state.listings[sku]!;
        if (listing.write !== null) listing.attempts = listing.write.attempts + 1;
        listing.write = null;
      }
      return;
    case 'settled':
      for (const { sku, ack, hold } of event.items) {
        const listing = listingOf(state, sku);
        if (hold !== undefined) listing.hold = hold;
        listing.write = null;
        listing.attempts = 0;
        if (ack !== null) answer(state, ack);
      }
      return;
    case 'told':
      state.outbox.splice(0, event.count);
      return;
    case 'checked':
      state.checkedAt = event.at;
      return;
    case 'scanned':
      state.scannedAt = event.at;
  }
}

function take(state: State, order: Order): void {
  const known = state.orders[order.id];
  if (known !== undefined && known.order.revision >= order.revision) return;
  // One that goes out again names another price that it will find: what we knew of the channel is over.
  const isAgain = known !== undefined && (known.isAgain || known.order.expected !== order.expected);
  const isDown = known !== undefined && known.isDown && known.order.expected === order.expected;
  state.orders[order.id] = { order, answer: null, isDown, isAgain };
}

function answer(state: State, ack: AckItem): void {
  state.outbox.push(ack);
  const tracked = state.orders[ack.id];
  if (tracked === undefined || tracked.order.revision !== ack.revision) return;
  tracked.answer = ack.status;
  tracked.isDown = ack.status === 'reverted';
}

function listingOf(state: State, sku: string): Listing {
  return (state.listings[sku] ??= { hold: null, write: null, attempts: 0 });
}

/** What was refused or left alone may go out again within this time, and is compared with what was known then. */
const KEPT_MS = 30 * 86_400_000;

/** Drops what is settled for good, so that the state stays as small as what runs. */
function forget(state: State): void {
  const used = new Set<number>();
  for (const [sku, { hold, write }] of Object.entries(state.listings)) {
    if (hold === null && write === null) delete state.listings[sku];
    if (hold !== null) used.add(hold.entryId);
    if (write !== null) used.add(write.entryId);
  }
  for (const { order, answer: said } of Object.values(state.orders)) {
    if (said === null || said === 'unknown' || used.has(order.id)) continue;
    const isOver = order.action !== 'set' && said === 'reverted';
    if (isOver || order.expiresAt < state.checkedAt - KEPT_MS) delete state.orders[order.id];
  }
}
