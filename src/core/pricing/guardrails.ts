import type { Money } from '../units.js';
import { boundsOf, highestAllowed, lowestAllowed, partnerShare } from './bounds.js';
import type { Bound } from './bounds.js';
import { bundle } from './bundle.js';
import { discount } from './discount.js';
import { secondApprovals } from './second-approval.js';
import type { Locale } from './money-text.js';
import type { GuardrailContext, OfferBuilder } from './offer.js';
import type { GuardrailTrace, OfferKind, Proposal } from './proposal.js';
import { restore } from './restore.js';
import { standsStill } from './standstill.js';
import { changed, moneyIn, stop } from './traces.js';
import type { Reason } from './traces.js';
import { voucher } from './voucher.js';

/** What is left of a proposal, and every limit that changed, stopped or escalated it, in the order of the limits. */
export interface Guarded {
  /** Null: stopped. The offer says the same as the price. */
  proposal: Proposal | null;
  price: Money | null;
  traces: GuardrailTrace[];
}

const SETTLE: Record<OfferKind, OfferBuilder<never>['settle']> = {
  discount: discount.settle,
  voucher: voucher.settle,
  bundle: bundle.settle,
  restore: restore.settle,
};

/**
 * Holds a proposal to the limits, in this order: price range, cool-down, campaign lock, unknown cost, largest discount,
 * largest step, lowest and highest price of the listing, margin floor, variant ratio, price ending, second approval.
 *
 * A limit on a cut moves the price up as far as it asks (the highest price of a listing: down). What no longer is a cut
 * below the current price is stopped, in the name of the limit that asked most. The ending is chosen last, below if that
 * keeps to every limit, else above. A restore goes to the merchant's own base price: only range, cool-down, campaign lock
 * and the listing's limits can stop it, and it is never moved part of the way.
 */
export function applyGuardrails(proposal: Proposal, context: GuardrailContext): Guarded {
  const standing = standsStill(proposal, context);
  if (standing !== null) return stopped([], standing);
  if (proposal.kind === 'restore') return { proposal, price: proposal.price, traces: [] };

  const traces: GuardrailTrace[] = [];
  const bounds = boundsOf(proposal.kind, context);
  let price = proposal.price;
  for (const bound of bounds) {
    const moved = bound.side === 'lowest' ? Math.max(price, bound.price) : Math.min(price, bound.price);
    if (moved !== price) traces.push(changed(bound.name, price, moved, bound.reason, context));
    price = moved;
  }
  const lowest = lowestAllowed(bounds);
  const highest = highestAllowed(proposal.kind, bounds, context);
  if (lowest > highest || price > highest) return stopped(traces, notACut(proposal, bounds, lowest, highest, context));

  const settled = SETTLE[proposal.kind]({ ...proposal, price: Math.max(price, lowest) }, lowest, highest, context);
  if (settled === null) return stopped(traces, stop('price-ending', price, endingReason(proposal.kind, true)));
  if (settled.price !== price) {
    traces.push(changed('price-ending', price, settled.price, endingReason(proposal.kind, false), context));
  }
  return { proposal: settled, price: settled.price, traces: [...traces, ...secondApprovals(settled, context)] };
}

/** Which limit left no room between itself and the current price; the current price itself when none did. */
function notACut(
  proposal: Proposal,
  bounds: Bound[],
  lowest: Money,
  highest: Money,
  context: GuardrailContext,
): GuardrailTrace {
  const current = context.currentPrice + partnerShare(proposal.kind, context);
  const money = moneyIn(context);
  const now = (l: Locale): string => money(current, l);
  const binding = lowest > highest ? bounds.find((b) => b.side === 'lowest' && b.price === lowest) : undefined;
  const cap = bounds.find((bound) => bound.side === 'highest' && bound.price === highest && highest < current - 1);
  return stop(binding?.name ?? 'no-cut', proposal.price, (l) => {
    if (binding === undefined) {
      return l === 'id'
        ? `harga sekarang ${now(l)} sudah tidak lebih tinggi`
        : `the current ${now(l)} is no higher already`;
    }
    if (cap !== undefined) return `${binding.reason(l)}; ${cap.reason(l)}`;
    const rest =
      l === 'id' ? `tidak ada ruang di bawah harga sekarang ${now(l)}` : `no room is left below the current ${now(l)}`;
    return `${binding.reason(l)}; ${rest}`;
  });
}

function endingReason(kind: OfferKind, isStopped: boolean): Reason {
  if (kind === 'voucher') {
    return (l) => (l === 'id' ? 'voucher dibulatkan ke bawah' : 'the voucher is rounded down');
  }
  if (isStopped) {
    return (l) =>
      l === 'id'
        ? 'tidak ada akhiran harga yang diizinkan di antara batas bawah dan harga sekarang'
        : 'no allowed price ending lies between the lowest allowed and the current price';
  }
  return (l) => (l === 'id' ? 'akhiran harga yang diizinkan' : 'the price endings that are allowed');
}

function stopped(traces: GuardrailTrace[], last: GuardrailTrace): Guarded {
  return { proposal: null, price: null, traces: [...traces, last] };
}
