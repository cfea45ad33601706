import { describe, expect, it } from 'vitest';
import { close, decide, withdraw } from '../../../src/core/approval/decide.js';
import type { Decision, SuggestionState } from '../../../src/core/approval/suggestion.js';
import { Refusal } from '../../../src/core/refusal.js';
import { adjustTo, context, NOW, request, suggestion } from './example.js';

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}
const codeOf = (work: () => unknown): string => refusalOf(work).code;

const ALL: SuggestionState[] = [
  'draft',
  'pending',
  'half-approved',
  'approved',
  'adjusted',
  'rejected',
  'expired',
  'superseded',
  'withdrawn',
];

/** The first approval of a suggestion that needs two. */
function firstApproval(actor: string, adjustment?: object): Decision {
  return {
    id: 1,
    suggestionId: 7,
    action: adjustment ? 'adjust' : 'approve',
    fromState: 'pending',
    toState: 'half-approved',
    actor,
    at: NOW - 60_000,
    reason: null,
    detail: adjustment ? { adjustment } : {},
  };
}

describe('the states of a suggestion', () => {
  // From the one open state to each action's next state; two approvals are told apart further down.
  it.each([
    ['approve', 'approved'],
    ['adjust', 'adjusted'],
    ['reject', 'rejected'],
  ] as const)('pending, %s -> %s: one version on, no longer open, one decision', (action, to) => {
    const asked = action === 'adjust' ? adjustTo(85_000) : { action };
    const outcome = decide(suggestion(), request(asked), context());
    expect(outcome.suggestion).toEqual({ state: to, version: 4, openKey: null, updatedAt: NOW });
    expect(outcome.decision).toMatchObject({
      suggestionId: 7,
      action,
      fromState: 'pending',
      toState: to,
      actor: 'user:siti',
      at: NOW,
    });
    expect(outcome.grant === null).toBe(to === 'rejected');
  });

  it.each(ALL.filter((state) => state !== 'pending' && state !== 'half-approved'))(
    'a closed one (%s) takes no decision and says its state',
    (state) => {
      for (const action of ['approve', 'adjust', 'reject'] as const) {
        const no = refusalOf(() => decide(suggestion({ state }), request({ action }), context()));
        expect(no).toMatchObject({ kind: 'conflict', code: 'already-decided', values: { state, version: 3 } });
      }
      expect(codeOf(() => close(suggestion({ state }), 'expire', context()))).toBe('already-decided');
    },
  );

  it.each(['pending', 'half-approved'] as const)('%s can be rejected, expire and be superseded', (state) => {
    const open = suggestion({ state });
    expect(decide(open, request({ action: 'reject' }), context()).suggestion.state).toBe('rejected');
    expect(close(open, 'expire', context()).suggestion).toMatchObject({ state: 'expired', openKey: null, version: 4 });
    expect(close(open, 'supersede', context()).suggestion.state).toBe('superseded');
  });

  it.each(ALL.filter((state) => state !== 'approved' && state !== 'adjusted'))(
    '%s has nothing to withdraw',
    (state) => {
      const entry = { state: 'active', endsAt: null };
      const asked = { expectedVersion: null, reason: null };
      expect(codeOf(() => withdraw(suggestion({ state }), entry, asked, context()))).toBe('nothing-to-withdraw');
    },
  );

  it.each(['approved', 'adjusted'] as const)('%s can be withdrawn while its price is not over', (state) => {
    const asked = { expectedVersion: 3, reason: 'wrong product' };
    const running = { state: 'active', endsAt: NOW + 1 };
    const { suggestion: next, decision } = withdraw(suggestion({ state }), running, asked, context());
    expect(next).toMatchObject({ state: 'withdrawn', version: 4 });
    expect(decision).toMatchObject({ action: 'withdraw', reason: 'wrong product', fromState: state });
    const over = { state: 'active', endsAt: NOW };
    expect(codeOf(() => withdraw(suggestion({ state }), over, asked, context()))).toBe('already-ended');
    const gone = { state: 'ended', endsAt: NOW + 1 };
    expect(codeOf(() => withdraw(suggestion({ state }), gone, asked, context()))).toBe('already-ended');
  });

  it('refuses another version than the one that was looked at', () => {
    const no = refusalOf(() => decide(suggestion(), request({ expectedVersion: 2 }), context()));
    expect(no).toMatchObject({ code: 'suggestion-changed', values: { suggestionId: 7, state: 'pending', version: 3 } });
    expect(decide(suggestion(), request({ expectedVersion: 3 }), context()).suggestion.state).toBe('approved');
  });

  it('cannot be decided from the moment on at which it expires', () => {
    const late = suggestion({ expiresAt: NOW });
    expect(codeOf(() => decide(late, request(), context()))).toBe('suggestion-expired');
    expect(decide(suggestion({ expiresAt: NOW + 1 }), request(), context()).suggestion.state).toBe('approved');
  });
});

