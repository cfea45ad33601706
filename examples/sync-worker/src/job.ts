import { chunks, type Adapter, type Item, type Looked, type Outcome, type Ref } from './adapter.js';
import { CursorAhead, type Feed } from './feed.js';
import type { CurrentPrice, FeedEntry, PriceChanges } from './feed-types.js';
import { Journal, type Disk } from './journal.js';
import { judge, orderOf, settledOf } from './judge.js';
import { ackOf, isSame, planOf, taskOf, type Plan, type PlanOptions, type Task } from './plan.js';
import { REPORTED_MAX, scan } from './scan.js';
import { Unreachable, type World } from './send.js';
import { orderOf as orderOfEntry, type Settled, type Write } from './state.js';

export interface JobOptions {
  feed: Feed;
  adapter: Adapter;
  disk: Disk;
  world: Pick<World, 'now' | 'sleep'>;
  log?: (line: string) => void;
  /** How often all that we hold is looked at and reported. */
  checkEveryMs?: number;
  /** How often everything that the channel sells is looked at and reported; 0: never. */
  scanEveryMs?: number;
  /** How long an unanswered change may still be on its way, before the channel is asked. */
  settleMs?: number;
  /** A pass waits so long by itself; what takes longer is left to the next one. */
  patienceMs?: number;
}

/** What a pass has done. */
export interface Pass {
  applied: number;
  reverted: number;
  rejected: number;
  skipped: number;
  unknown: number;
  isHeld: boolean;
  isFeedReachable: boolean;
  /** When the next price begins or ends, as far as is known. */
  nextAt: number | null;
}

const HOUR_MS = 3_600_000;
/** Between tries of an end that the channel refuses, or of a product that it does not find. */
const REFUSED_END_WAIT_MS = 600_000;
const SETTLE_MS_MAX = 600_000;
const WAITS_MAX = 20;
const ITEMS_MAX = 1_000;

/**
 * One channel's sync job. `pass` does all that is to be done now and may be called at any time; whatever it dies of, the
 * next one goes on from the journal. One job at a time per journal.
 */
export class Job {
  private readonly journal: Journal;
  private readonly waits = new Map<string, number>();
  private asked: PriceChanges['reportPrices'] = [];
  /** What was last seen of each product in this pass; what we know no more is not in it. */
  private readonly seen = new Map<string, CurrentPrice>();
  private tally = emptyTally();
  /** After a scan that came to nothing. */
  private scanAgainAt = 0;
  /** In this pass. */
  private isFeedThere = true;

  constructor(private readonly options: JobOptions) {
    this.journal = Journal.open(options.disk);
  }

  /** @throws SettingsError: somebody has to mend the settings */
  async pass(): Promise<Pass> {
    this.tally = emptyTally();
    this.seen.clear();
    this.recover();
    this.isFeedThere = true;
    for (let waited = 0; ;) {
      await this.pull();
      const plan = planOf(this.state, this.planOptions());
      this.tally.nextAt = plan.nextAt;
      if (this.state.isHeld) break;
      if (plan.answers.length > 0) this.settle(plan.answers);
      else if (plan.work.length > 0) await this.work(plan.work.slice(0, this.options.adapter.batchMax));
      else if (!(await this.waited(plan, waited++))) break;
      await this.tell();
    }
    await this.tell();
    await this.check();
    await this.reportSeen();
    await this.scan();
    return { ...this.tally, isHeld: this.state.isHeld, isFeedReachable: this.isFeedThere };
  }

  private get state() {
    return this.journal.state;
  }

  private planOptions(): PlanOptions {
    return { now: this.options.world.now(), mayStart: this.isFeedThere, waits: this.waits };
  }

  /** What was sent when the process died may have been done. */
  private recover(): void {
    const lost = Object.values(this.state.listings).flatMap(({ write }) => (write?.askAt === null ? write : []));
    if (lost.length > 0) this.unknown(lost);
  }

  /** Reads what is new. A feed that is away is left in peace until the next pass. */
  private async pull(): Promise<void> {
    if (!this.isFeedThere) return;
    try {
      await this.readChanges();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.log(`the feed cannot be reached: ${error.message}`);
      this.isFeedThere = false;
    }
  }

  private async readChanges(): Promise<void> {
    const { feed } = this.options;
    try {
      for (;;) {
        const { cursor, isHeld } = this.state;
        if (cursor === null) return await this.restart();
        const page = await feed.changes(cursor);
        this.asked = page.reportPrices;
        const orders = page.entries.map(orderOfEntry);
        const next = page.next ?? cursor;
        const isHold = page.status === 'hold';
        if (orders.length > 0 || next !== cursor || isHold !== isHeld) {
          this.journal.write({ type: 'pulled', cursor: next, isHeld: isHold, orders });
        }
        if (!page.hasMore) return;
      }
    } catch (error) {
      if (!(error instanceof CursorAhead)) throw error;
      await this.restart();
    }
  }

