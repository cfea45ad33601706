import { describe, expect, it } from 'vitest';
import { applyGuardrails } from '../../../src/core/pricing/guardrails.js';
import { bundle } from '../../../src/core/pricing/bundle.js';
import { violations } from '../../../src/core/pricing/violations.js';
import { anOffer } from './an-offer.js';

describe('a bundle of a dear stale product and a cheap one', () => {
  it('costs more than the dear one alone, or it would give the cheap one away', () => {
    const terms = { percent: [], fixed: 0, vatBp: 0 };
    const partner = { sku: 'CHEAP', price: 200, cost: 100, terms, unitsPerDay: 3, attachBp: 2_000 };
    const endings = [{ below: null, step: 1, endings: [0] }];
    const context = { ...anOffer(), listPrice: 1_665, currentPrice: 1_665, cost: 900, terms, endings, partner };
    const asked = bundle.build({ partner: 'best', percent: 25 }, context)!;
    expect(asked.price).toBe(1_449); // 1,865 less 416
    expect(violations(asked, context)).toContain('dearest-part');
    const { price, traces } = applyGuardrails(asked, context);
    expect(price).toBe(1_666);
    expect(traces.map((trace) => trace.name)).toContain('dearest-part');
  });
});
