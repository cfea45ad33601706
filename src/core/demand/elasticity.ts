/** How units answer to the price: units change by about `value` per cent per per cent of price. Below 0. */
export interface Elasticity {
  value: number;
  /** Standard deviation of what it may be. */
  sd: number;
  /** The product's own past weighs less than a tenth. */
  isPrior: boolean;
  /** Shares of the policy's prior, of the category, and of the product's own past in it; together 1. */
  weightOfPrior: number;
  weightOfCategory: number;
  weightOfOwn: number;
  /** Price changes that it was learned from. */
  priceChanges: number;
  /** The product's own past alone, unshrunk: slope and standard error. Null where it says nothing. */
  own: SlopeBelief | null;
}

/** No product answers more strongly or more weakly than this, whatever its noisy past says. */
export const ELASTICITY_MIN = -8;
export const ELASTICITY_MAX = -0.2;
/** With less weight than this of its own past an elasticity is still the prior. */
export const WEIGHT_OF_OWN_MIN = 0.1;

export const withinBounds = (value: number): number => Math.min(ELASTICITY_MAX, Math.max(ELASTICITY_MIN, value));

/**
 * The elasticity before a product's own price changes are looked at: the policy's prior, within the bounds. Its shipped
 * value is the mean of 1,851 published estimates, -2.62 (Bijmolt, van Heerde and Pieters, Journal of Marketing Research 42,
 * 2005).
 */
export function elasticityFromPrior(prior: { mean: number; sd: number }): Elasticity {
  return {
    value: withinBounds(prior.mean),
    sd: prior.sd,
    isPrior: true,
    weightOfPrior: 1,
    weightOfCategory: 0,
    weightOfOwn: 0,
    priceChanges: 0,
    own: null,
  };
}

/** Days of one listing at one price, summed up. */
export interface PricePoint {
  /** Natural logarithm of the price. */
  logPrice: number;
  units: number;
  /** Ordinary days on which it could be sold: weekday, pay day and season are in it. Above 0. */
  exposure: number;
}

/** Variance of a point's units around what the price explains: `dispersion` x mean + `drift` x mean^2. */
export interface PointNoise {
  /** 1 = Poisson. */
  dispersion: number;
  /** Squared coefficient of variation of a point's rate; 0 = it never wanders. */
  drift: number;
}

/** What points say of a slope near a value: the log-likelihood's first derivative there and minus its second. */
export interface SlopeEvidence {
  score: number;
  information: number;
}

/** From so many units on in every point logarithms are taken of counts; of fewer they would be biased. */
export const AMPLE_UNITS = 100;

/**
 * What one listing's points say of its elasticity near `slope`, its own level apart (profiled out).
 *
 * Where every point has at least 100 units: weighted least squares of log(units / exposure) on the log price, which is exact and
 * the same for every `slope`; the weights 1 / (dispersion / units + drift) become equal as units grow, so that it is ordinary
 * least squares there. With fewer units: the quasi-likelihood of counts with that variance (McCullagh and Nelder, Generalized
 * Linear Models, 1989, chapter 9), which also takes points without a sale; a logarithm of few units would be biased.
 */
export function slopeEvidence(points: readonly PricePoint[], noise: PointNoise, slope: number): SlopeEvidence {
  return points.every(({ units }) => units >= AMPLE_UNITS)
    ? evidenceOfLogs(points, noise, slope)
    : evidenceOfCounts(points, noise, slope);
}

function evidenceOfLogs(points: readonly PricePoint[], { dispersion, drift }: PointNoise, slope: number) {
  let weights = 0;
  let x = 0;
  let rest = 0;
  const parts = points.map(({ logPrice, units, exposure }) => {
    const weight = 1 / (dispersion / units + drift || 1 / units);
    const residual = Math.log(units / exposure) - slope * logPrice;
    weights += weight;
    x += weight * logPrice;
    rest += weight * residual;
    return { weight, logPrice, residual };
  });
  const evidence: SlopeEvidence = { score: 0, information: 0 };
  for (const { weight, logPrice, residual } of parts) {
    const off = logPrice - x / weights;
    evidence.score += weight * off * (residual - rest / weights);
    evidence.information += weight * off * off;
  }
  return evidence;
}