  /** Reads the snapshot: at the very first start, and after the feed was put back to an older state. */
  private async restart(): Promise<void> {
    const entries: FeedEntry[] = [];
    const left: number[] = [];
    let cursor: string | null = null;
    for (let after: string | null = null; ;) {
      const page = await this.options.feed.prices(after);
      if (page.status === 'hold') {
        const { cursor: known, isHeld } = this.state;
        if (!isHeld) this.journal.write({ type: 'pulled', cursor: known, isHeld: true, orders: [] });
        return;
      }
      cursor ??= page.cursor;
      entries.push(...page.entries);
      left.push(...page.entries.flatMap(({ id, outsideEdit }) => (outsideEdit === null ? [] : id)));
      after = page.next;
      if (after === null) break;
    }
    this.journal.write({ type: 'restarted', cursor: cursor!, orders: entries.map(orderOfEntry), left });
  }

  /** Looks at each product, judges, and sends what is to be sent, call by call. */
  private async work(tasks: Task[]): Promise<void> {
    const { adapter, world } = this.options;
    const looked = await this.look(tasks.map(({ ref }) => ref));
    if (looked === null) return;
    const settled: Settled[] = [];
    const notDone: string[] = [];
    const items: (Item & { task: Task; write: Write })[] = [];
    const now = world.now();
    tasks.forEach((task, i) => {
      const seen = looked[i]!;
      if (seen.kind === 'missing') {
        settled.push(...this.missing(task, seen));
        return;
      }
      const judgement = judge(task, seen.shown, { state: this.state, adapter, now });
      if (judgement.kind === 'settled') settled.push(judgement.settled);
      else if (judgement.kind === 'not-done') notDone.push(task.ref.sku);
      else items.push({ task, write: judgement.write, shown: seen.shown, wanted: judgement.write.wanted });
    });
    if (settled.length > 0) this.settle(settled);
    if (notDone.length > 0) this.journal.write({ type: 'not-done', skus: notDone });
    const calls = adapter.calls(items);
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      // Between look and call others had their turn: only what is still wanted goes out, and nothing after a stop.
      await this.pull();
      if (this.state.isHeld) return;
      const options = this.planOptions();
      const wanted = call.filter(({ task }) => isSame(task, taskOf(this.state, task.ref.sku, options)));
      if (wanted.length === 0) continue;
      const outcomes = await this.send(wanted);
      const alone = wanted.filter((_, i) => outcomes[i]!.kind === 'alone');
      calls.unshift(...alone.map((item) => [item]));
    }
  }

  private async send(items: (Item & { write: Write })[]): Promise<Outcome[]> {
    const { adapter, world } = this.options;
    const writes = items.map(({ write }) => write);
    this.journal.write({ type: 'sent', writes });
    let outcomes: Outcome[];
    try {
      outcomes = await adapter.write(items);
    } catch (error) {
      this.journal.write({ type: 'not-done', skus: writes.map(({ ref }) => ref.sku) });
      throw error;
    }
    const now = world.now();
    const settled: Settled[] = [];
    const lost: Write[] = [];
    const notDone: string[] = [];
    writes.forEach((write, i) => {
      const outcome = outcomes[i]!;
      const result = settledOf(write, outcome, this.state, now);
      if (outcome.kind === 'done') this.note(write.ref.sku, outcome.price);
      if (result !== null) settled.push(result);
      else if (outcome.kind === 'unknown') lost.push(write);
      else notDone.push(write.ref.sku);
      if (outcome.kind === 'unknown') this.log(`${write.ref.sku}: outcome unknown (${outcome.why})`);
      if (outcome.kind === 'later') this.waits.set(write.ref.sku, now + outcome.waitMs);
      if (outcome.kind === 'refused' && write.wanted.kind === 'plain') this.wait(write.ref.sku);
    });
    if (settled.length > 0) this.settle(settled);
    if (lost.length > 0) this.unknown(lost);
    if (notDone.length > 0) this.journal.write({ type: 'not-done', skus: notDone });
    return outcomes;
  }

  /** A product that is not there has no price to take down; it may come back, so an end is tried again. */
  private missing(task: Task, { code, message }: { code: string; message: string }): Settled[] {
    const { sku } = task.ref;
    if (task.kind === 'ask' || (task.kind === 'down' && task.hold !== null)) {
      this.wait(sku);
      this.log(`${sku}: ${message}`);
      return [];
    }
    const ack = task.order === null ? null : ackOf(task.order, 'skipped', this.options.world.now(), { code, message });
    return [{ sku, ack }];
  }

  private async look(refs: Ref[]): Promise<Looked[] | null> {
    const { adapter, world } = this.options;
    try {
      const looked = await adapter.look(refs);
      refs.forEach(({ sku }, i) => {
        const seen = looked[i]!;
        if (seen.kind === 'shown') this.note(sku, seen.shown.price);
      });
      return looked;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.log(`the channel cannot be reached: ${error.message}`);
      for (const { sku } of refs) this.waits.set(sku, world.now() + Math.max(1_000, error.waitMs));
      return null;
    }
  }

  private note(sku: string, price: number | null): void {
    const at = new Date(this.options.world.now()).toISOString();
    if (price === null) this.seen.delete(sku);
    else this.seen.set(sku, { sku, price, at });
  }

  private settle(items: Settled[]): void {
    this.journal.write({ type: 'settled', items });
    for (const { ack } of items) {
      if (ack === null) continue;
      this.tally[ack.status]++;
      this.log(`entry ${ack.id} revision ${ack.revision}: ${ack.status}${ack.code ? ` (${ack.code})` : ''}`);
    }
  }

  private unknown(writes: Write[]): void {
    const { world, settleMs = 5_000 } = this.options;
    const now = world.now();
    const items = writes.map((write) => {
      const order = orderOf(write, this.state);
      const askAt = now + Math.min(SETTLE_MS_MAX, settleMs * 2 ** Math.min(write.attempts, 10));
      return { sku: write.ref.sku, askAt, ack: order === null ? null : ackOf(order, 'unknown', now) };
    });
    this.journal.write({ type: 'unknown', items });
    for (const { ref } of writes) this.seen.delete(ref.sku);
    this.tally.unknown += items.length;
  }

  private wait(sku: string): void {
    this.waits.set(sku, this.options.world.now() + REFUSED_END_WAIT_MS);
  }

  /** @returns whether something was worth waiting for */
  private async waited({ waitUntil }: Plan, waits: number): Promise<boolean> {
    const { world, patienceMs = 30_000 } = this.options;
    const ms = (waitUntil ?? Infinity) - world.now();
    if (ms > patienceMs || waits >= WAITS_MAX) return false;
    await world.sleep(ms);
    return true;
  }

  /** Tells the feed what was done. What it does not hear now it hears with the next pass. */
  private async tell(): Promise<void> {
    try {
      while (this.state.outbox.length > 0) {
        const items = this.state.outbox.slice(0, ITEMS_MAX);
        const { reportPrices } = await this.options.feed.acknowledge(items);
        this.journal.write({ type: 'told', count: items.length });
        this.asked = reportPrices;
      }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.log(`acknowledgements wait: ${error.message}`);
    }
  }

  /** Now and then looks at all that we hold. */
  private async check(): Promise<void> {
    const { world, checkEveryMs = HOUR_MS, adapter } = this.options;
    if (world.now() < this.state.checkedAt + checkEveryMs) return;
    const held = Object.values(this.state.listings).flatMap(({ hold, write }) =>
      hold === null || write !== null ? [] : hold.ref,
    );
    for (const part of chunks(held, adapter.batchMax)) if ((await this.look(part)) === null) return;
    this.journal.write({ type: 'checked', at: world.now() });
  }

  /** Tells what was seen in this pass, and what the feed wants to know, unless we are about to find that out ourselves. */
  private async reportSeen(): Promise<void> {
    const { adapter, feed } = this.options;
    const scale = this.scale() ?? 0;
    const refs = this.asked
      .filter(({ sku }) => !this.seen.has(sku) && !this.isOpen(sku))
      .map(({ entryId: _, ...ref }) => ({ ...ref, scale }));
    for (const part of chunks(refs, adapter.batchMax)) await this.look(part);
    try {
      for (const items of chunks([...this.seen.values()], REPORTED_MAX)) await feed.report(items);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.log(`reports wait: ${error.message}`);
    }
  }

  /** Now and then looks at everything, also at what was never ours. */
  private async scan(): Promise<void> {
    const { adapter, feed, world, scanEveryMs = 6 * HOUR_MS } = this.options;
    const scale = this.scale();
    const now = world.now();
    const isDue = scanEveryMs > 0 && now >= this.state.scannedAt + scanEveryMs && now >= this.scanAgainAt;
    if (!isDue || scale === null || !this.isFeedThere) return;
    try {
      const known = await scan({ adapter, feed, now: world.now }, scale, (sku) => this.isOpen(sku));
      this.journal.write({ type: 'scanned', at: now });
      this.log(`looked at ${known} products`);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.scanAgainAt = now + REFUSED_END_WAIT_MS;
      this.log(`the look at all products waits: ${error.message}`);
    }
  }

  /** A change of it is under way. */
  private isOpen(sku: string): boolean {
    return (this.state.listings[sku]?.write ?? null) !== null;
  }

  /** Decimals of the shop's money; null: no price of it was ever seen. */
  private scale(): number | null {
    return Object.values(this.state.orders)[0]?.order.scale ?? null;
  }

  private log(line: string): void {
    this.options.log?.(line);
  }
}

const emptyTally = () => ({
  applied: 0,
  reverted: 0,
  rejected: 0,
  skipped: 0,
  unknown: 0,
  nextAt: null as number | null,
});