describe('what an approval grants', () => {
  it('is the suggested price from now until a midnight 14 whole days on', () => {
    const { grant } = decide(suggestion(), request(), context());
    expect(grant).toEqual({
      kind: 'discount',
      price: 80_000,
      listPrice: 100_000,
      discountBp: 2_000,
      offer: {},
      startsAt: NOW,
      endsAt: Date.UTC(2026, 3, 14, 17), // 2026-04-15 00:00 in Jakarta
    });
  });

  it('is the adjusted price and window, with the cut reckoned anew', () => {
    const adjustment = { price: 85_500, startsAt: NOW + 3_600_000, endsAt: NOW + 90_000_000 };
    const { grant, decision } = decide(suggestion(), request({ action: 'adjust', adjustment }), context());
    expect(grant).toMatchObject({ discountBp: 1_450, ...adjustment });
    expect(decision.detail).toMatchObject({ adjustment, price: 85_500 });
  });

  it('is nothing for an alert, which can be seen or rejected but not adjusted', () => {
    const alert = suggestion({ kind: 'alert', price: null, listPrice: null, currentPrice: null });
    expect(decide(alert, request(), context())).toMatchObject({ grant: null, suggestion: { state: 'approved' } });
    expect(decide(alert, request({ action: 'reject' }), context()).suggestion.state).toBe('rejected');
    expect(codeOf(() => decide(alert, request(adjustTo(5)), context()))).toBe('not-adjustable');
  });

  it('is the base price, open-ended, for a restore', () => {
    const restore = suggestion({ kind: 'restore', price: 100_000, currentPrice: 80_000, discountBp: 0 });
    const { grant } = decide(restore, request(), context({ prices: { base: 98_000, current: 80_000 } }));
    expect(grant).toMatchObject({ kind: 'base', price: 98_000, listPrice: 98_000, endsAt: null });
    expect(codeOf(() => decide(restore, request(adjustTo(90_000)), context()))).toBe('not-adjustable');
  });

  it('is refused when a guardrail is crossed, each named', () => {
    const checkPrice = () => [
      {
        code: 'below-floor',
        path: 'price',
        limit: 60_000,
        sentence: { id: 'Terlalu rendah.', en: 'Too low.' },
      } as const,
    ];
    const no = refusalOf(() => decide(suggestion(), request(adjustTo(50_000)), context({ checkPrice })));
    expect(no).toMatchObject({
      code: 'crosses-guardrail',
      issues: [{ path: 'price', code: 'below-floor', message: 'Too low.' }],
    });
  });

  it('is refused when the base price has moved since, unless the human names a price against the new one', () => {
    const moved = context({ prices: { base: 95_000, current: 95_000 } });
    expect(codeOf(() => decide(suggestion(), request(), moved))).toBe('price-moved');
    const { grant } = decide(suggestion(), request(adjustTo(76_000)), moved);
    expect(grant).toMatchObject({ price: 76_000, listPrice: 95_000, discountBp: 2_000 });
  });

  it('is refused when the current price has fallen below what the engine saw', () => {
    const cutMeanwhile = context({ prices: { base: 100_000, current: 90_000 } });
    expect(codeOf(() => decide(suggestion(), request(), cutMeanwhile))).toBe('price-moved');
    const voucher = suggestion({
      kind: 'voucher',
      price: 95_000,
      offer: { voucher: { percentBp: null, amount: 5_000, minSpend: null, maxDiscount: null, quota: 100 } },
    });
    // A voucher comes on top of the current price, so naming another price does not make it safe.
    expect(codeOf(() => decide(voucher, request(adjustTo(96_000)), cutMeanwhile))).toBe('price-moved');
  });

  it('follows the price with the numbers of a voucher', () => {
    const code = { percentBp: 1_000, amount: null, minSpend: null, maxDiscount: 4_000, quota: 100 };
    const voucher = suggestion({ kind: 'voucher', price: 96_000, offer: { voucher: code } });
    const percent = decide(voucher, request(adjustTo(93_000)), context()).grant!;
    expect(percent.offer.voucher).toEqual({ ...code, percentBp: 700, maxDiscount: 7_000 });
    expect(percent.price).toBe(93_000);
    const amount = { ...code, percentBp: null, amount: 8_000, minSpend: 150_000 };
    const twoUnits = suggestion({ kind: 'voucher', price: 96_000, offer: { voucher: amount } });
    // 150,000 asks for two units at 100,000: 3,000 off each are 6,000 off the basket.
    expect(decide(twoUnits, request(adjustTo(97_000)), context()).grant).toMatchObject({
      price: 97_000,
      offer: { voucher: { amount: 6_000 } },
    });
  });

  it('moves a bundle upwards only, and below the sum of its parts', () => {
    const parts = { partnerSku: 'GULA', partnerPrice: 20_000, discountBp: 833, bundlePrice: 110_000, listSum: 120_000 };
    const bundle = suggestion({ kind: 'bundle', price: 110_000, listPrice: 120_000, offer: { bundle: parts } });
    expect(decide(bundle, request(adjustTo(114_000)), context()).grant).toMatchObject({
      price: 114_000,
      offer: { bundle: { bundlePrice: 114_000, discountBp: 500 } },
    });
    expect(codeOf(() => decide(bundle, request(adjustTo(109_999)), context()))).toBe('bundle-only-up');
    expect(codeOf(() => decide(bundle, request(adjustTo(120_000)), context()))).toBe('crosses-guardrail');
  });

  it('must change something to be an adjustment', () => {
    expect(codeOf(() => decide(suggestion(), request({ action: 'adjust' }), context()))).toBe('nothing-adjusted');
  });
});

