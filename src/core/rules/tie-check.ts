import { quote, warning, type Finding, type PatchOperation } from './finding.js';
import { alwaysBeats, askedOf, matters, mayMeet, tryWithout, type Arena, type Contender } from './reasoning/arena.js';
import { resolve } from './resolve.js';
import type { Facts } from './rule.js';

/** Pairs that are told one by one; a set that has more of them has one trouble, not so many. */
export const TIES_TOLD_MAX = 50;
const PRIORITY_MAX = 1_000_000;

/**
 * Price-proposing rules of equal priority that fire on the same facts while nothing beats both: `onTie` settles it. Each
 * finding brings facts on which it happens, and on which it was tried.
 */
export function findTies(arena: Arena): Finding[] {
  const findings: Finding[] = [];
  const pricing = arena.contenders.filter(({ rule }) => isPricing(rule.event.type) && !arena.told.has(rule));
  for (const [i, later] of pricing.entries()) {
    for (const earlier of pricing.slice(0, i)) {
      if (earlier.rule.priority !== later.rule.priority || earlier.rule.name === later.rule.name) continue;
      if (!matters(arena, earlier, later) || !mayMeet(earlier, later)) continue;
      if (arena.budget.stepsLeft <= 0) {
        arena.onUnsure(later.path);
        return findings;
      }
      const finding = tieOf(earlier, later, arena);
      if (finding !== null) findings.push(finding);
      if (findings.length === TIES_TOLD_MAX) return [...findings, tooMany(arena)];
    }
  }
  return findings;
}

function isPricing(type: string): boolean {
  return type !== 'alert' && type !== 'hold';
}

/** Whether the two tie for the win on some facts; null where they do not, or where no such facts could be found. */
function tieOf(earlier: Contender, later: Contender, arena: Arena): Finding | null {
  const above = arena.contenders.filter(
    ({ rule }) => rule.event.type === 'hold' || (isPricing(rule.event.type) && rule.priority > later.rule.priority),
  );
  const { trial } = tryWithout(arena, [earlier.formula, later.formula], above);
  if (trial === 'unknown') arena.onUnsure(later.path);
  if (trial === null || trial === 'unknown') return null;
  const near = above.filter((each) => mayMeet(each, earlier) && mayMeet(each, later));
  return tie(earlier, later, askedOf(arena, trial, [earlier, later, ...near]), arena);
}

function tie(earlier: Contender, later: Contender, facts: Facts, arena: Arena): Finding {
  const { onTie } = arena.set;
  const [at, mate] = later.index === arena.only || arena.only === null ? [later, earlier] : [earlier, later];
  const { priority } = at.rule;
  const basePrice = (facts['channel.basePrice'] ?? null) as number | null;
  const winner = resolve([earlier.rule, later.rule], onTie, basePrice).winner!.name;
  const message =
    `${at.rule.name} and ${mate.rule.name} have the same priority, ${priority}, and fire together, ` +
    `for example where ${factsText(facts, at)}; onTie ${quote(onTie)} prefers ${winner} there.`;
  const patch = orderOf(at, mate, arena);
  return warning(`${at.path}/priority`, 'equal-priority', message, {
    mend: 'Give one of them another priority, or make their conditions differ.',
    ...(patch === null ? {} : { patch: [patch] }),
    values: { rules: [earlier.rule.name, later.rule.name], priority, onTie, winner, witness: facts },
    related: [{ path: `${mate.path}/priority`, what: mate.rule.name }],
  });
}

/** The facts that the rule itself reads, for a sentence. */
function factsText(facts: Facts, { hull }: Contender): string {
  const shown = Object.entries(facts).filter(([name]) => hull.has(name));
  return (shown.length > 0 ? shown : Object.entries(facts))
    .slice(0, 5)
    .map(([name, value]) => `${name} is ${quote(value)}`)
    .join(', ');
}

/** A free priority next to the common one that says what onTie says now, where no third rule shares it. */
function orderOf(at: Contender, mate: Contender, { set, contenders }: Arena): PatchOperation | null {
  const taken = new Set(contenders.map(({ rule }) => rule.priority));
  const { priority } = at.rule;
  if (contenders.filter(({ rule }) => rule.priority === priority).length > 2) return null;
  const wanted = alwaysBeats(at, mate, set.onTie)
    ? priority + 1
    : alwaysBeats(mate, at, set.onTie)
      ? priority - 1
      : null;
  if (wanted === null || wanted < 1 || wanted > PRIORITY_MAX || taken.has(wanted)) return null;
  return { op: 'add', path: `${at.path}/priority`, value: wanted };
}

function tooMany({ set }: Arena): Finding {
  const message = `There are more than ${TIES_TOLD_MAX} pairs of rules with the same priority that fire together; onTie ${quote(set.onTie)} settles them all.`;
  const mend = 'Give the rules priorities that say which goes first.';
  return warning('', 'equal-priority', message, { mend, values: { pairsMin: TIES_TOLD_MAX, onTie: set.onTie } });
}
