import { planChannels, type Way } from './channel-plan.js';
import { applyGuardrails } from './guardrails.js';
import type { Guarded } from './guardrails.js';
import { build, optimiseOf, optionsOf, noPartner, type PriceEvent } from './options.js';
import type { OfferContext } from './offer.js';
import { stockOf, wayOf } from './product-stock.js';
import type { Proposal } from './proposal.js';
import { sellingNow, sellingUnder } from './selling.js';
import { outOfRange, standsStill } from './standstill.js';

/** One channel of a product: what the rule that won there fires; null: none did, or it has nothing to say. */
export interface Asked {
  context: OfferContext;
  event: PriceEvent | null;
}

/** What comes of it. */
export interface Settled extends Guarded {
  /** Where the rule gives a range: every offer it could have been, the smallest cut first; else empty. */
  options: Proposal[];
}

export interface ProductProposals {
  /** By channel; null where nothing was asked. */
  settled: (Settled | null)[];
  /** Days by which the stock should be gone, the shortest that a rule asks for; null where no rule gives a range. */
  clearWithinDays: number | null;
}

/** From what a rule fired on one channel to a proposal within all limits, or the reason why there is none. */
export function propose(event: PriceEvent, context: OfferContext): Guarded {
  return proposeAll([{ context, event }]).settled[0]!;
}

/**
 * The proposals for all channels of a product. Fixed cuts are taken as they are; of ranges the prices are chosen together with
 * them, since all channels sell one stock: which to cut, how far, and which to leave alone (`planChannels`).
 */
export function proposeAll(asked: readonly Asked[]): ProductProposals {
  const settled = asked.map(({ event, context }) => (event === null ? null : settle(event, context)));
  if (!settled.some((each) => each !== null && each.options.length > 0)) return { settled, clearWithinDays: null };
  const days = Math.min(...asked.map(({ event }) => optimiseOf(event)?.clearWithinDays ?? Infinity));
  const chosen = choose(asked, settled, days);
  return {
    clearWithinDays: days,
    settled: settled.map((each, c) => {
      if (each === null || each.options.length === 0) return each;
      const option = each.options[chosen[c]! - 1];
      if (option === undefined) return { ...each, proposal: null, price: null, traces: [LEFT_ALONE] };
      return { ...applyGuardrails(option, asked[c]!.context), options: each.options };
    }),
  };
}

/** By channel the place of its option, from 1; 0: it goes on as now. */
function choose(asked: readonly Asked[], settled: readonly (Settled | null)[], days: number): number[] {
  const stock = stockOf(asked[0]!.context);
  if (stock.onHand === 0) return asked.map(() => 0);
  const channels = asked.map(({ context }, c): Way[] => {
    const way = (proposal: Proposal | null): Way =>
      wayOf(
        proposal === null ? sellingNow(context) : sellingUnder(proposal, context),
        stock,
        days,
        context.currentPrice,
      );
    const { proposal, options } = settled[c] ?? { proposal: null, options: [] };
    return options.length === 0 ? [way(proposal)] : [way(null), ...options.map(way)];
  });
  const { choice, clears } = planChannels({
    stock: stock.onHand,
    channels,
    aim: stock.cost === null ? 'least' : 'most',
  });
  // What a cut earns is not known and the stock does not clear: the smallest cuts that the rules ask for.
  if (stock.cost === null && !clears) return channels.map(({ length }) => (length > 1 ? 1 : 0));
  return choice;
}

function settle(event: PriceEvent, context: OfferContext): Settled {
  const range = outOfRange([], event.type, context);
  if (range !== null) return stopped(range);
  const options = optionsOf(event, context);
  const built = build(event, context);
  if (built === null && options.length === 0) return stopped(noPartner(event, context));
  // Without an option the smallest cut that was asked for: the guardrails say what is in its way.
  if (built !== null && options.length === 0) return { ...applyGuardrails(built, context), options };
  const standing = standsStill(options[0]!, context);
  return standing === null ? { proposal: null, price: null, traces: [], options } : stopped(standing);
}

const stopped = (trace: Guarded['traces'][number]): Settled => ({
  proposal: null,
  price: null,
  traces: [trace],
  options: [],
});

/** Why exactly, with figures, `leftAlone` says. */
const LEFT_ALONE: Guarded['traces'][number] = {
  name: 'left-alone',
  effect: 'stopped',
  from: null,
  to: null,
  sentence: {
    id: 'Tidak ada usulan: dengan harga sekarang di kanal ini hasilnya paling baik.',
    en: 'Nothing is suggested: the present price on this channel does best.',
  },
};
