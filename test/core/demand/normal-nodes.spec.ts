import { describe, expect, it } from 'vitest';
import { normalNodes } from '../../../src/core/demand/normal-nodes.js';

describe('the nodes of the standard normal', () => {
  it('are those of the handbook for three: 0 and the square root of 3, weights 2/3 and 1/6', () => {
    const { points, weights } = normalNodes(3);
    [-Math.sqrt(3), 0, Math.sqrt(3)].forEach((point, i) => expect(points[i]).toBeCloseTo(point, 12));
    [1 / 6, 2 / 3, 1 / 6].forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 12));
  });

  it('give the moments 1, 0, 1, 0, 3, 0, 15, 0, 105 and e^(1/2) as the mean of e^Z', () => {
    const { points, weights } = normalNodes(9);
    const mean = (f: (z: number) => number): number => points.reduce((sum, z, i) => sum + weights[i]! * f(z), 0);
    [1, 0, 1, 0, 3, 0, 15, 0, 105].forEach((moment, power) => expect(mean((z) => z ** power)).toBeCloseTo(moment, 9));
    expect(mean(Math.exp)).toBeCloseTo(Math.sqrt(Math.E), 7);
  });

  it('are one point, the mean, for a rule of one', () => {
    expect([...normalNodes(1).points, ...normalNodes(1).weights]).toEqual([0, 1]);
  });
});