function evidenceOfCounts(points: readonly PricePoint[], noise: PointNoise, slope: number) {
  const evidence: SlopeEvidence = { score: 0, information: 0 };
  const fit = fitLevel(points, noise, slope);
  if (fit === null) return evidence;
  const { means, weights } = fit;
  let x = 0;
  let expected = 0;
  points.forEach(({ logPrice }, i) => {
    x += weights[i]! * means[i]! * logPrice;
    expected += weights[i]! * means[i]!;
  });
  points.forEach(({ logPrice, units }, i) => {
    const off = logPrice - x / expected;
    evidence.score += weights[i]! * (units - means[i]!) * off;
    evidence.information += weights[i]! * means[i]! * off * off;
  });
  return evidence;
}

/** What each point should have sold at a slope, the listing's own level fitted, and what a unit of it weighs. */
function fitLevel(
  points: readonly PricePoint[],
  { dispersion, drift }: PointNoise,
  slope: number,
): { means: number[]; weights: number[] } | null {
  // The middle keeps the exponentials in range; it changes no result.
  const middle = points.reduce((sum, { logPrice }) => sum + logPrice, 0) / points.length;
  const worths = points.map(({ logPrice, exposure }) => exposure * Math.exp(slope * (logPrice - middle)));
  const units = points.reduce((sum, point) => sum + point.units, 0);
  if (units === 0) return null;
  const rate = units / worths.reduce((sum, worth) => sum + worth, 0);
  const weights = worths.map((worth) => 1 / (dispersion + drift * rate * worth));
  let sold = 0;
  let expected = 0;
  points.forEach((point, i) => {
    sold += weights[i]! * point.units;
    expected += weights[i]! * worths[i]!;
  });
  return { means: worths.map((worth) => (worth * sold) / expected), weights };
}

/**
 * What a listing's points say of `drift`: a guess by moments, residuals of its own fit less what dispersion makes of them, and
 * how clear it is in whole listings (0 = nothing said). Two points always lie on a line.
 * @param assumed the drift beside which clearness is told
 */
export function driftEvidence(
  points: readonly PricePoint[],
  dispersion: number,
  slope: number,
  assumed: number,
): { drift: number; clear: number } {
  const free = (points.length - 2) / points.length;
  const fit = free > 0 ? fitLevel(points, { dispersion, drift: assumed }, slope) : null;
  if (fit === null) return { drift: 0, clear: 0 };
  let squares = 0;
  let means = 0;
  let meanSquares = 0;
  points.forEach(({ units }, i) => {
    const mean = fit.means[i]!;
    squares += (units - mean) ** 2;
    means += mean;
    meanSquares += mean * mean;
  });
  const typical = means / points.length;
  const clear = (points.length - 2) * (assumed / (assumed + dispersion / typical)) ** 2;
  return { drift: (squares / free - dispersion * means) / meanSquares, clear };
}

const STEPS_MAX = 30;
const STEP_LONGEST = 2;
const CLOSE = 1e-9;
const SLOPE_LARGEST = 30;

/** A belief about a slope: normal. */
export interface SlopeBelief {
  mean: number;
  sd: number;
}

/**
 * The slope at which prior and evidence balance (Newton's method), and how sure it is. Without a prior: the unshrunk fit.
 * @param evidenceAt what the data say near a slope
 * @param prior null: none
 * @returns null where nothing can be told: no prior, and one price only or nothing sold at one of them
 */
export function balancedSlope(
  evidenceAt: (slope: number) => SlopeEvidence,
  prior: SlopeBelief | null,
  start = prior?.mean ?? -1,
): SlopeBelief | null {
  const precision = prior === null ? 0 : 1 / prior.sd ** 2;
  let slope = start;
  let total = 0;
  for (let step = 0; step < STEPS_MAX; step++) {
    const { score, information } = evidenceAt(slope);
    total = information + precision;
    if (!(total > 0)) return null;
    const move = (score + (prior === null ? 0 : precision * (prior.mean - slope))) / total;
    slope += Math.min(STEP_LONGEST, Math.max(-STEP_LONGEST, move));
    if (Math.abs(move) < CLOSE) break;
  }
  // Where one price sold nothing at all, the fit without a prior runs away.
  return Math.abs(slope) > SLOPE_LARGEST ? null : { mean: slope, sd: 1 / Math.sqrt(total) };
}