describe('two people', () => {
  const deep = suggestion({ price: 65_000, discountBp: 3_500, needsSecondApproval: true });
  const half = { ...deep, state: 'half-approved' as const, version: 4 };

  it('approve one after the other: the first makes it half-approved, the second makes the price', () => {
    const first = decide(deep, request(), context());
    expect(first.suggestion).toMatchObject({ state: 'half-approved', version: 4, openKey: '1:1:discount' });
    expect(first.grant).toBeNull();
    const second = decide(half, request(), context({ actor: 'user:budi', history: [firstApproval('user:siti')] }));
    expect(second.suggestion.state).toBe('approved');
    expect(second.decision.action).toBe('second-approve');
    expect(second.grant?.price).toBe(65_000);
    expect(second.isAlone).toBe(false);
  });

  it('must be two: the first cannot be the second', () => {
    const history = [firstApproval('user:siti')];
    const no = refusalOf(() => decide(half, request(), context({ history })));
    expect(no).toMatchObject({ code: 'same-person', values: { state: 'half-approved', version: 4 } });
  });

  it('an adjustment makes its proposer the first again: they cannot confirm their own price, the other can', () => {
    const adjustment = { price: 62_000, startsAt: null, endsAt: null };
    const proposed = decide(
      half,
      request({ action: 'adjust', adjustment }),
      context({ actor: 'user:budi', history: [firstApproval('user:siti')] }),
    );
    expect(proposed.suggestion.state).toBe('half-approved');
    expect(proposed.grant).toBeNull();
    const history = [firstApproval('user:siti'), firstApproval('user:budi', adjustment)];
    expect(codeOf(() => decide(half, request(), context({ actor: 'user:budi', history })))).toBe('same-person');
    const confirmed = decide(half, request(), context({ actor: 'user:siti', history }));
    expect(confirmed).toMatchObject({ suggestion: { state: 'adjusted' }, grant: { price: 62_000 } });
  });

  it('are needed for an adjustment that cuts deeper than the limit, and not for one that takes it back within', () => {
    expect(decide(suggestion(), request(adjustTo(70_000)), context()).suggestion.state).toBe('adjusted'); // 30 % is the limit
    expect(
      decide(suggestion(), request(adjustTo(69_999)), context({ secondApprovalAboveBp: 2_999 })).suggestion.state,
    ).toBe('half-approved');
    expect(decide(deep, request(adjustTo(80_000)), context()).suggestion.state).toBe('adjusted');
    expect(decide(deep, request(adjustTo(64_000)), context({ secondApprovalAboveBp: 9_000 })).suggestion.state).toBe(
      'half-approved',
    );
  });

  it('are needed below the floor, however small the cut', () => {
    const dear = context({ floorPrice: 95_000 });
    expect(decide(suggestion(), request(adjustTo(94_000)), dear).suggestion.state).toBe('half-approved');
    expect(decide(suggestion(), request(adjustTo(95_000)), dear).suggestion.state).toBe('adjusted');
  });

  it('cannot be the command line, whose login is nobody by name', () => {
    const shell = context({ actor: 'cli:root', isPerson: false });
    expect(codeOf(() => decide(deep, request(), shell))).toBe('needs-named-person');
    expect(decide(suggestion(), request(), shell).suggestion.state).toBe('approved');
  });

  it('are stood in for by a typed confirmation with a reason where only one may approve', () => {
    const alone = context({ approvers: 1 });
    const no = refusalOf(() => decide(deep, request(), alone));
    expect(no).toMatchObject({ code: 'confirmation-needed', values: { confirmation: 'APPROVE KOPI-250' } });
    const typed = { confirmation: 'APPROVE KOPI-250', reason: 'season is over' };
    expect(codeOf(() => decide(deep, request({ ...typed, reason: ' ' }), alone))).toBe('confirmation-needed');
    expect(codeOf(() => decide(deep, request({ ...typed, confirmation: 'approve kopi-250' }), alone))).toBe(
      'confirmation-needed',
    );
    const done = decide(deep, request(typed), alone);
    expect(done).toMatchObject({ isAlone: true, suggestion: { state: 'approved' }, grant: { price: 65_000 } });
    expect(done.decision.detail).toMatchObject({ confirmation: 'APPROVE KOPI-250' });
  });

  it('cannot be stood in for where two may approve', () => {
    const typed = request({ confirmation: 'APPROVE KOPI-250', reason: 'in a hurry' });
    expect(decide(deep, typed, context()).suggestion.state).toBe('half-approved');
    expect(codeOf(() => decide(half, typed, context({ history: [firstApproval('user:siti')] })))).toBe('same-person');
  });

  it('became one meanwhile: who gave the first approval may finish alone, typed', () => {
    const history = [firstApproval('user:siti')];
    const typed = request({ confirmation: 'APPROVE KOPI-250', reason: 'Budi has left' });
    const done = decide(half, typed, context({ approvers: 1, history }));
    expect(done).toMatchObject({ isAlone: true, decision: { action: 'second-approve' } });
  });
});

