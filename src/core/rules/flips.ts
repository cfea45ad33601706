import { relativeDistance } from './distance.js';
import type { ConditionResult } from './result-tree.js';

/** Comparisons that would have to turn, all of them. */
export interface Flips {
  /** By their place (`ComparisonResult.at`), in document order. */
  comparisons: number[];
  /** Sum of how far each is from turning, in proportion to its values: 0 to the number of comparisons. */
  relative: number;
}

/**
 * The fewest comparisons that would have to turn for the conditions to give `target`; of as few, those that are nearest to
 * it, then the first in the rule. Empty where the result is that already; null where no turn helps (an empty `all` or `any` always
 * holds).
 *
 * To make `all` hold every part that does not has to turn, to make it fail the cheapest part is enough; `any` is the reverse,
 * and `not` asks the opposite of its part. Comparisons are taken as independent: two of the same fact, or one that a
 * named condition brings in twice, count twice, though one change of the fact may turn both.
 */
export function flipsTo(node: ConditionResult, target: boolean): Flips | null {
  if (node.result === target) return { comparisons: [], relative: 0 };
  if (node.kind === 'comparison') {
    return { comparisons: [node.at], relative: relativeDistance(node.turn, node.factValue, node.value) };
  }
  const inside = node.kind === 'not' ? !target : target;
  const parts = node.parts.map((part) => flipsTo(part, inside));
  const needsEvery = node.kind === 'any' ? !target : node.kind === 'all' ? target : true;
  return parts.length === 0 ? null : needsEvery ? together(parts) : cheapest(parts);
}

function together(parts: (Flips | null)[]): Flips | null {
  if (!parts.every((part) => part !== null)) return null;
  return {
    comparisons: parts.flatMap((part) => part.comparisons),
    relative: parts.reduce((sum, part) => sum + part.relative, 0),
  };
}

function cheapest(parts: (Flips | null)[]): Flips | null {
  return parts.reduce((best, part) => (best === null || (part !== null && isCheaper(part, best)) ? part : best), null);
}

function isCheaper(a: Flips, b: Flips): boolean {
  if (a.comparisons.length !== b.comparisons.length) return a.comparisons.length < b.comparisons.length;
  return a.relative < b.relative;
}
