import type { Money } from '../units.js';
import { formatMoney, inBoth } from './money-text.js';
import type { Locale } from './money-text.js';
import type { GuardrailContext } from './offer.js';
import type { GuardrailTrace } from './proposal.js';

/** Why a limit bit: a clause with its numbers, in one language. */
export type Reason = (l: Locale) => string;

/** Writes amounts in the shop's currency. */
export function moneyIn(context: Pick<GuardrailContext, 'currency'>): (amount: Money, l: Locale) => string {
  const { code, scale } = context.currency;
  return (amount, l) => formatMoney(amount, code, scale, l);
}

/** A limit that moved the price. */
export function changed(
  name: string,
  from: Money,
  to: Money,
  reason: Reason,
  context: GuardrailContext,
): GuardrailTrace {
  const money = moneyIn(context);
  const sentence = inBoth((l) => {
    const [a, b] = [money(from, l), money(to, l)];
    return l === 'id'
      ? `Harga ${to > from ? 'dinaikkan' : 'diturunkan'} dari ${a} ke ${b}: ${reason(l)}.`
      : `Price ${to > from ? 'raised' : 'lowered'} from ${a} to ${b}: ${reason(l)}.`;
  });
  return { name, effect: 'changed', from, to, sentence };
}

/** A limit that leaves nothing to suggest. */
export function stop(name: string, from: Money | null, reason: Reason): GuardrailTrace {
  const sentence = inBoth((l) => `${l === 'id' ? 'Tidak ada usulan' : 'Nothing is suggested'}: ${reason(l)}.`);
  return { name, effect: 'stopped', from, to: null, sentence };
}

/** A limit that asks for a second person. */
export function escalated(name: string, price: Money, reason: Reason): GuardrailTrace {
  const sentence = inBoth((l) => `${l === 'id' ? 'Perlu dua persetujuan' : 'Two approvals are needed'}: ${reason(l)}.`);
  return { name, effect: 'needs-second-approval', from: price, to: price, sentence };
}
