import type { Condition } from './rule.js';
import { childrenOf, isLeaf, namedCondition, type Named } from './tree.js';

/** Leaves of a rule after named conditions are written out: what one generated function may hold. */
export const LEAVES_MAX = 500;
/** Conditions inside conditions, through named ones. */
export const DEPTH_MAX = 40;
/** Named conditions of a set. */
export const CONDITIONS_MAX = 500;

/** Of a condition with named ones written out. What holds nothing (an empty list, an unknown name) is one leaf. */
export interface Size {
  leaves: number;
  depth: number;
}

/** Whether a condition of this size is more than a rule may be. */
export function isBeyondLimits({ leaves, depth }: Size): boolean {
  return leaves > LEAVES_MAX || depth > DEPTH_MAX;
}

export interface NamedSizes {
  /** The size of a condition; null where it leads into a circle. */
  of(condition: Condition): Size | null;
  /** By name: the way from a named condition through others back to itself. */
  circles: ReadonlyMap<string, readonly string[]>;
}

/**
 * Measures the named conditions of a set, each once and without writing any of them out, so that names that double at
 * each step, and long chains of names, cost no more than they take to read. Names are walked in a loop: a chain
 * of names may be longer than the call stack.
 */
export function namedSizes(named: Named): NamedSizes {
  const sizes = new Map<string, Size | null>(); // null: measured, and leads into a circle
  const circles = new Map<string, string[]>();
  const of = (condition: Condition): Size | null => sizeOf(condition, named, sizes);
  for (const start of Object.keys(named)) {
    if (sizes.has(start)) continue;
    const trail = [visit(start, named)];
    const open = new Set([start]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.references.pop();
      if (next === undefined) {
        trail.pop();
        open.delete(top.name);
        sizes.set(top.name, of(top.condition));
      } else if (open.has(next)) {
        const names = trail.map(({ name }) => name);
        tellCircle(names.slice(names.indexOf(next)), circles);
      } else if (!sizes.has(next)) {
        trail.push(visit(next, named));
        open.add(next);
      }
    }
  }
  return { of, circles };
}

interface Visit {
  name: string;
  condition: Condition;
  /** Names that it uses, still to be walked. */
  references: string[];
}

function visit(name: string, named: Named): Visit {
  const condition = named[name] as Condition;
  const references = new Set<string>();
  const collect = (part: Condition): void => {
    if (isLeaf(part)) return;
    if ('condition' in part) references.add(part.condition);
    else for (const { child } of childrenOf(part)) collect(child);
  };
  collect(condition);
  return { name, condition, references: [...references].filter((each) => Object.hasOwn(named, each)).reverse() };
}

/** Each member is told the circle as it begins with itself. */
function tellCircle(members: string[], circles: Map<string, string[]>): void {
  members.forEach((name, index) => {
    if (!circles.has(name)) circles.set(name, [...members.slice(index), ...members.slice(0, index), name]);
  });
}

function sizeOf(condition: Condition, named: Named, sizes: ReadonlyMap<string, Size | null>): Size | null {
  if (isLeaf(condition)) return { leaves: 1, depth: 1 };
  if ('condition' in condition) {
    const isKnown = namedCondition(named, condition.condition) !== undefined;
    return isKnown ? (sizes.get(condition.condition) ?? null) : { leaves: 1, depth: 1 };
  }
  let leaves = 0;
  let depth = 0;
  for (const { child } of childrenOf(condition)) {
    const size = sizeOf(child, named, sizes);
    if (size === null) return null;
    leaves += size.leaves;
    depth = Math.max(depth, size.depth);
  }
  return { leaves: Math.max(1, leaves), depth: depth + 1 };
}
