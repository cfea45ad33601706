import { boundsOf, partnerShare } from '../pricing/bounds.js';
import { endingAbove, endingBelow, hasAllowedEnding } from '../pricing/ending.js';
import { inBoth } from '../pricing/money-text.js';
import type { GuardrailContext } from '../pricing/offer.js';
import type { OfferKind } from '../pricing/proposal.js';
import { heldByTime } from '../pricing/standstill.js';
import { moneyIn, type Reason } from '../pricing/traces.js';
import type { Money } from '../units.js';

/** A limit that the engine keeps to by itself and that a person may pass knowingly. */
export interface Warning {
  code: 'cool-down' | 'campaign-lock' | 'max-step' | 'variant-ratio' | 'price-ending';
  sentence: { id: string; en: string };
}

/**
 * What a person should know of a price that they name: the limits of the engine that are matters of style or of time. They
 * do not stop a person, who may have a reason that no record holds.
 */
export function priceWarnings(kind: OfferKind, price: Money, context: GuardrailContext): Warning[] {
  const found: Warning[] = [];
  const warn = (code: Warning['code'], reason: Reason): number =>
    found.push({ code, sentence: inBoth((l) => asSentence(reason(l))) });
  const held = heldByTime(context);
  if (held !== null) warn(held.name, held.reason);
  for (const bound of boundsOf(kind, context)) {
    if (bound.name !== 'max-step' && bound.name !== 'variant-ratio') continue;
    if (price < bound.price) warn(bound.name, bound.reason);
  }
  if (kind !== 'voucher' && !hasAllowedEnding(price, context.endings)) {
    const money = moneyIn(context);
    const near = [endingBelow(price, context.endings), endingAbove(price, context.endings)].filter(
      (each) => each !== null,
    );
    const dearest = context.currentPrice + partnerShare(kind, context);
    const usual = near.filter((each) => each < dearest);
    warn('price-ending', (l) => {
      const prices = usual.map((each) => money(each, l)).join(l === 'id' ? ' atau ' : ' or ');
      if (usual.length === 0) return l === 'id' ? 'akhiran harga ini tidak lazim' : 'prices here do not usually end so';
      return l === 'id' ? `akhiran harga yang lazim: ${prices}` : `a price with a usual ending would be ${prices}`;
    });
  }
  return found;
}

const asSentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