describe('a boost', () => {
  // It is 31 March; the boost ends with 3 April in Jakarta, and a price runs for 14 days by itself.
  const endsAt = Date.UTC(2026, 3, 3, 17);
  const boost = { name: '4.4', endsAt, isNeededFor: ({ price }: { price: number }) => price < 80_000 };
  const grantOf = (price: number, window: { startsAt?: number; endsAt?: number } = {}) => {
    const adjustment = { price, startsAt: null, endsAt: null, ...window };
    return decide(suggestion(), request({ action: 'adjust', adjustment }), context({ boost, approvers: 2 })).grant;
  };

  it('ends a price that only it allows, and leaves others their days', () => {
    expect(grantOf(79_900)?.endsAt).toBe(endsAt);
    expect(grantOf(80_000)?.endsAt).toBe(Date.UTC(2026, 3, 14, 17));
  });

  it('refuses an end that a person names beyond it, and takes one within', () => {
    expect(refusalOf(() => grantOf(79_900, { endsAt: endsAt + 60_000 }))).toMatchObject({
      code: 'outlasts-boost',
      values: { name: '4.4', endsAt },
    });
    expect(grantOf(79_900, { endsAt: endsAt - 3_600_000 })?.endsAt).toBe(endsAt - 3_600_000);
    expect(grantOf(80_000, { endsAt: endsAt + 60_000 })?.endsAt).toBe(endsAt + 60_000);
  });
});

describe('a lock on the day on which the price would begin', () => {
  const lock = { name: 'Harbolnas', from: '2026-12-10', to: '2026-12-12' };

  it('holds every price, a restore too, and lets a suggestion be rejected', () => {
    const no = refusalOf(() => decide(suggestion(), request(), context({ lock })));
    expect(no).toMatchObject({ kind: 'conflict', code: 'campaign-lock', values: lock });
    expect(codeOf(() => decide(suggestion({ kind: 'restore' }), request(), context({ lock })))).toBe('campaign-lock');
    expect(decide(suggestion(), request({ action: 'reject' }), context({ lock })).suggestion.state).toBe('rejected');
  });
});
