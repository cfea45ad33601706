import { checkCondition } from './condition-check.js';
import { checkConstants, checkNamed, type ConstantQuestion } from './constant-check.js';
import { checkEvaluable } from './evaluable.js';
import { withBlame } from './example-blame.js';
import { checkExamples } from './examples.js';
import { error, escapePointer, quote, warning, type Finding } from './finding.js';
import { findingsIn } from './finding-limit.js';
import { checkFrame } from './frame-check.js';
import { checkLimits, type LimitsByPlace } from './limit-check.js';
import { checkNames, type KnownNames } from './name-check.js';
import { createArena, matters, type Contender } from './reasoning/arena.js';
import { formulaOf, hullOf, scopeOf } from './reasoning/formula.js';
import { STEPS_OF_A_KIND, type Budget } from './reasoning/solve.js';
import type { Condition, RuleSet } from './rule.js';
import { findShadowed } from './shadow-check.js';
import { findTies } from './tie-check.js';
import { isBeyondLimits, namedSizes } from './size.js';
import { childrenOf, isLeaf, type Named } from './tree.js';
import { findTwins } from './twin-check.js';

/** What the shop knows beside the rules. What is left out is not checked. */
export interface CheckContext extends KnownNames {
  limits?: LimitsByPlace;
  /** Index of the one rule that is asked about; the others are there to be compared with. */
  only?: number;
}

/**
 * Everything that is wrong with a rule set whose files have the right shape, and what follows from it by reasoning alone:
 * rules that cannot fire or never win, parts that say nothing, ties, cuts beyond the policy. Paths start with
 * `/rules/<index>` or `/conditions/<name>`. Publishing needs a set without errors.
 *
 * What is said of a run (`can never fire`) holds for facts as a run gives them: within their ranges, and null only where
 * they may be.
 */
export function checkRuleSet(set: RuleSet, context: CheckContext = {}): Finding[] {
  const { only = null } = context;
  const evaluable = checkEvaluable(set);
  if (evaluable.some(({ path }) => path === '/conditions')) return evaluable; // more than may be looked through
  const tooLarge = new Set(evaluable.filter(({ code }) => code === 'too-large').map(({ path }) => path));
  const meaning = [
    ...findingsIn(Object.entries(set.conditions), ([name, condition]) =>
      checkCondition(condition, `/conditions/${escapePointer(name)}`, set.conditions),
    ),
    ...findingsIn(set.rules, (rule, index) => {
      const path = `/rules/${index}`;
      if (tooLarge.has(`${path}/conditions`)) return [];
      return [...checkCondition(rule.conditions, `${path}/conditions`, set.conditions), ...checkFrame(rule, path)];
    }),
    ...checkNames(set, context),
  ];
  const broken = new Set(evaluable.map(({ path }) => placeOf(path)));
  const isWhole = ![...broken].some((path) => path.startsWith('/conditions/'));
  const examples = findingsIn(set.rules, (rule, index) =>
    isWhole && !broken.has(`/rules/${index}`) && (only ?? index) === index
      ? checkExamples(rule, `/rules/${index}`, set.conditions)
      : [],
  );
  return withBlame(set, checkReasons(set, [...evaluable, ...meaning], context), examples);
}

/** `/rules/3/event` belongs to `/rules/3`. */
const placeOf = (path: string): string => path.split('/').slice(0, 3).join('/');
/** What makes conditions mean something else than their author thinks, so that reasoning about them is idle. */
const OF_CONDITIONS = /^\/(conditions\/|rules\/\d+\/(conditions|validTo))/;
/** Warnings that already say that a comparison is always or never true. */
const CONSTANT = new Set(['empty-list', 'never-null', 'out-of-range']);

