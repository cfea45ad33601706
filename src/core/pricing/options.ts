import type { Optimise, RuleEvent } from '../rules/rule.js';
import type { BasisPoints, Money } from '../units.js';
import { bundle } from './bundle.js';
import { discount } from './discount.js';
import { applyGuardrails } from './guardrails.js';
import { formatPercent, inBoth } from './money-text.js';
import type { OfferContext } from './offer.js';
import type { GuardrailTrace, Proposal } from './proposal.js';
import { restore } from './restore.js';
import { sellingNow, sellingUnder } from './selling.js';
import { stop } from './traces.js';
import { voucher } from './voucher.js';

/** What a rule may fire that has a price; `hold` and `alert` have none. */
export type PriceEvent = Extract<RuleEvent, { type: 'discount' | 'voucher' | 'bundle' | 'restore' }>;

/** Kinds of offer whose size can be chosen. */
export const SIZED_KINDS = ['discount', 'voucher', 'bundle'] as const;
export type SizedKind = (typeof SIZED_KINDS)[number];

const BUILDERS = { discount, voucher, bundle };

/** The range that an event gives; null: its cut is fixed. */
export function optimiseOf(event: PriceEvent | null): Optimise | null {
  const params = event?.params;
  return params !== undefined && 'optimise' in params ? (params.optimise ?? null) : null;
}

/** The kinds that an event may become: those its range names, else its own. */
export function kindsOf(event: PriceEvent): readonly SizedKind[] {
  const named = optimiseOf(event)?.kinds;
  if (named !== undefined) return named;
  return event.type === 'restore' ? [] : [event.type];
}

/** From what a rule asks for to a proposal, before any limit; of a range the smallest cut. */
export function build(event: PriceEvent, context: OfferContext): Proposal | null {
  switch (event.type) {
    case 'discount':
      return discount.build(event.params, context);
    case 'voucher':
      return voucher.build(event.params, context);
    case 'bundle':
      return isWithin(event.params.partner, context) ? bundle.build(event.params, context) : null;
    case 'restore':
      return restore.build(undefined, context);
  }
}

/**
 * Every offer that a range allows, within all limits, the one that changes least first. Where it may be a discount or a voucher,
 * the voucher goes first near a competitor, and for small cuts: see `voucherGoesFirst`.
 */
export function optionsOf(event: PriceEvent, context: OfferContext): Proposal[] {
  const optimise = optimiseOf(event);
  if (optimise === null) return [];
  const kinds = kindsOf(event);
  const [only] = kinds;
  if (kinds.length === 1 && only !== undefined) return ladderOf(only, event, optimise, context);
  const options = kinds.flatMap((kind) => ladderOf(kind, event, optimise, context));
  const hasVoucher = options.some(({ kind }) => kind === 'voucher');
  const allowed = hasVoucher ? options.filter((each) => !voucherGoesFirst(each, context)) : options;
  // In the order of what they move: neighbours are looked at together.
  const now = sellingNow(context).unitsPerDay;
  const moved = new Map(allowed.map((each) => [each, Math.abs(sellingUnder(each, context).unitsPerDay - now)]));
  return allowed.sort((a, b) => moved.get(a)! - moved.get(b)!);
}

function ladderOf(kind: SizedKind, event: PriceEvent, optimise: Optimise, context: OfferContext): Proposal[] {
  if (kind === 'bundle' && !isWithin(partnerIn(event), context)) return [];
  return BUILDERS[kind].ladder(optimise, context).reverse();
}

/**
 * A public discount that a private voucher should do instead: a competitor's price is near, who would follow, or the cut is small.
 */
function voucherGoesFirst({ kind, discountBp }: Proposal, { voucherFirst }: OfferContext): boolean {
  return kind === 'discount' && (isRivalNear(voucherFirst) || discountBp <= voucherFirst.upToCutBp);
}

/** When a voucher is to be chosen before a discount: policy, and how far the lowest competitor is. */
export interface VoucherFirst {
  /** Our price over the lowest competitor's, as a share of that; null: none is known. */
  rivalGapBp: BasisPoints | null;
  /** A competitor is near within this gap, to either side; 0: never. */
  rivalWithinBp: BasisPoints;
  /** Cuts up to this are small; 0: none is. */
  upToCutBp: BasisPoints;
}

