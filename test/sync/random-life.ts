import type { Fault } from './channel.js';
import { MINUTE } from './feed-model.js';
import { BASE, NINE, randomFrom, Stage, type Kind } from './played.js';

const SKUS = ['A', 'B', 'C', 'D'];
const FAULTS: Fault[] = ['lost-before', 'lost-after', 'busy', 'broken'];

/**
 * A random life of four products: approvals, withdrawals, edits by hand, the owner's decisions on them, holds, a feed and
 * a channel that fail, and a job that is killed again and again. Throws where something happens that must never happen.
 */
export async function liveRandomly(kind: Kind, seed: number, turns = 30): Promise<void> {
  const random = randomFrom(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const stage = new Stage(kind, SKUS);
  const { feed, channel } = stage;
  const watch = new Watch(stage, `${kind}, seed ${seed}`);
  stage.afterPass = () => watch.writes();
  const any = (): string => SKUS[upTo(SKUS.length)]!;
  let priceCount = 0;
  let editCount = 0;
  await stage.pass(); // a job that starts later is not told of what was over before
  for (let turn = 0; turn < turns; turn++) {
    const sku = any();
    const running = feed.running(sku);
    switch (upTo(12)) {
      case 0:
      case 1:
      case 2:
        stage.approve(sku, 50_000 + 100 * priceCount++, [0, 0, 30 + upTo(90)][upTo(3)]!, 20 + upTo(200));
        break;
      case 3:
        if (running !== undefined) feed.withdraw(running.id);
        break;
      case 4: {
        const price = 33_001 + editCount++; // such a price is never ours
        watch.byHand.add(price);
        watch.touched.add(sku);
        channel.edit(sku, price);
        break;
      }
      case 5:
        watch.decide(sku, running?.id, random() < 0.7);
        break;
      case 6:
        feed.isHeld = !feed.isHeld && random() < 0.5;
        break;
      case 7:
        if (random() < 0.5) channel.refused.add(sku);
        else channel.refused.clear();
        break;
      default:
        break;
    }
    if (random() < 0.5) stage.now += upTo(90) * MINUTE;
    if (random() < 0.5) feed.endDue();
    const [bad, away] = [random() < 0.5 ? 0.3 : 0, random() < 0.15];
    stage.fault = () => (random() < bad ? FAULTS[upTo(FAULTS.length)]! : null);
    stage.isFeedAway = () => away;
    await stage.pass(random() < 0.6 ? upTo(60) : Infinity);
    if (random() < 0.1 && !feed.isHeld) {
      await stage.calm();
      watch.rest();
    }
  }
  feed.isHeld = false;
  stage.now = Math.max(stage.now, NINE) + 24 * 60 * MINUTE;
  await stage.calm();
  watch.rest();
  watch.end();
}

/** What must hold of every change on the channel, and of the channel at rest. */
class Watch {
  /** Prices that somebody has put on the channel by hand. */
  readonly byHand = new Set<number>();
  /** Products that it was done to: only of these a price may be left alone. */
  readonly touched = new Set<string>();
  /** Those of them that the owner has let go. */
  private readonly letGo = new Set<number>();
  private readonly again = new Set<number>();
  private readonly over = new Set<number>();
  private readonly taken = new Set<string>();
  private seen = 0;

  constructor(
    private readonly stage: Stage,
    private readonly name: string,
  ) {}

  /** The owner looks at a price of somebody else's: ours again, or theirs from now on. */
  decide(sku: string, running: number | undefined, isAgain: boolean): void {
    const { feed, channel } = this.stage;
    const theirs = channel.price(sku);
    if (!this.byHand.has(theirs) || running === undefined) return;
    this.letGo.add(theirs);
    if (isAgain) {
      this.again.add(running);
      feed.resend(running, theirs);
    } else {
      this.taken.add(sku);
      feed.withdraw(running, 'accepted');
      feed.base.set(sku, theirs);
    }
  }

  /** Of what the job has just changed. */
  writes(): void {
    const { byJob, feed } = this.stage;
    const isHeld = feed.isHeld && !this.stage.isFeedAway(); // else the job cannot know
    for (const change of byJob.slice(this.seen)) {
      const { sku, from, to, at } = change;
      if (isHeld) this.fail('a change while the channel is held', change);
      if (this.byHand.has(from) && !this.letGo.has(from)) this.fail('a price by hand was overwritten', change);
      const put = this.entryOf(sku, to);
      const down = this.entryOf(sku, from);
      if (down !== undefined && down !== put) this.over.add(down.id);
      if (put === undefined) {
        const isPlain = to === BASE || to === feed.base.get(sku) || this.byHand.has(to);
        if (!isPlain) this.fail('a price that nobody approved', change);
        continue;
      }
      if (put.action !== 'set') this.fail('a price that was taken back', change);
      if (at < Date.parse(put.startsAt)) this.fail('a price before its start', change);
      if (at >= Date.parse(put.endsAt!)) this.fail('a price after its end', change);
      if (this.over.has(put.id) && !this.again.has(put.id)) this.fail('a price for the second time', change);
    }
    this.seen = byJob.length;
  }

  /** Of the channel when all is done that there is to do. */
  rest(): void {
    const { feed, channel } = this.stage;
    for (const sku of SKUS) {
      const price = channel.price(sku);
      if (this.byHand.has(price)) continue;
      const running = feed.running(sku);
      const ack = running === undefined ? null : feed.entries.get(running.id)!.ack;
      const state = { sku, price, running: running?.price, ack };
      if (running !== undefined) {
        if (ack === null || ack.status === 'unknown') this.fail('a price was forgotten', state);
        if (ack.status === 'skipped' && !this.touched.has(sku)) this.fail('a price was left alone', state);
        if ((ack.status === 'applied') !== (price === running.price)) this.fail('not what was acknowledged', state);
        if (ack.status === 'applied') continue;
      }
      const isPlain = price === BASE || price === feed.base.get(sku);
      if (!isPlain || (!this.taken.has(sku) && channel.hasOffer(sku)))
        this.fail('an offer is live after its end', state);
    }
  }

  /** When all prices are over: each had an answer, in its newest revision. */
  end(): void {
    for (const { body, ack } of this.stage.feed.entries.values()) {
      if (ack === null || ack.status === 'unknown' || ack.status === 'applied') this.fail('no answer', { body, ack });
      if (ack.status === 'skipped' && !this.touched.has(body.sku)) this.fail('a price was left alone', { body, ack });
    }
  }

  private entryOf(sku: string, price: number) {
    const entries = [...this.stage.feed.entries.values()].map(({ body }) => body);
    return entries.find((body) => body.sku === sku && body.price === price);
  }

  private fail(what: string, about: object): never {
    throw new Error(`${this.name}: ${what}: ${JSON.stringify(about)}`);
  }
}