/** The findings so far with what reasoning adds; only conditions without an error are reasoned about. */
function checkReasons(set: RuleSet, given: Finding[], context: CheckContext): Finding[] {
  const { only = null, limits } = context;
  const wrong = new Set(
    given.flatMap(({ severity, path }) => (severity === 'error' && OF_CONDITIONS.test(path) ? [placeOf(path)] : [])),
  );
  const isSound = soundness(set.conditions, wrong);
  const budget: Budget = { stepsLeft: STEPS_OF_A_KIND };
  const findings: Finding[] = [];
  const open = new Set<string>();
  const onUnsure = (path: string): unknown => open.add(path);
  const told = new Set(given.filter(({ code }) => CONSTANT.has(code)).map(({ path }) => path.replace(/\/value$/, '')));
  const question: ConstantQuestion = { named: set.conditions, told, budget, findings, onUnsure };

  const sizes = namedSizes(set.conditions);
  if (only === null) {
    for (const [name, condition] of Object.entries(set.conditions)) {
      const path = `/conditions/${escapePointer(name)}`;
      const size = sizes.of(condition);
      const isReadable = size !== null && !isBeyondLimits(size) && !wrong.has(path) && isSound(condition);
      if (isReadable) checkNamed(condition, path, question);
    }
  }
  const contenders: Contender[] = [];
  set.rules.forEach((rule, index) => {
    const path = `/rules/${index}`;
    if (wrong.has(path) || !isSound(rule.conditions)) return;
    const scope = scopeOf(rule, path);
    if ((only ?? index) === index && !checkConstants(rule, path, scope, question)) return;
    const formula = { all: [...scope, formulaOf(rule.conditions, `${path}/conditions`, set.conditions)] };
    const hull = hullOf(formula);
    if (hull === null) return;
    if (limits !== undefined && (only ?? index) === index) findings.push(...checkLimits(rule, path, hull, limits));
    if (rule.enabled) contenders.push({ rule, index, path, formula, hull });
  });
  const arena = createArena(set, contenders, budget, only, onUnsure);
  budget.stepsLeft = STEPS_OF_A_KIND;
  for (const each of contenders) if (matters(arena, each)) arena.tryOn([each.formula]);
  for (const find of [findTwins, findShadowed, findTies]) {
    budget.stepsLeft = STEPS_OF_A_KIND;
    findings.push(...find(arena));
  }
  if (open.size > 0) findings.push(notFullyChecked(set, [...open]));
  return withCauses([...given, ...findings]);
}

/** Whether a condition is free of errors, through named ones. */
function soundness(named: Named, wrong: ReadonlySet<string>): (condition: Condition) => boolean {
  const known = new Map<string, boolean>();
  const isSound = (condition: Condition): boolean => {
    if (isLeaf(condition)) return true;
    if (!('condition' in condition)) return childrenOf(condition).every(({ child }) => isSound(child));
    const name = condition.condition;
    let sound = known.get(name);
    if (sound === undefined) {
      known.set(name, false); // a circle is an error, found above
      sound = Object.hasOwn(named, name) && !wrong.has(`/conditions/${escapePointer(name)}`) && isSound(named[name]!);
      known.set(name, sound);
    }
    return sound;
  };
  return isSound;
}

/**
 * Where one comparison alone keeps a rule from firing and a warning says so already, the warning becomes the error: one
 * mistake is told once.
 */
function withCauses(findings: Finding[]): Finding[] {
  const fatal = new Map<string, Finding>();
  for (const finding of findings) {
    const { comparisons } = finding.values as { comparisons?: { path: string }[] };
    if (finding.code !== 'contradiction' || comparisons?.length !== 1) continue;
    const [{ path }] = comparisons as [{ path: string }];
    if (path === finding.path) fatal.set(path, finding);
  }
  const replaced = new Set<Finding | undefined>();
  const said = findings.map((finding): Finding => {
    const contradiction = CONSTANT.has(finding.code) ? fatal.get(finding.path.replace(/\/value$/, '')) : undefined;
    if (contradiction === undefined) return finding;
    replaced.add(contradiction);
    return error(finding.path, finding.code, `${finding.message} So the rule can never fire.`, {
      mend: finding.mend,
      values: finding.values,
    });
  });
  return said.filter((_, index) => !replaced.has(findings[index]));
}

function notFullyChecked(set: RuleSet, paths: string[]): Finding {
  const names = paths.map((path) => set.rules[Number(path.split('/')[2])]?.name ?? path.split('/')[2] ?? path);
  const some = names.slice(0, 5).map(quote).join(', ') + (names.length > 5 ? `, and ${names.length - 5} more` : '');
  const message = `Not everything could be reasoned out: the set is too large or too entangled. Open: ${some}.`;
  const mend = 'Split the set by channel or category, or simplify the rules that are named.';
  return warning('', 'not-fully-checked', message, { mend, values: { rules: names } });
}
