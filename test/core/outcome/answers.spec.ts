import { expect, it } from 'vitest';
import { answerOf } from '../../../src/core/outcome/answers.js';
import type { Outcome } from '../../../src/core/outcome/outcome.js';

/** An offer that was measured; what is left out says nothing in the sentence. */
const measured = (more: Partial<Outcome>): Outcome =>
  ({
    state: 'measured',
    unitsGained: { value: 5, low: 0, high: 12 },
    after: { days: 12, units: 9 },
    ...more,
  }) as Outcome;

it('says that chance alone may explain a change, with signs and the thousands of each language', () => {
  const { id, en } = answerOf(measured({ uplift: { value: 0.94, low: -0.32, high: 17.09 } }));
  expect(id).toBe('Tidak terlihat pengaruhnya: perubahan +94 % (antara -32 % dan +1.709 %) bisa kebetulan.');
  expect(en).toBe('No effect is seen: a change of +94 % (between -32 % and +1,709 %) may be chance.');
});

it('says how much more was sold', () => {
  const { id, en } = answerOf(measured({ uplift: { value: 1.99, low: 0.11, high: 12.25 } }));
  expect(id).toBe('Terjual 199 % lebih banyak daripada tanpa penawaran (antara +11 % dan +1.225 %): 5 unit.');
  expect(en).toBe('Sold 199 % more than without the offer (between +11 % and +1,225 %): 5 units.');
});

it('counts units where nothing was sold before', () => {
  const outcome = measured({
    state: 'no-sales-before',
    uplift: null,
    unitsGained: { value: 2.4, low: -0.6, high: 6.7 },
  });
  expect(answerOf(outcome).id).toBe(
    'Sebelumnya tidak ada penjualan; 9 unit terjual, 2 di antaranya karena penawaran (antara -1 dan +7).',
  );
});
