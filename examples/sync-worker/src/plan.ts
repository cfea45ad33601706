import { NOTHING_BEFORE, type Ref, type Wanted } from './adapter.js';
import type { AckItem } from './feed-types.js';
import type { Hold, Order, Settled, State, Tracked, Write } from './state.js';
import { refOf } from './state.js';

/** Something to do on the channel. Each begins with a look at what it shows. */
export type Task =
  /** Find out whether a change was made. */
  | { kind: 'ask'; ref: Ref; write: Write }
  | { kind: 'put'; ref: Ref; order: Order; hold: Hold | null }
  /** Take down what is over; `order` is null where the feed knows it no more. */
  | { kind: 'down'; ref: Ref; order: Order | null; hold: Hold | null };

export interface Plan {
  /** What can be said without a look at the channel. */
  answers: Settled[];
  work: Task[];
  /** When the next wait within a pass is over; null: nothing waits. */
  waitUntil: number | null;
  /** When the next price begins or ends. */
  nextAt: number | null;
}

export interface PlanOptions {
  now: number;
  /** The feed has answered just now. While it is away nothing new begins, but what is over ends. */
  mayStart: boolean;
  /** Products that are left alone until then. */
  waits: Map<string, number>;
}

/** What is to be done now, from what is known. Pure. */
export function planOf(state: State, options: PlanOptions): Plan {
  const { now, waits } = options;
  const plan: Plan = { answers: [], work: [], waitUntil: null, nextAt: null };
  const earlier = (a: number | null, b: number): number => Math.min(a ?? Infinity, b);
  for (const [sku, orders] of bySku(state)) {
    const { hold, write } = state.listings[sku] ?? { hold: null, write: null };
    if (write !== null) {
      const askAt = Math.max(write.askAt ?? now, waits.get(sku) ?? 0);
      if (askAt <= now) plan.work.push({ kind: 'ask', ref: write.ref, write });
      else plan.waitUntil = earlier(plan.waitUntil, askAt);
      continue;
    }
    const { answers, task } = stepOf(state, orders, hold, options);
    plan.answers.push(...answers);
    const waitUntil = waits.get(sku) ?? 0;
    if (task !== null && waitUntil > now) plan.waitUntil = earlier(plan.waitUntil, waitUntil);
    else if (task !== null) plan.work.push(task);
    for (const at of [hold?.endsAt, ...orders.map(({ order }) => order.startsAt)]) {
      if (at !== undefined && at > now) plan.nextAt = earlier(plan.nextAt, at);
    }
  }
  return plan;
}

/** The task of one product as it is now; null: there is none any more. */
export function taskOf(state: State, sku: string, options: PlanOptions): Task | null {
  const { hold, write } = state.listings[sku] ?? { hold: null, write: null };
  if (write !== null) return null;
  const orders = Object.values(state.orders).filter(({ order }) => order.sku === sku);
  return stepOf(state, orders, hold, options).task;
}

/** Where two tasks would do the same. */
export function isSame(a: Task, b: Task | null): boolean {
  if (a.kind === 'ask' || b === null || b.kind === 'ask' || a.kind !== b.kind) return false;
  return a.order?.id === b.order?.id && a.order?.revision === b.order?.revision && a.hold?.entryId === b.hold?.entryId;
}

function bySku(state: State): Map<string, Tracked[]> {
  const all = new Map<string, Tracked[]>(Object.keys(state.listings).map((sku) => [sku, []]));
  for (const tracked of Object.values(state.orders)) {
    const same = all.get(tracked.order.sku);
    if (same === undefined) all.set(tracked.order.sku, [tracked]);
    else same.push(tracked);
  }
  return all;
}

