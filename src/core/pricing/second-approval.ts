import { FULL_BP } from '../units.js';
import { partnerShare, splitBundle } from './bounds.js';
import { meetsFloor, unitProfit } from './fees.js';
import { formatPercent } from './money-text.js';
import type { GuardrailContext } from './offer.js';
import type { GuardrailTrace, Proposal } from './proposal.js';
import { escalated, moneyIn } from './traces.js';
import type { Reason } from './traces.js';

/** What needs a second person: a price below cost and fees, and a deep cut. The cut of a bundle is the stale part's. */
export function secondApprovals(proposal: Proposal, context: GuardrailContext): GuardrailTrace[] {
  const { limits, listPrice, cost, terms, partner } = context;
  const money = moneyIn(context);
  const isBundle = proposal.kind === 'bundle' && partner !== null;
  const traces: GuardrailTrace[] = [];
  const escalate = (name: string, reason: Reason): number => traces.push(escalated(name, proposal.price, reason));
  const parts = isBundle
    ? splitBundle(proposal.price, listPrice, partner.price)
    : { own: proposal.price, partner: null };
  const isBelow =
    (cost !== null && !meetsFloor(parts.own, cost, limits.marginFloorBp, terms)) ||
    (isBundle &&
      parts.partner !== null &&
      partner.cost !== null &&
      !meetsFloor(parts.partner, partner.cost, limits.marginFloorBp, partner.terms));
  if (isBelow && limits.belowCostAllowed) {
    const profit = cost === null ? 0 : unitProfit(parts.own, cost, terms);
    escalate('below-cost', (l) =>
      l === 'id'
        ? `hasil per unit ${money(profit, l)} setelah biaya kanal dan modal di bawah batas ${formatPercent(limits.marginFloorBp, l)}`
        : `a unit earns ${money(profit, l)} after fees and cost, below the floor of ${formatPercent(limits.marginFloorBp, l)}`,
    );
  }
  const own = proposal.price - partnerShare(proposal.kind, context);
  const cut = listPrice - own;
  if (cut * FULL_BP > limits.secondApprovalAboveBp * listPrice) {
    const cutBp = Math.floor((cut * FULL_BP) / listPrice);
    escalate('second-approval', (l) =>
      l === 'id'
        ? `potongan ${formatPercent(cutBp, l)} lebih besar dari ${formatPercent(limits.secondApprovalAboveBp, l)}`
        : `a cut of ${formatPercent(cutBp, l)} is above ${formatPercent(limits.secondApprovalAboveBp, l)}`,
    );
  }
  return traces;
}
