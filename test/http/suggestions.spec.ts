import { beforeAll, describe, expect, it } from 'vitest';
import { bitsOf } from '../../src/core/approval/marks.js';
import type { StandingDecision, SuggestionView } from '../../src/contract/suggestions.js';
import { ProductTable } from '../../src/db/tables/shop.js';
import { DATABASES } from '../database.js';
import { addProducts, suggest } from '../flow/decide-shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/suggestions';

describe.each(DATABASES)('suggestions over HTTP on %s', (kind) => {
  let shop: TestShop;
  let ids: number[];
  beforeAll(async () => {
    shop = await openShop(kind);
    await addProducts(shop.db, 9);
    await shop.db.manager.update(ProductTable, { id: 3 }, { name: 'Teh 100% Melati' });
    const gains = [500, null, 300, 300, null, 900, -50, 300, null];
    ids = [];
    for (const [i, gain] of gains.entries()) {
      const facts = { 'stock.ageDaysOldest': 30 + i * 10, 'margin.floorPrice': 60_000 };
      const { why } = (await import('../core/approval/example.js')).suggestion();
      const marks = i === 4 ? ['unknown-cost'] : i === 8 ? ['short-history', 'unknown-cost'] : [];
      const change = {
        gain,
        atStake: gain === null ? 100 + i : Math.abs(gain),
        ageDays: 30 + i * 10,
        discountGiven: gain === null ? null : 1_000,
        markBits: bitsOf(marks),
        category: i < 4 ? 'Kopi, Teh' : null,
        discountBp: 1_000 + i,
        ruleName: i % 2 ? 'odd' : 'even',
        why: { ...why, facts, marks },
      };
      ids.push(await suggest(shop.db, i + 1, i < 6 ? 1 : 2, change));
    }
    await suggest(shop.db, 1, 2, { state: 'draft', openKey: null });
    await suggest(shop.db, 2, 2, { state: 'rejected', openKey: null });
  });

  const list = async (query: string): Promise<SuggestionView[]> =>
    ((await shop.owner.get(`${PATH}?${query}`).expect(200)).body as { items: SuggestionView[] }).items;
  const skus = async (query: string) => (await list(query)).map((item) => item.sku.replace('SKU-', '')).join(' ');

  it('come largest gain first, unknown gains last in both directions, ties by id', async () => {
    expect(await skus('')).toBe('6 1 8 4 3 7 9 5 2');
    expect(await skus('order=asc')).toBe('7 3 4 8 1 6 2 5 9');
    expect(await skus('sort=discountBp&order=asc')).toBe('1 2 3 4 5 6 7 8 9');
    // By what hangs on them losses stand among the gains, and unknown gains where their revenue puts them.
    expect(await skus('sort=atStake')).toBe('6 1 8 4 3 9 5 2 7');
  });

  it.each(['atStake', 'gain', 'staleValue', 'createdAt', 'discountBp'])(
    'page by %s without a repeat or a gap, whatever the page size',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const whole = await skus(`sort=${sort}&order=${order}`);
        for (const limit of [1, 2, 4]) {
          const seen: string[] = [];
          let after: string | null = '';
          while (after !== null) {
            const cursor: string = after === '' ? '' : `&after=${after}`;
            const reply = await shop.owner
              .get(`${PATH}?sort=${sort}&order=${order}&limit=${limit}${cursor}`)
              .expect(200);
            const page = reply.body as { items: SuggestionView[]; next: string | null };
            seen.push(...page.items.map((item) => item.sku.replace('SKU-', '')));
            expect(reply.headers.link === undefined).toBe(page.next === null);
            after = page.next;
          }
          expect(seen.join(' ')).toBe(whole);
        }
      }
    },
  );

  it('refuse a cursor of another order', async () => {
    const { next } = (await shop.owner.get(`${PATH}?limit=2`)).body as { next: string };
    const reply = await shop.owner.get(`${PATH}?limit=2&order=asc&after=${next}`).expect(400);
    expect(reply.body.code).toBe('bad-cursor');
    await shop.owner.get(`${PATH}?after=garbage`).expect(400);
  });

  it('are narrowed by state, kind, channel, rule, age, gain and text; drafts never show', async () => {
    expect(await skus('channel=website')).toBe('8 7 9');
    expect(await skus('channel=shopee&rule=odd')).toBe('6 4 2');
    expect(await skus('minAgeDays=90')).toBe('8 7 9'); // ages are 30, 40, ... 110
    expect(await skus('minGain=300')).toBe('6 1 8 4 3');
    expect(await skus('search=sku-4')).toBe('4');
    expect(await skus(`search=${encodeURIComponent('100% mel')}`)).toBe('3');
    expect(await skus(`search=${encodeURIComponent('_')}`)).toBe('');
    expect(await skus('state=rejected')).toBe('2');
    expect(await skus('state=rejected,pending&sku=SKU-2')).toBe('2 2');
    expect(await skus('kind=voucher')).toBe('');
    expect(await skus('needsSecondApproval=true')).toBe('');
    expect(await skus('channel=shopee&channel=website&rule=odd&rule=none')).toBe('6 8 4 2');
    expect(await skus(`category=${encodeURIComponent('Kopi, Teh')}`)).toBe('1 4 3 2');
    expect(await skus('mark=unknown-cost')).toBe('9 5');
    expect(await skus('mark=short-history,loses-money')).toBe('9');
    expect(await skus('minAtStake=105')).toBe('6 1 8 4 3 9');
    await shop.owner.get(`${PATH}?mark=pretty`).expect(400);
    await shop.owner.get(`${PATH}?channel=shopee&channel=No+Channel`).expect(400);
    await shop.owner.get(`${PATH}?state=draft`).expect(400);
  });

  it('are summed by what matches', async () => {
    const { body } = await shop.owner.get(`${PATH}/totals`).expect(200);
    expect(body).toMatchObject({
      count: 9,
      gain: 2_250,
      gainUnknown: 3,
      staleValue: 9 * 500_000,
      discountGiven: 6_000,
    });
    expect(body.by.channel).toEqual([
      { name: 'shopee', count: 6, gain: 2_000 },
      { name: 'website', count: 3, gain: 250 },
    ]);
    expect(body.by.category).toEqual([
      { name: '', count: 5, gain: 1_150 },
      { name: 'Kopi, Teh', count: 4, gain: 1_100 },
    ]);
    expect((await shop.owner.get(`${PATH}/totals?sku=nothing`)).body).toMatchObject({ count: 0, gain: 0 });
  });

  it('are decided by people with the role, not by viewers or keys', async () => {
    const path = `${PATH}/${ids[0]}/decision`;
    for (const who of [await shop.as('viewer'), await shop.withKey('read', 'ingest')] satisfies Caller[]) {
      await who.get(PATH).expect(200);
      await who.post(path).send({ action: 'approve' }).expect(403);
    }
  });

  it('show the whole why, the decisions and the price that came of it', async () => {
    const merchandiser = await shop.as('merchandiser', 'budi');
    const body = { action: 'adjust', expectedVersion: 1, price: 82_900, endsAt: '2026-04-08', reason: 'softer' };
    const decided = await merchandiser.post(`${PATH}/${ids[0]}/decision`).send(body).expect(200);
    expect(decided.body).toMatchObject({ id: ids[0], state: 'adjusted', version: 2, problem: null });
    const { body: shown } = await shop.owner.get(`${PATH}/${ids[0]}`).expect(200);
    expect(shown).toMatchObject({
      state: 'adjusted',
      why: { facts: { 'stock.ageDaysOldest': 30 } },
      decisions: [{ action: 'adjust', by: 'user:budi', reason: 'softer', at: '2026-03-31T09:15:00.000+07:00' }],
      entry: { phase: 'live', price: 82_900, endsAt: '2026-04-08T00:00:00.000+07:00' },
    });
    const again = await shop.owner.post(`${PATH}/${ids[0]}/decision`).send({ action: 'reject' }).expect(409);
    expect(again.body).toMatchObject({
      code: 'already-decided',
      values: {
        state: 'adjusted',
        version: 2,
        decided: { action: 'adjust', by: 'user:budi', at: '2026-03-31T02:15:00.000Z', reason: 'softer' },
      },
    });
    const undone = await shop.owner.post(`${PATH}/${ids[0]}/withdrawal`).send({ expectedVersion: 2 }).expect(200);
    expect(undone.body).toMatchObject({ state: 'withdrawn', version: 3, wasLive: false });
    await shop.owner.get(`${PATH}/99999`).expect(404);
  });

  it('tell each item of a bulk decision what became of it', async () => {
    const items = [
      { id: ids[1], action: 'approve', expectedVersion: 1 },
      { id: 99_999, action: 'approve' },
      { id: ids[2], action: 'adjust', price: 10 },
      { id: ids[3], action: 'reject', reason: 'no' },
    ];
    const { body } = await shop.owner.post(`${PATH}/decisions`).send({ items }).expect(200);
    expect(body).toMatchObject({ done: 2, refused: 2 });
    expect(body.items.map((item: { problem: { code: string } | null }) => item.problem?.code ?? null)).toEqual([
      null,
      'unknown-suggestion',
      'crosses-guardrail',
      null,
    ]);
    expect(body.items[2].problem.errors[0]).toMatchObject({ path: 'price', code: 'below-floor' });
    const undo = { items: [{ id: ids[1] }, { id: ids[3] }] };
    const { body: undone } = await shop.owner.post(`${PATH}/withdrawals`).send(undo).expect(200);
    expect(undone).toMatchObject({ done: 1, refused: 1, items: [{ state: 'withdrawn' }, { state: 'rejected' }] });
    const again = { items: [{ id: ids[3], expectedVersion: 2 }, { id: ids[1] }, { id: ids[4] }, { id: 99_999 }] };
    const { body: opened } = await shop.owner.post(`${PATH}/reopenings`).send(again).expect(200);
    expect(opened).toMatchObject({
      done: 2,
      refused: 2,
      items: [
        { state: 'pending', version: 3 },
        { state: 'pending', version: 4 },
        { state: 'pending', problem: { code: 'not-reopenable' } },
        { state: null, problem: { code: 'unknown-suggestion' } },
      ],
    });
    expect((await shop.owner.post(`${PATH}/${ids[4]}/reopening`).send({}).expect(409)).body.code).toBe(
      'not-reopenable',
    );
  });

  it('tell what a price would do, without doing it', async () => {
    const path = `${PATH}/${ids[4]}/quote`;
    const { body } = await shop.owner.post(path).send({ price: 50_000 }).expect(200);
    expect(body).toMatchObject({
      id: ids[4],
      version: 1,
      price: 50_000,
      discountBp: 5_000,
      range: { min: 60_000, max: 99_999 },
      problem: { code: 'crosses-guardrail' },
    });
    expect(body.crossings.map(({ code, effect }: { code: string; effect: string }) => `${code} ${effect}`)).toEqual([
      'below-floor blocks',
      'below-cost needs-second-approval',
      'second-approval needs-second-approval',
    ]);
    expect(body.crossings[0].sentence.id).toBe(
      'Di bawah Rp 60.000 harga tidak menutup modal, biaya kanal dan margin yang diminta.',
    );
    const proposed = (await shop.owner.post(path).send({}).expect(200)).body;
    expect(proposed).toMatchObject({
      price: 80_000,
      crossings: [],
      problem: null,
      endsAt: '2026-04-15T00:00:00.000+07:00',
    });
    expect((await shop.owner.get(`${PATH}/${ids[4]}`)).body).toMatchObject({
      state: 'pending',
      version: 1,
      decisions: [],
    });
    for (const wrong of [{ price: 0 }, { price: 1.5 }, { endsAt: 'soon' }, { colour: 'red' }]) {
      await shop.owner.post(path).send(wrong).expect(400);
    }
    await shop.owner.post(`${PATH}/99999/quote`).send({}).expect(404);
    await (await shop.as('viewer', 'looker')).post(path).send({}).expect(403);
  });

  it('tell what people decided last, and how it is taken back', async () => {
    const decided = async (query = ''): Promise<{ items: StandingDecision[]; next: string | null }> =>
      (await shop.owner.get(`${PATH}/decided${query}`).expect(200)).body;
    expect((await decided()).items).toEqual([]); // everything so far was taken back
    for (const [i, action] of [
      [2, 'reject'],
      [1, 'approve'],
    ] as const) {
      await shop.owner.post(`${PATH}/${ids[i]}/decision`).send({ action }).expect(200);
    }
    const first = await decided('?limit=1');
    expect(first.items).toMatchObject([
      {
        suggestion: { id: ids[1], state: 'approved' },
        decision: { action: 'approve', by: 'user:owner' },
        undo: 'withdraw',
      },
    ]);
    const second = await decided(`?limit=1&after=${first.next}`);
    expect(second).toMatchObject({ items: [{ suggestion: { id: ids[2] }, undo: 'reopen' }], next: null });
    await shop.owner.post(`${PATH}/${ids[2]}/reopening`).send({}).expect(200);
    await shop.owner.post(`${PATH}/${ids[1]}/withdrawal`).send({ toInbox: true }).expect(200);
    expect((await decided()).items).toEqual([]);
  });

  it('decide a selection only when it is as large as was shown', async () => {
    const filter = { channel: 'website' };
    const wrong = await shop.owner
      .post(`${PATH}/decisions/selection`)
      .send({ filter, expectedCount: 2, action: 'approve' })
      .expect(409);
    expect(wrong.body).toMatchObject({ code: 'selection-changed', values: { count: 3 } });
    const right = { filter, expectedCount: 3, action: 'approve', reason: 'clearance', limit: 2 };
    const { body } = await shop.owner.post(`${PATH}/decisions/selection`).send(right).expect(200);
    expect(body).toMatchObject({ done: 2, refused: 0, left: 1 });
    const on = { ...right, after: body.next };
    const { body: rest } = await shop.owner.post(`${PATH}/decisions/selection`).send(on).expect(200);
    expect(rest).toMatchObject({ done: 1, refused: 0, left: 0, next: null });
    await shop.owner
      .post(`${PATH}/decisions/selection`)
      .send({ ...right, after: 'garbage' })
      .expect(400);
  });

  it('refuse bodies that do not fit', async () => {
    const path = `${PATH}/${ids[4]}/decision`;
    for (const body of [
      {},
      { action: 'approve', price: 5 },
      { action: 'adjust', price: 1.5 },
      { action: 'adjust', price: -1 },
      { action: 'adjust', endsAt: '2026-02-30' },
      { action: 'adjust', endsAt: 'tomorrow' },
      { action: 'publish' },
      { action: 'approve', colour: 'red' },
    ]) {
      expect([body, (await shop.owner.post(path).send(body)).status]).toEqual([body, 400]);
    }
  });
});
