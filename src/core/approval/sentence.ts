import type { Comparison } from '../pricing/forecast.js';
import { formatCount, formatMoney, formatPercent, inBoth } from '../pricing/money-text.js';
import type { Currency, Locale } from '../pricing/money-text.js';
import type { Proposal } from '../pricing/proposal.js';
import { shareBp } from '../units.js';
import type { Money } from '../units.js';
import type { SuggestionKind } from './suggestion.js';

export interface WhyInput {
  kind: SuggestionKind;
  productName: string;
  channelName: string;
  onHand: number;
  staleUnits: number;
  /** What the stale units cost; 0 also when no cost is known. */
  staleValue: Money;
  /** Null: nothing on hand. */
  ageDaysOldest: number | null;
  /** The oldest units are at least this old; nobody knows how much older. */
  ageIsAtLeast: boolean;
  currentPrice: Money;
  proposal: Proposal;
  comparison: Comparison;
  currency: Currency;
}

/**
 * The why of a suggestion in both languages: how long how much has been lying, what to do where, and what it is expected
 * to bring beside doing nothing. Every figure is one that the suggestion carries. A name with line
 * breaks is told on one line.
 */
export function whySentence(input: WhyInput): { id: string; en: string } {
  return inBoth((l) => `${stock(input, l)} ${action(input, l)}: ${outlook(input, l)}.`);
}

function stock(input: WhyInput, l: Locale): string {
  const { onHand, staleUnits, staleValue, ageDaysOldest, ageIsAtLeast } = input;
  const name = input.productName.replace(/\s+/g, ' ').trim();
  if (ageDaysOldest === null || onHand <= 0) {
    return l === 'id' ? `${name} tidak ada di gudang.` : `${name} is out of stock.`;
  }
  const units = formatCount(staleUnits > 0 ? staleUnits : onHand, l);
  const value = staleUnits > 0 && staleValue > 0 ? money(input, staleValue, l) : null;
  if (l === 'id') {
    const since = `${ageIsAtLeast ? 'paling sedikit ' : ''}${ageDaysOldest} hari`;
    return `${name} telah ${since} di gudang (${units} unit${value === null ? '' : `, modal ${value}`}).`;
  }
  const since = `${ageIsAtLeast ? 'at least ' : ''}${ageDaysOldest} ${ageDaysOldest === 1 ? 'day' : 'days'}`;
  const what = `${units} ${units === '1' ? 'unit' : 'units'}${value === null ? '' : `, cost ${value}`}`;
  return `${name} has been in stock for ${since} (${what}).`;
}

function action(input: WhyInput, l: Locale): string {
  const { proposal, currentPrice, channelName } = input;
  const [from, to] = [money(input, currentPrice, l), money(input, proposal.price, l)];
  const isId = l === 'id';
  switch (proposal.kind) {
    case 'restore':
      return isId
        ? `Kembalikan harga di ${channelName} dari ${from} ke ${to}`
        : `Put the price on ${channelName} back from ${from} to ${to}`;
    case 'voucher': {
      const code = proposal.offer.voucher;
      const off = code?.amount == null ? formatPercent(code?.percentBp ?? 0, l) : money(input, code.amount, l);
      return isId
        ? `Beri voucher ${off} di ${channelName} (${from} menjadi ${to}, harga tampil tetap)`
        : `Give a voucher of ${off} on ${channelName} (${from} becomes ${to}, the shown price stays)`;
    }
    case 'bundle': {
      const pair = proposal.offer.bundle;
      const sum = money(input, pair?.listSum ?? proposal.listPrice, l);
      return isId
        ? `Jual berdua dengan ${pair?.partnerSku ?? ''} di ${channelName} seharga ${to}, bukan ${sum}`
        : `Sell it together with ${pair?.partnerSku ?? ''} on ${channelName} for ${to} instead of ${sum}`;
    }
    case 'discount': {
      const change = shareBp(proposal.price - currentPrice, currentPrice) ?? 0;
      const step = formatPercent(Math.round(change / 100) * 100, l);
      return isId
        ? `Turunkan di ${channelName} dari ${from} ke ${to} (${step})`
        : `Lower it on ${channelName} from ${from} to ${to} (${step})`;
    }
  }
}

/**
 * Units and the difference in money rather than two profits: with the write-down of what is left both are often below
 * zero, which reads like a reason to do nothing. The profits stand beside the sentence.
 */
function outlook(input: WhyInput, l: Locale): string {
  const { ifApproved, ifNothing, gain } = input.comparison;
  const days = ifApproved.horizonDays;
  const isId = l === 'id';
  const [yes, no] = [ifApproved, ifNothing].map(({ units }) => formatCount(Math.round(units.mean * 10) / 10, l));
  const sells = isId
    ? `dalam ${days} hari diperkirakan terjual ${yes} unit, bukan ${no} bila didiamkan`
    : `over ${days} days ${yes} units are expected to sell, against ${no} if nothing is done`;
  if (gain === null) {
    return isId ? `${sells}; modal tidak diketahui, jadi laba juga` : `${sells}; the cost is unknown, so is the profit`;
  }
  const difference = money(input, Math.abs(gain), l);
  if (isId) return `${sells}; hasilnya ${difference} lebih ${gain < 0 ? 'buruk' : 'baik'}`;
  return `${sells}, and to earn ${difference} ${gain < 0 ? 'less' : 'more'}`;
}

function money({ currency }: WhyInput, amount: Money, l: Locale): string {
  return formatMoney(amount, currency.code, currency.scale, l);
}
