import type { Finding } from './finding.js';

/** What reasoning says of a rule that the last run could only say again, more weakly. */
const NEVER_WINS = new Set(['contradiction', 'shadowed', 'duplicate-rule']);
const SAID_AGAIN = new Set(['never-fired', 'always-beaten']);

/**
 * What reasoning found and what the last run shows, as one list: a rule that cannot win is told so once, by proof and not by
 * example as well; in the order of the set (the whole, its named conditions, its rules), each rule's own as they were given.
 * @param placeOf what a finding speaks of, as its place in the set; one rule has one place
 */
export function findingsTogether<F extends Pick<Finding, 'code' | 'path'>>(
  reasoned: readonly F[],
  seen: readonly F[],
  placeOf: (finding: F) => number = placeInSet,
): F[] {
  const proved = new Set(reasoned.filter(({ code }) => NEVER_WINS.has(code)).map(placeOf));
  const news = seen.filter((finding) => !(SAID_AGAIN.has(finding.code) && proved.has(placeOf(finding))));
  return [...reasoned, ...news].sort((one, other) => placeOf(one) - placeOf(other));
}

/** `/rules/3/event` belongs to rule 3; the whole comes first, then named conditions. */
function placeInSet({ path }: Pick<Finding, 'path'>): number {
  const rule = /^\/rules\/(\d+)/.exec(path);
  if (rule !== null) return 2 + Number(rule[1]);
  return path.startsWith('/conditions/') ? 1 : 0;
}
