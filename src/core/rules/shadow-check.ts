import { warning, type Finding } from './finding.js';
import { alwaysBeats, matters, tryWithout, type Arena, type Contender } from './reasoning/arena.js';
import { negated } from './reasoning/formula.js';
import { smallestCause, solve } from './reasoning/solve.js';

/**
 * Rules that never win: wherever one fires, a hold or a rule that beats it fires too, be it one or several that cover it
 * together. A rule that has won a trial is not asked about.
 */
export function findShadowed(arena: Arena): Finding[] {
  const { contenders, set, budget, told, winners } = arena;
  const findings: Finding[] = [];
  for (const contender of contenders) {
    const { rule, path, formula } = contender;
    if (rule.event.type === 'alert' || told.has(rule) || winners.has(rule) || !matters(arena, contender)) continue;
    if (budget.stepsLeft <= 0) {
      arena.onUnsure(path);
      continue;
    }
    const rivals = contenders.filter((other) => other !== contender && alwaysBeats(other, contender, set.onTie));
    const { trial, against } = tryWithout(arena, [formula], rivals);
    if (trial === 'unknown') arena.onUnsure(path);
    if (trial !== null || against.length === 0) continue;
    told.add(rule);
    const leaveNothing = (some: readonly Contender[]): boolean =>
      solve([formula, ...some.map((rival) => negated(rival.formula))], budget) === null;
    const alone = against.find((rival) => leaveNothing([rival]));
    findings.push(shadowed(contender, alone === undefined ? smallestCause(against, leaveNothing) : [alone]));
  }
  return findings;
}

function shadowed({ rule, path }: Contender, rivals: Contender[]): Finding {
  const names = rivals.map((rival) => rival.rule.name);
  const said = rivals.map((rival) => `${rival.rule.name} (${rankOf(rival)})`);
  const who = said.length === 1 ? `${said[0]} fires too and wins` : `one of ${said.join(', ')} fires too and wins`;
  const message = `${rule.name} (${rankOf({ rule })}) can never win: wherever it fires, ${who}.`;
  const isHeld = rivals.every((rival) => rival.rule.event.type === 'hold');
  const raise = isHeld ? '' : 'Give it a higher priority, ';
  const narrow = `${isHeld ? 'N' : 'n'}arrow ${names.length === 1 ? names[0] : 'one of those'}`;
  return warning(path, 'shadowed', message, {
    mend: `${raise}${narrow}, or remove the rule.`,
    values: { rule: rule.name, priority: rule.priority, by: names },
    related: rivals.map((rival) => ({ path: rival.path, what: rival.rule.name })),
  });
}

function rankOf({ rule }: Pick<Contender, 'rule'>): string {
  return rule.event.type === 'hold' ? 'a hold' : `priority ${rule.priority}`;
}
