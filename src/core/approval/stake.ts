import type { Policy } from '../pricing/policy.js';
import { FULL_BP, type Money } from '../units.js';
import type { Forecast } from './suggestion.js';

interface Stakes {
  gain: Money | null;
  ifApproved: Forecast | null;
  ifNothing: Forecast | null;
  staleValue: Money;
}

/**
 * Money that hangs on a decision: what approving is expected to change, for better or worse. So a cut that loses much
 * stands as high as one that earns as much, because turning it down is worth as much. Where the profit is not known it
 * is the change of revenue; of an alert, which proposes no price, what holding the stale stock costs over the horizon.
 */
export function moneyAtStake(
  { gain, ifApproved, ifNothing, staleValue }: Stakes,
  { holdingCostBpPerYear, horizonDays }: Pick<Policy, 'holdingCostBpPerYear' | 'horizonDays'>,
): Money {
  if (gain !== null) return Math.abs(gain);
  if (ifApproved !== null && ifNothing !== null) {
    return Math.round(Math.abs(ifApproved.revenue.mean - ifNothing.revenue.mean));
  }
  return Math.round((staleValue * holdingCostBpPerYear * horizonDays) / 365 / FULL_BP);
}
