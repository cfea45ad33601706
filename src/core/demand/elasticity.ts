/** How units answer to the price: units change by about `value` per cent per per cent of price. Below 0. */
export interface Elasticity {
  value: number;
  /** Standard deviation of what it may be. */
  sd: number;
  /** Nothing of the product's own past is in it. */
  isPrior: boolean;
  /** 1 = the prior alone. */
  weightOfPrior: number;
  /** Price changes that it was learned from. */
  priceChanges: number;
}

/** No product answers more strongly or more weakly than this, whatever its noisy past says. */
export const ELASTICITY_MIN = -8;
export const ELASTICITY_MAX = -0.2;

/**
 * The elasticity before a product's own price changes are looked at: the policy's prior, within the bounds. Its shipped
 * value is the mean of 1,851 published estimates, -2.62 (Bijmolt, van Heerde and Pieters, Journal of Marketing Research 42,
 * 2005).
 */
export function elasticityFromPrior(prior: { mean: number; sd: number }): Elasticity {
  const value = Math.min(ELASTICITY_MAX, Math.max(ELASTICITY_MIN, prior.mean));
  return { value, sd: prior.sd, isPrior: true, weightOfPrior: 1, priceChanges: 0 };
}