const isRivalNear = ({ rivalGapBp, rivalWithinBp }: VoucherFirst): boolean =>
  rivalGapBp !== null && rivalWithinBp > 0 && Math.abs(rivalGapBp) <= rivalWithinBp;

/** A range to look at other kinds of offer in: that of the rule, or its fixed cut as one. */
export interface Range {
  minPercent: number;
  maxPercent: number;
  clearWithinDays: number | null;
}

export function rangeOf(event: PriceEvent, { discountBp, offer, price }: Proposal, listPrice: Money): Range {
  const optimise = optimiseOf(event);
  if (optimise !== null) return optimise;
  const fixed = (event.params as { percent?: number } | undefined)?.percent;
  const own =
    offer.bundle === undefined ? discountBp / 100 : (1 - (price - offer.bundle.partnerPrice) / listPrice) * 100;
  const percent = fixed ?? own;
  return { minPercent: percent, maxPercent: percent, clearWithinDays: null };
}

/** Offers of a kind within a range and all limits; without any, why. */
export function offersOfKind(
  kind: SizedKind,
  event: PriceEvent,
  range: Range,
  context: OfferContext,
): { options: Proposal[]; reason: { code: string; sentence: { id: string; en: string } } | null } {
  const { minPercent, maxPercent } = range;
  const partner = partnerIn(event);
  const params = kind === 'bundle' ? { partner, percent: minPercent } : { percent: minPercent };
  const least = { type: kind, params } as PriceEvent;
  const because = ({ name, sentence }: GuardrailTrace) => ({ options: [], reason: { code: name, sentence } });
  const built = build(least, context);
  if (built === null) return because(noPartner(least, context));
  const isFixed = minPercent === maxPercent;
  const guarded = applyGuardrails(built, context);
  const found = isFixed
    ? [guarded.proposal].filter((each) => each !== null)
    : ladderOf(kind, event, { ...range, clearWithinDays: 1 }, context);
  const options = kindsOf(event).includes('voucher') ? found.filter((each) => !voucherGoesFirst(each, context)) : found;
  if (options.length > 0) return { options, reason: null };
  if (found.length > 0) return because(voucherFirstTrace(context.voucherFirst));
  const last = guarded.traces.at(-1);
  return last?.effect === 'stopped' ? because(last) : { options, reason: null };
}

const partnerIn = (event: PriceEvent): string => (event.type === 'bundle' ? event.params.partner : 'best');

/** What a bundle with another product than the best pair would sell is not counted: it is not proposed. */
function isWithin(partner: string, context: OfferContext): boolean {
  return partner === 'best' || context.partner === null || context.partner.sku === partner;
}

/** Why there is no bundle. */
export function noPartner(event: PriceEvent, { partner }: OfferContext): GuardrailTrace {
  const wanted = partnerIn(event);
  if (partner === null || wanted === 'best') {
    return stop('no-partner', null, (l) =>
      l === 'id'
        ? 'tidak ada produk yang cukup sering dibeli bersama'
        : 'no product is bought together with it often enough',
    );
  }
  return stop('other-partner', null, (l) =>
    l === 'id'
      ? `aturan meminta pasangan ${wanted}, tetapi yang paling sering dibeli bersama ialah ${partner.sku}; berapa yang laku dengan ${wanted} tidak diketahui`
      : `the rule asks for ${wanted}, but what is bought together with it most tellingly is ${partner.sku}; what a bundle with ${wanted} would sell is not known`,
  );
}

function voucherFirstTrace(voucherFirst: VoucherFirst): GuardrailTrace {
  const { rivalGapBp, upToCutBp } = voucherFirst;
  const isNear = isRivalNear(voucherFirst);
  const sentence = inBoth((l) => {
    if (isNear) {
      const gap = formatPercent(Math.abs(rivalGapBp ?? 0), l);
      return l === 'id'
        ? `Pesaing hanya berbeda ${gap}: potongan terbuka mudah diikuti, voucher tidak.`
        : `A competitor is only ${gap} away: a public cut is soon followed, a voucher is not.`;
    }
    const small = formatPercent(upToCutBp, l);
    return l === 'id' ? `Potongan sampai ${small} cukup dengan voucher.` : `For cuts of up to ${small} a voucher does.`;
  });
  return { name: 'voucher-first', effect: 'stopped', from: null, to: null, sentence };
}
