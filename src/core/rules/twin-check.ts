import { quote, warning, type Finding } from './finding.js';
import { alwaysBeats, matters, type Arena, type Contender } from './reasoning/arena.js';
import { negated } from './reasoning/formula.js';

/**
 * Rules that fire for exactly the same facts, however they are written: `duplicate-rule` where they say the same,
 * `same-conditions` where they say different things and only one can be heard. The loser is marked as told.
 */
export function findTwins(arena: Arena): Finding[] {
  const findings: Finding[] = [];
  const open = groupsAlike(arena);
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    const undecided: Contender[] = [];
    for (let other = others.shift(); other !== undefined; other = others.shift()) {
      const difference = differenceOf(first, other, arena);
      if (difference === null) {
        const finding = matters(arena, first, other) ? tell(first, other, arena) : null;
        if (finding !== null) findings.push(finding);
      } else if (difference === 'unknown') {
        undecided.push(other);
      } else {
        // What tells these two apart tells the rest too: on this side or on that.
        const all = [first, other, ...others, ...undecided.splice(0)];
        open.push(...[true, false].map((side) => all.filter(({ rule }) => difference.has(rule) === side)));
        others.length = 0;
      }
    }
    if (undecided.length > 1 && arena.only === null) open.push(undecided);
  }
  return findings;
}

/** Rules that no trial has told apart so far. */
function groupsAlike({ contenders, trials, only }: Arena): Contender[][] {
  const groups = new Map<string, Contender[]>();
  for (const each of contenders) {
    const key = trials.map(({ fired }) => (fired.has(each.rule) ? '1' : '0')).join('');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else if (each.index === only) group.unshift(each);
    else group.push(each);
  }
  return [...groups.values()].filter((group) => only === null || group[0]?.index === only);
}

/** The rules that fire on facts on which only one of the two does; null when they are twins. */
function differenceOf(one: Contender, other: Contender, arena: Arena): ReadonlySet<unknown> | null | 'unknown' {
  const ways = [
    [one, other],
    [other, one],
  ] as const;
  let isCertain = true;
  for (const [fires, silent] of ways) {
    const trial = arena.tryOn([fires.formula, negated(silent.formula)]);
    if (trial === null) continue;
    if (trial !== 'unknown' && trial.fired.has(fires.rule) !== trial.fired.has(silent.rule)) return trial.fired;
    isCertain = false;
  }
  return isCertain ? null : 'unknown';
}

function tell(one: Contender, other: Contender, arena: Arena): Finding | null {
  const [earlier, later] = one.index < other.index ? [one, other] : [other, one];
  if (earlier.rule.name === later.rule.name) {
    arena.told.add(later.rule); // an error of its own
    return null;
  }
  const { onTie } = arena.set;
  const isSame = sorted(earlier.rule.event) === sorted(later.rule.event);
  const names = [earlier, later].map(({ rule }) => rule.name);
  const at = later.index === arena.only || arena.only === null ? later : earlier;
  const mate = at === later ? earlier : later;
  const related = [{ path: mate.path, what: mate.rule.name }];
  if (isSame) {
    arena.told.add(at.rule);
    const message = `${at.rule.name} fires for the same products as ${mate.rule.name} and says the same.`;
    const off = { op: 'add' as const, path: `${at.path}/enabled`, value: false };
    const detail = { mend: `Remove it, or switch it off ("enabled": false).`, patch: [off], related };
    return warning(at.path, 'duplicate-rule', message, { ...detail, values: { rules: names } });
  }
  const isAlert = [one, other].some(({ rule }) => rule.event.type === 'alert');
  if (isAlert) return null; // an alert stands beside whatever wins
  const winner = [earlier, later].find((each) => alwaysBeats(each, each === earlier ? later : earlier, onTie));
  const loser = winner === earlier ? later : earlier;
  arena.told.add(loser.rule);
  const outcome =
    winner === undefined ? `onTie ${quote(onTie)} decides between them` : `${winner.rule.name} always wins`;
  const message = `${at.rule.name} fires for the same products as ${mate.rule.name} and says something else; ${outcome}.`;
  const values = { rules: names, winner: winner?.rule.name ?? null, onTie };
  return warning(at.path, 'same-conditions', message, {
    mend: 'Make their conditions differ, or remove one of them.',
    related,
    values,
  });
}

/** JSON with its keys in order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
