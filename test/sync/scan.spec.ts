import { describe, expect, it } from 'vitest';
import { MINUTE } from './feed-model.js';
import { BASE, Stage, type Kind } from './played.js';

const KINDS: Kind[] = ['woocommerce', 'shopify'];
/** More than two pages of either shop. */
const SKUS = Array.from({ length: 620 }, (_, i) => `S${i}`);

describe.each(KINDS)('everything that %s sells', (kind) => {
  it('is reported now and then, page by page, also what was never ours', async () => {
    const stage = new Stage(kind, SKUS);
    const { feed, channel } = stage;
    stage.approve('S0', 80_000, 600, 60); // not begun: nothing of ours is there yet
    channel.edit('S619', 91_000);
    await stage.pass();
    expect(SKUS.filter((sku) => feed.told(sku).length !== 1)).toEqual([]);
    expect([feed.told('S619'), feed.told('S300')]).toEqual([[91_000], [BASE]]);
    await stage.pass();
    expect(feed.told('S300')).toEqual([BASE]); // not with every pass
    stage.now += 6 * 60 * MINUTE;
    await stage.pass();
    expect(feed.told('S300')).toEqual([BASE, BASE]);
    expect(stage.byJob).toEqual([]);
  });

  it('is asked for again after a while where the shop did not answer', async () => {
    const stage = new Stage(kind, SKUS.slice(0, 3));
    stage.approve('S0', 80_000, 600, 60);
    stage.fault = () => 'broken';
    await stage.pass();
    await stage.pass();
    expect(stage.feed.told('S2')).toEqual([]);
    stage.fault = () => null;
    stage.now += 10 * MINUTE;
    await stage.pass();
    expect(stage.feed.told('S2')).toEqual([BASE]);
  });
});