function stepOf(
  state: State,
  orders: Tracked[],
  hold: Hold | null,
  { now, mayStart }: PlanOptions,
): { answers: Settled[]; task: Task | null } {
  const answers: Settled[] = [];
  const open: Tracked[] = [];
  for (const tracked of orders) {
    // Of an outcome that nobody knew, something is known by now.
    if (tracked.answer !== null && tracked.answer !== 'unknown') continue;
    const said = withoutLooking(tracked, hold, now);
    if (said === null) open.push(tracked);
    else answers.push(said);
  }
  // The same answers will be there after these: one thing at a time.
  if (answers.length > 0) return { answers, task: null };

  const due = orders.filter((tracked) => isDue(tracked, now)).sort(laterFirst)[0];
  const isUp = due !== undefined && due.answer === 'applied' && shows(hold, due.order);
  const stops = open.filter(({ order }) => order.action !== 'set');
  if (isUp) return { answers: stops.map(({ order }) => saidOf(order, 'reverted', now)), task: null };
  if (due !== undefined && mayStart) {
    return { answers: [], task: { kind: 'put', ref: refOf(due.order), order: due.order, hold } };
  }
  if (hold !== null) {
    const order = state.orders[hold.entryId]?.order ?? null;
    if (isOver(order, hold, now)) return { answers: [], task: { kind: 'down', ref: hold.ref, order, hold } };
  }
  if (due !== undefined) return { answers: [], task: null };
  for (const { order } of stops) {
    // Another price of ours is up, or it never was: then there is nothing to take down.
    const isElsewhere = hold !== null || order.reason === 'replaced' || neverRan(order);
    if (isElsewhere) answers.push(saidOf(order, 'reverted', now));
    else return { answers, task: { kind: 'down', ref: refOf(order), order, hold: null } };
  }
  return { answers, task: null };
}

/** What an order wants that needs no look at the channel; null: it does. */
function withoutLooking({ order, isDown }: Tracked, hold: Hold | null, now: number): Settled | null {
  const isHeld = hold?.entryId === order.id;
  if (order.action === 'set') {
    if (order.kind === 'voucher' || order.kind === 'bundle') {
      return saidOf(order, 'skipped', now, {
        code: 'not-supported',
        message: `This job applies no ${order.kind}s: set it up by hand.`,
      });
    }
    if (now < Math.min(order.expiresAt, order.endsAt ?? Infinity) || isHeld) return null;
    return saidOf(order, 'skipped', now, { code: 'expired', message: 'Its time was over before it could be applied.' });
  }
  // The owner has taken over what the channel shows: ours is no more, and nothing is put back.
  if (order.reason === 'accepted') return { ...saidOf(order, 'reverted', now), ...(isHeld ? { hold: null } : {}) };
  const isNothing = order.kind !== 'discount' || (isDown && !isHeld);
  return isNothing ? saidOf(order, 'reverted', now) : null;
}

function isDue({ order, answer }: Tracked, now: number): boolean {
  if (order.action !== 'set' || (order.kind !== 'discount' && order.kind !== 'base')) return false;
  if (answer === 'rejected' || answer === 'skipped' || answer === 'reverted') return false;
  return order.startsAt <= now && now < Math.min(order.expiresAt, order.endsAt ?? Infinity);
}

const laterFirst = (a: Tracked, b: Tracked): number => b.order.startsAt - a.order.startsAt || b.order.id - a.order.id;

function shows(hold: Hold | null, order: Order): boolean {
  if (order.kind === 'base') return hold === null;
  return hold?.entryId === order.id && hold.revision === order.revision;
}

/** What we hold is over by the clock, or somebody took it back, or the feed knows it no more. */
export function isOver(order: Order | null, hold: Hold, now: number): boolean {
  return order === null || order.action !== 'set' || now >= Math.min(hold.endsAt, order.endsAt ?? Infinity);
}

const neverRan = ({ startsAt, endsAt }: Order): boolean => endsAt !== null && endsAt <= startsAt;

/** What the channel is to show for an order. */
export function wantedOf(order: Order, hold: Hold | null): Wanted {
  const { kind, price, listPrice, startsAt, endsAt, expiresAt } = order;
  if (kind === 'base') return { kind: 'plain', price, isBase: true, before: hold?.before ?? NOTHING_BEFORE };
  return { kind: 'offer', price, listPrice, startsAt, endsAt: endsAt ?? expiresAt };
}

/** An acknowledgement, cut to what the feed takes. */
export function ackOf(
  { id, revision }: { id: number; revision: number },
  status: AckItem['status'],
  now: number,
  more: { code?: string; message?: string; appliedPrice?: number | null } = {},
): AckItem {
  const { code, message, appliedPrice } = more;
  return {
    id,
    revision,
    status,
    ...(code ? { code: code.slice(0, 100) } : {}),
    ...(message ? { message: message.slice(0, 1000) } : {}),
    ...(appliedPrice == null ? {} : { appliedPrice }),
    at: new Date(now).toISOString(),
  };
}

const saidOf = (
  order: Order,
  status: AckItem['status'],
  now: number,
  more: { code?: string; message?: string } = {},
): Settled => ({ sku: order.sku, ack: ackOf(order, status, now, more) });
