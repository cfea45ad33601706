import { describe, expect, it } from 'vitest';
import { runs } from '../effort.js';
import { MINUTE } from './feed-model.js';
import { liveRandomly } from './random-life.js';
import { BASE, Stage, type Kind } from './played.js';

const KINDS: Kind[] = ['woocommerce', 'shopify'];

/** A price that begins, is replaced by a lower one, and ends; another one that is taken back. */
async function oneMorning(kind: Kind, killedAt: number): Promise<Stage> {
  const stage = new Stage(kind, ['A', 'B', 'C', 'D']);
  const { feed } = stage;
  stage.mortal.end = killedAt;
  const turn = async (minutes: number): Promise<void> => {
    stage.now += minutes * MINUTE;
    await stage.pass();
  };
  await turn(0);
  stage.approve('A', 90_000, 0, 120);
  const b = stage.approve('B', 80_000, 10, 120);
  stage.approve('C', 85_000, 0, 30);
  await turn(1);
  await turn(10);
  stage.approve('A', 70_000, 0, 30);
  feed.withdraw(b);
  await turn(5);
  stage.now += 40 * MINUTE;
  feed.endDue();
  await turn(0);
  return stage;
}

describe.each(KINDS)('a job for %s that is killed', (kind) => {
  it('once, at each of its steps, ends where it would have ended', async () => {
    const { mortal: whole, byJob } = await oneMorning(kind, Infinity);
    expect(byJob.map(({ sku, from, to }) => [sku, from, to])).toEqual([
      ['A', BASE, 90_000],
      ['C', BASE, 85_000],
      ['B', BASE, 80_000],
      ['A', 90_000, 70_000],
      ['B', 80_000, BASE],
      // WooCommerce ends a sale by itself.
      ...(kind === 'woocommerce'
        ? []
        : [
            ['A', 70_000, BASE],
            ['C', 85_000, BASE],
          ]),
    ]);
    expect(whole.steps).toBeGreaterThan(50);
    for (let step = 0; step < whole.steps; step++) {
      const stage = await oneMorning(kind, step);
      await stage.calm();
      for (const sku of ['A', 'B', 'C', 'D']) {
        expect([step, sku, stage.channel.price(sku), stage.channel.hasOffer(sku)]).toEqual([step, sku, BASE, false]);
      }
      const puts = stage.byJob.filter(({ from, to }) => to < from).map(({ sku, to }) => `${sku} ${to}`);
      expect(new Set(puts).size).toBe(puts.length); // none for the second time
      const isAnswered = [...stage.feed.entries.values()].every(({ ack }) => ack?.status === 'reverted');
      expect([step, isAnswered]).toEqual([step, true]);
    }
  });

  it('at any point of a random life leaves nothing live after its end, overwrites nobody and forgets nothing', async () => {
    for (let seed = 1; seed <= runs(60); seed++) await liveRandomly(kind, seed);
  });
});
