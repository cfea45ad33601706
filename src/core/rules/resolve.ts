import type { Money } from '../units.js';
import type { Matched, Rule, RuleSet } from './rule.js';

/** Why a rule that matched won or lost: `Matched.reason`, for people. */
export const MATCH_REASONS = {
  'highest-priority': { id: 'Prioritasnya tertinggi.', en: 'It has the highest priority.' },
  'tie-smallest-cut': {
    id: 'Prioritas sama; potongannya paling kecil.',
    en: 'Equal priority; its cut is the smallest.',
  },
  'tie-largest-cut': { id: 'Prioritas sama; potongannya paling besar.', en: 'Equal priority; its cut is the largest.' },
  'tie-first': { id: 'Prioritas sama; ia yang pertama dalam set.', en: 'Equal priority; it stands first in the set.' },
  'hold-beats-all': {
    id: 'Penahanan mengalahkan semua usulan harga.',
    en: 'A hold beats every proposal of a price.',
  },
  'alert-shown-besides': {
    id: 'Peringatan ditampilkan di samping usulan harga.',
    en: 'An alert is shown beside the price; it does not compete.',
  },
  'lower-priority': { id: 'Ada aturan berprioritas lebih tinggi.', en: 'A rule of higher priority matched.' },
  'lost-tie': { id: 'Kalah dari aturan berprioritas sama.', en: 'It lost to a rule of equal priority.' },
  held: { id: 'Produk ini sedang ditahan.', en: 'The product is on hold.' },
} as const satisfies Record<string, { id: string; en: string }>;
export type MatchReason = keyof typeof MATCH_REASONS;

export interface Resolution {
  /** Proposes a price (discount, voucher, bundle, restore); null when nothing does or a hold stands. */
  winner: Rule | null;
  /** The hold that stopped everything else. */
  hold: Rule | null;
  /** Shown besides, whatever wins. */
  alerts: Rule[];
  /** Every rule that fired: winner or hold first, then by priority. */
  matched: Matched[];
}

/**
 * Settles what fired on one product and channel: `hold` beats all, else the highest priority wins, and equal priority
 * is settled by the set's `onTie`, what is then still equal by the order of the set.
 *
 * @param fired rules in firing order
 * @param basePrice base price on the channel, to compare cuts given as amounts or prices with cuts given in per cent
 */
export function resolve(fired: readonly Rule[], onTie: RuleSet['onTie'], basePrice: Money | null): Resolution {
  const alerts = fired.filter((rule) => rule.event.type === 'alert');
  const holds = fired.filter((rule) => rule.event.type === 'hold');
  const prices = fired.filter((rule) => rule.event.type !== 'alert' && rule.event.type !== 'hold');
  const hold = holds[0] ?? null;
  const best = hold ?? winnerOf(prices, onTie, basePrice);

  const reasonOf = (rule: Rule): MatchReason => {
    if (rule.event.type === 'alert') return 'alert-shown-besides';
    if (rule === hold) return 'hold-beats-all';
    if (rule === best) {
      const isTied = prices.some((other) => other !== rule && other.priority === rule.priority);
      return isTied ? TIE_REASON[onTie] : 'highest-priority';
    }
    if (hold !== null) return 'held';
    return best !== null && rule.priority === best.priority ? 'lost-tie' : 'lower-priority';
  };
  const order = best === null ? fired : [best, ...fired.filter((rule) => rule !== best)];
  const matched = order.map((rule): Matched => ({
    name: rule.name,
    priority: rule.priority,
    type: rule.event.type,
    outcome: rule === best || rule.event.type === 'alert' ? 'won' : 'lost',
    reason: reasonOf(rule),
  }));
  return { winner: hold === null ? best : null, hold, alerts, matched };
}

const TIE_REASON: Record<RuleSet['onTie'], MatchReason> = {
  smallestCut: 'tie-smallest-cut',
  largestCut: 'tie-largest-cut',
  first: 'tie-first',
};

function winnerOf(prices: readonly Rule[], onTie: RuleSet['onTie'], basePrice: Money | null): Rule | null {
  const [first, ...rest] = prices.filter((rule) => rule.priority === prices[0]?.priority);
  if (first === undefined) return null;
  if (onTie === 'first') return first;
  const sign = onTie === 'smallestCut' ? 1 : -1;
  const size = (rule: Rule): number => sign * cutPercent(rule, onTie, basePrice);
  return rest.reduce((best, rule) => (size(rule) < size(best) ? rule : best), first);
}

/**
 * How deep an event cuts, in per cent of the base price; 0 for `restore`. A range counts with the end that the tie is
 * about. An amount or a price without a known base price loses the tie: it must not win by ignorance.
 */
export function cutPercent(rule: Rule, onTie: RuleSet['onTie'], basePrice: Money | null): number {
  const { type, params } = rule.event;
  if (type !== 'discount' && type !== 'voucher' && type !== 'bundle') return 0;
  if (params.percent !== undefined) return params.percent;
  if ('optimise' in params && params.optimise !== undefined) {
    return onTie === 'largestCut' ? params.optimise.maxPercent : params.optimise.minPercent;
  }
  if (basePrice === null || basePrice <= 0) return onTie === 'largestCut' ? 0 : 100;
  if ('amount' in params && params.amount !== undefined) return (100 * params.amount) / basePrice;
  if ('price' in params && params.price !== undefined) return 100 * (1 - params.price / basePrice);
  return 0;
}
