import { bpOf } from '../units.js';
import type { Money } from '../units.js';
import { boundsOf } from './bounds.js';
import { ladder } from './ending.js';
import type { OfferContext } from './offer.js';
import { planMarkdown, type MarkdownPlan } from './markdown-plan.js';
import type { PlanQuestion } from './plan-question.js';

const DAYS_PER_PERIOD = 7;
/** A shop repeats a plan every week: few prices, far enough apart to be told apart by buyers. */
const PRICES_MOST = 12;
/** The step is left out: a plan says what to ask in the end, and takes its steps week by week. */
const LIMITS_OF_A_PLAN = ['unknown-cost', 'max-discount', 'min-price', 'margin-floor'];

/** What a merchant may say of the end of a product. */
export interface PlanWishes {
  weeks: number;
  /** Money for each unit left in the end; null: what the policy says of its cost. */
  salvage: Money | null;
  /** The price may stay or fall, never rise. */
  monotone: boolean;
}

/** Without any period observed: what was sold so far is in the prior. */
export type ProductQuestion = PlanQuestion & { prior: { mean: number; sd: number } };

/** A plan for a product, and what holding its price would bring. */
export interface ProductPlan {
  question: ProductQuestion;
  made: MarkdownPlan;
  held: MarkdownPlan;
}

/**
 * The question of a markdown plan as a product's facts answer it: one price on all its channels, which starts at its dearest
 * current one and goes down to the limits of all; demand a week is that of all channels together, each answering to the
 * price by its own elasticity.
 * @param contexts of the channels where a price is known
 * @returns null: no channel has a price, or nothing is expected to sell at any
 */
export function planForProduct(contexts: readonly OfferContext[], wishes: PlanWishes): ProductPlan | null {
  const [first] = contexts;
  if (first === undefined) return null;
  const highest = Math.max(...contexts.map(({ currentPrice }) => currentPrice));
  const demandAt = (price: Money): number =>
    contexts.reduce((sum, context) => sum + weekly(context) * answer(context, price), 0);
  const atFirst = demandAt(highest);
  if (!(atFirst > 0)) return null;
  const lowest = Math.min(highest, Math.max(...contexts.map(lowestOf)));
  const prices = [highest, ...thinned(ladder(lowest, highest - 1, first.endings).toReversed())];
  const variance = contexts.reduce((sum, context) => {
    const mean = weekly(context) * answer(context, highest);
    return sum + (mean * mean) / context.outlook.velocity.a;
  }, 0);
  const { cost, outlook } = first;
  const question: ProductQuestion = {
    stock: Math.max(0, outlook.onHand),
    periods: wishes.weeks,
    prices,
    lifts: prices.map((price) => demandAt(price) / atFirst),
    salvage: wishes.salvage ?? (cost === null ? 0 : bpOf(cost, outlook.salvageBp)),
    monotone: wishes.monotone,
    observed: [],
    prior: { mean: atFirst, sd: Math.min(Math.sqrt(variance), 10 * atFirst) },
  };
  const held = planMarkdown({ ...question, prices: [highest], lifts: [1] });
  return { question, made: planMarkdown(question), held };
}

function weekly({ outlook: { velocity } }: OfferContext): number {
  return velocity.b > 0 ? (velocity.a / velocity.b) * DAYS_PER_PERIOD : 0;
}

/** Demand at a price as a factor of that at the channel's own. */
function answer({ currentPrice, outlook }: OfferContext, price: Money): number {
  return (price / currentPrice) ** outlook.elasticity.mean;
}

/** The lowest price that the shop's limits and the listing's own let through in the end. */
function lowestOf(context: OfferContext): Money {
  const bounds = boundsOf('discount', context).filter(
    ({ name, side }) => side === 'lowest' && LIMITS_OF_A_PLAN.includes(name),
  );
  return Math.max(1, ...bounds.map(({ price }) => price));
}

/** At most PRICES_MOST - 1 of them, evenly, the last kept. */
function thinned(prices: Money[]): Money[] {
  const most = PRICES_MOST - 1;
  if (prices.length <= most) return prices;
  return Array.from({ length: most }, (_, i) => prices[Math.ceil(((i + 1) * prices.length) / most) - 1]!);
}
