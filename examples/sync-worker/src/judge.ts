import { NOTHING_BEFORE, type Adapter, type Outcome, type Ref, type Shown, type Wanted } from './adapter.js';
import { ackOf, isOver, wantedOf, type Task } from './plan.js';
import type { Hold, Order, Settled, State, Write } from './state.js';
import { refOf } from './state.js';

/** What follows from a look at the channel: a change to send, or what is settled without one. */
export type Judgement = { kind: 'write'; write: Write } | { kind: 'settled'; settled: Settled } | { kind: 'not-done' };

interface Sight {
  state: State;
  adapter: Pick<Adapter, 'matches'>;
  now: number;
}

const DIFFERS = 'price-differs';

/** Whether an order may be carried out on what the channel shows. A price that nothing of ours explains stays. */
export function judge(task: Task, shown: Shown, sight: Sight): Judgement {
  if (task.kind === 'ask') return judgeWrite(task.write, shown, sight);
  return task.kind === 'put'
    ? judgePut(task.order, task.hold, shown, sight)
    : judgeDown(task.order, task.hold, shown, sight);
}

function judgePut(order: Order, hold: Hold | null, shown: Shown, { state, adapter, now }: Sight): Judgement {
  const wanted = wantedOf(order, hold);
  if (adapter.matches(shown, wanted)) {
    const kept = order.kind === 'base' ? null : holdOf(order, hold, shown, shown.price!);
    const ack = ackOf(order, 'applied', now, { appliedPrice: shown.price });
    return { kind: 'settled', settled: { sku: order.sku, ack, hold: kept } };
  }
  // Nothing of ours is there, or its time is over: the plain price is what the channel should show.
  const isPlain = hold === null || isOver(state.orders[hold.entryId]?.order ?? null, hold, now);
  const ours = [order.price, order.expected, hold?.price, isPlain ? order.revertPrice : null];
  const isKnown = shown.price !== null && (ours.includes(shown.price) || (order.expected === null && hold === null));
  if (shown.hasPlan || !isKnown) return { kind: 'settled', settled: leave(order, shown, now) };
  return { kind: 'write', write: writeOf(order, order, wanted, shown, hold, state) };
}

function judgeDown(order: Order | null, hold: Hold | null, shown: Shown, { state, adapter, now }: Sight): Judgement {
  const sku = (order ?? hold!.ref).sku;
  const revertPrice = order?.revertPrice ?? hold?.revertPrice ?? order!.listPrice;
  const wanted: Wanted = { kind: 'plain', price: revertPrice, isBase: false, before: hold?.before ?? NOTHING_BEFORE };
  if (adapter.matches(shown, wanted)) {
    const ack = order === null ? null : ackOf(order, 'reverted', now, { appliedPrice: shown.price });
    return { kind: 'settled', settled: { sku, ack, hold: null } };
  }
  const isAgain = order !== null && state.orders[order.id]!.isAgain;
  const ours = [hold?.price ?? order!.price, isAgain ? order.expected : null];
  if (shown.price === null || !ours.includes(shown.price)) {
    const ack = order === null ? null : leave(order, shown, now).ack;
    return { kind: 'settled', settled: { sku, ack, hold: null } };
  }
  // What is there without our knowing how is ours from here on, so that a refusal does not lose sight of it.
  const held = hold ?? holdOf(order!, null, shown, shown.price);
  const entry = order ?? { id: held.entryId, revision: held.revision };
  return { kind: 'write', write: writeOf(entry, { ...held, ...held.ref, revertPrice }, wanted, shown, held, state) };
}

function writeOf(
  { id, revision }: { id: number; revision: number },
  about: Ref & { revertPrice: number | null; listPrice?: number; expected: number | null },
  wanted: Wanted,
  before: Shown,
  hold: Hold | null,
  state: State,
): Write {
  return {
    ref: refOf(about),
    entryId: id,
    revision,
    wanted,
    before,
    hold,
    revertPrice: about.revertPrice ?? about.listPrice ?? before.price!,
    expected: about.expected,
    attempts: state.listings[about.sku]?.attempts ?? 0,
    askAt: null,
  };
}

/** Whether a change was made of which nobody knew. If it was not, the order is judged anew on what is there now. */
function judgeWrite(write: Write, shown: Shown, { state, adapter, now }: Sight): Judgement {
  if (!adapter.matches(shown, write.wanted)) return { kind: 'not-done' };
  return { kind: 'settled', settled: doneOf(write, shown.price, state, now) };
}

/** What follows from the channel's answer; null: it has to be asked, or it comes later. */
export function settledOf(write: Write, outcome: Outcome, state: State, now: number): Settled | null {
  if (outcome.kind === 'done') {
    const price = outcome.price;
    const isUnchanged = price !== null && price !== write.wanted.price && price === write.before.price;
    if (!isUnchanged) return doneOf(write, price, state, now);
    const message = `The channel took it and still shows ${price}.`;
    return refusedOf(write, { code: 'not-taken', message }, state, now);
  }
  return outcome.kind === 'refused' ? refusedOf(write, outcome, state, now) : null;
}

function doneOf(write: Write, price: number | null, state: State, now: number): Settled {
  const { ref, wanted, hold } = write;
  const order = orderOf(write, state);
  const shown = price ?? wanted.price;
  const status = wanted.kind === 'offer' || wanted.isBase ? 'applied' : 'reverted';
  const ack = order === null ? null : ackOf(order, status, now, { appliedPrice: shown });
  if (wanted.kind === 'plain') return { sku: ref.sku, ack, hold: null };
  const kept: Hold = {
    ref,
    entryId: write.entryId,
    revision: write.revision,
    price: shown,
    revertPrice: write.revertPrice,
    endsAt: wanted.endsAt,
    expected: write.expected,
    before: hold === null ? { strike: write.before.strike, offer: write.before.offer } : hold.before,
  };
  return { sku: ref.sku, ack, hold: kept };
}

/** A refused end stays ours to end: it is tried again, and the owner is told once. */
function refusedOf(write: Write, why: { code: string; message: string }, state: State, now: number): Settled {
  const order = orderOf(write, state);
  const isKnown = order === null || state.orders[order.id]!.answer === 'rejected';
  const ack = isKnown ? null : ackOf(order, 'rejected', now, why);
  return { sku: write.ref.sku, ack, hold: write.hold };
}

/** The order of a change; null: it was revised meanwhile, so that nothing is to be said of it. */
export function orderOf({ entryId, revision }: Write, state: State): Order | null {
  const tracked = state.orders[entryId];
  return tracked === undefined || tracked.order.revision !== revision ? null : tracked.order;
}

/** Leaves the channel as it is, and says why. */
function leave(order: Order, shown: Shown, now: number): Settled {
  const why = shown.hasPlan
    ? { code: 'other-promotion', message: 'An offer that is not ours is planned there.' }
    : { code: DIFFERS, message: `The channel shows ${shown.price ?? 'no price'}: somebody has changed it there.` };
  return { sku: order.sku, ack: ackOf(order, 'skipped', now, { ...why, appliedPrice: shown.price }) };
}

function holdOf(order: Order, hold: Hold | null, shown: Shown, price: number): Hold {
  return {
    ref: refOf(order),
    entryId: order.id,
    revision: order.revision,
    price,
    revertPrice: order.revertPrice ?? order.listPrice,
    endsAt: order.endsAt ?? order.expiresAt,
    expected: order.expected,
    before: hold?.before ?? NOTHING_BEFORE,
  };
}
