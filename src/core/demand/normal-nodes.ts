import { assert } from '../units.js';

/** Points of a standard normal variate and their weights (sum 1): E[f(Z)] is about the weighted sum of f at the points. */
export interface NormalNodes {
  points: Float64Array;
  weights: Float64Array;
}

/**
 * Gauss-Hermite quadrature for the standard normal: exact for polynomials up to degree 2 `size` - 1. The points are the
 * zeros of the Hermite polynomial, between those of the one before it (they interlace), by bisection; weight at z =
 * (size - 1)! / (size He[size-1](z)^2), with normalised polynomials 1 / (size h[size-1](z)^2).
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 25.4.46.
 * @param size 1 to 32
 */
export function normalNodes(size: number): NormalNodes {
  assert(size >= 1 && size <= 32, 'a rule has 1 to 32 nodes');
  const bound = 2 * Math.sqrt(size) + 1;
  let zeros = [0];
  for (let degree = 2; degree <= size; degree++) {
    const edges = [-bound, ...zeros, bound];
    zeros = Array.from({ length: degree }, (_, i) => zeroBetween(degree, edges[i]!, edges[i + 1]!));
  }
  const weights = zeros.map((z) => 1 / (size * hermite(size - 1, z) ** 2));
  return { points: Float64Array.from(zeros), weights: Float64Array.from(weights) };
}

/** He[degree](z) / sqrt(degree!), which keeps to the size of ordinary numbers. */
function hermite(degree: number, z: number): number {
  let before = 0;
  let value = 1;
  for (let n = 0; n < degree; n++) {
    const next = (z * value - Math.sqrt(n) * before) / Math.sqrt(n + 1);
    before = value;
    value = next;
  }
  return value;
}

function zeroBetween(degree: number, from: number, to: number): number {
  let low = from;
  let high = to;
  const sign = Math.sign(hermite(degree, high));
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (hermite(degree, middle) * sign > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
