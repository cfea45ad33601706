import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from './shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop('sqlite');
});

// The example that test/cli/plan.spec.ts works by hand.
const QUESTION = { stock: 1, periods: 1, prices: [10, 6], lifts: [1, 4], prior: { mean: 0.5, sd: 0 } };

describe('POST /api/v1/plans', () => {
  it('answers a question to whoever may read', async () => {
    const key = await shop.withKey('read');
    const { body } = await key.post('/api/v1/plans').send(QUESTION).expect(200);
    expect(body).toMatchObject({ priceNow: 6, plan: [6], belief: { mean: 0.5, sd: 0 } });
    expect((body as { expectedRevenue: number }).expectedRevenue).toBeCloseTo(5.0897, 4);
    await (await shop.withKey('ingest')).post('/api/v1/plans').send(QUESTION).expect(403);
  });

  it('refuses another shape with 400 and what makes no sense with 422, both with pointers', async () => {
    const shape = await shop.owner
      .post('/api/v1/plans')
      .send({ ...QUESTION, stock: '1' })
      .expect(400);
    expect(shape.body).toMatchObject({ code: 'bad-request', errors: [{ path: '/stock', code: 'invalid-type' }] });
    const sense = await shop.owner
      .post('/api/v1/plans')
      .send({ ...QUESTION, lifts: [2, 4], maxPrice: 5 })
      .expect(422);
    expect(sense.body).toMatchObject({
      code: 'bad-plan',
      errors: [
        { path: '/lifts/0', code: 'not-one' },
        { path: '/maxPrice', code: 'no-price-left' },
      ],
    });
  });
});

describe('POST /api/v1/plans/batch', () => {
  it('answers in the order of the questions', async () => {
    const questions = [QUESTION, { ...QUESTION, lifts: [1, 1] }];
    const { body } = await shop.owner.post('/api/v1/plans/batch').send({ questions }).expect(200);
    expect(body).toMatchObject({ plans: [{ priceNow: 6 }, { priceNow: 10 }] });
  });

  it('refuses all for one that is wrong, with pointers into the request', async () => {
    const questions = [QUESTION, { ...QUESTION, stock: -1 }];
    const { body } = await shop.owner.post('/api/v1/plans/batch').send({ questions }).expect(422);
    expect(body).toMatchObject({ code: 'bad-plan', errors: [{ path: '/questions/1/stock' }] });
    await shop.owner.post('/api/v1/plans/batch').send({ questions: [] }).expect(400);
    const many = new Array<object>(101).fill(QUESTION);
    await shop.owner.post('/api/v1/plans/batch').send({ questions: many }).expect(400);
  });
});
