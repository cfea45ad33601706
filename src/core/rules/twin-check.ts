import { quote, warning, type Finding } from './finding.js';
import { alwaysBeats, matters, type Arena, type Contender, type Trial } from './reasoning/arena.js';
import { negated } from './reasoning/formula.js';

/** Trials by which rules are sorted before any two are compared. */
const TRIALS_MAX = 200;

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
    const twins = [first];
    const undecided: Contender[] = [];
    for (let other = others.shift(); other !== undefined; other = others.shift()) {
      const difference = differenceOf(first, other, arena);
      if (difference === null) twins.push(other);
      else if (difference === 'unknown') undecided.push(other);
      else {
        // What tells these two apart tells the rest too: on this side or on that.
        const rest = [other, ...others, ...undecided.splice(0)];
        const side = difference.fires(first);
        open.push(rest.filter((each) => difference.fires(each) !== side));
        others.splice(0, Infinity, ...rest.filter((each) => difference.fires(each) === side));
      }
    }
    if (twins.length > 1) findings.push(...tellAll(twins, arena));
    if (undecided.length > 1 && arena.only === null) open.push(undecided);
  }
  return findings;
}

/** Rules that no trial has told apart so far. */
function groupsAlike({ contenders, trials, only }: Arena): Contender[][] {
  const groups = new Map<string, Contender[]>();
  const some = trials.filter((_, index) => index % Math.ceil(trials.length / TRIALS_MAX) === 0);
  for (const each of contenders) {
    const key = some.map((trial) => (trial.fires(each) ? '1' : '0')).join('');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else if (each.index === only) group.unshift(each);
    else group.push(each);
  }
  return [...groups.values()].filter((group) => only === null || group[0]?.index === only);
}

/** Facts on which only one of the two fires; null when they are twins. */
function differenceOf(one: Contender, other: Contender, arena: Arena): Trial | null | 'unknown' {
  const ways = [
    [one, other],
    [other, one],
  ] as const;
  let isCertain = true;
  for (const [fires, silent] of ways) {
    const trial = arena.tryOn([fires.formula, negated(silent.formula)]);
    if (trial === null) continue;
    if (trial !== 'unknown' && trial.fires(fires) !== trial.fires(silent)) return trial;
    isCertain = false;
  }
  return isCertain ? null : 'unknown';
}

/** An alert stands beside whatever wins; prices and holds are in each other's way. */
function tellAll(twins: readonly Contender[], arena: Arena): Finding[] {
  const isAlert = ({ rule }: Contender): boolean => rule.event.type === 'alert';
  const findings: Finding[] = [];
  for (const kind of [twins.filter(isAlert), twins.filter((twin) => !isAlert(twin))]) {
    const [champion, ...rest] = kind.sort((a, b) => a.index - b.index).sort((a, b) => order(a, b, arena));
    for (const loser of rest) {
      const isSame = sorted(champion!.rule.event) === sorted(loser.rule.event);
      if (isAlert(loser) && !isSame) continue;
      arena.told.add(loser.rule);
      if (champion!.rule.name === loser.rule.name || !matters(arena, champion!, loser)) continue;
      findings.push(isSame ? duplicate(champion!, loser, arena) : unheard(champion!, loser, arena));
    }
  }
  return findings;
}

function order(a: Contender, b: Contender, { set }: Arena): number {
  return alwaysBeats(a, b, set.onTie) ? -1 : alwaysBeats(b, a, set.onTie) ? 1 : a.index - b.index;
}

/** Where to tell it: at the loser, unless the other is the only rule that is asked about. */
function placed(champion: Contender, loser: Contender, { only }: Arena): { at: Contender; mate: Contender } {
  return champion.index === only ? { at: champion, mate: loser } : { at: loser, mate: champion };
}

function duplicate(champion: Contender, loser: Contender, arena: Arena): Finding {
  const { at, mate } = placed(champion, loser, arena);
  const message = `${at.rule.name} fires for the same products as ${mate.rule.name} and says the same.`;
  return warning(at.path, 'duplicate-rule', message, {
    mend: 'Remove it, or switch it off ("enabled": false).',
    patch: [{ op: 'add', path: `${at.path}/enabled`, value: false }],
    values: { rules: [champion.rule.name, loser.rule.name] },
    related: [{ path: mate.path, what: mate.rule.name }],
  });
}

function unheard(champion: Contender, loser: Contender, arena: Arena): Finding {
  const { at, mate } = placed(champion, loser, arena);
  const { onTie } = arena.set;
  const isCertain = alwaysBeats(champion, loser, onTie);
  const outcome = isCertain ? `${champion.rule.name} always wins` : `onTie ${quote(onTie)} decides between them`;
  const message = `${at.rule.name} fires for the same products as ${mate.rule.name} and says something else; ${outcome}.`;
  const rules = [champion.rule.name, loser.rule.name];
  return warning(at.path, 'same-conditions', message, {
    mend: 'Make their conditions differ, or remove one of them.',
    values: { rules, winner: isCertain ? champion.rule.name : null, onTie },
    related: [{ path: mate.path, what: mate.rule.name }],
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
