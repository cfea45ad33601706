import { checkExamples } from './examples.js';
import { FACT_BY_NAME } from './facts.js';
import { didYouMean, error, escapePointer, quote, type Finding } from './finding.js';
import { findingsIn } from './finding-limit.js';
import { checkLeaf } from './leaf-check.js';
import { DECORATORS, operatorNamed, OPERATORS } from './operators.js';
import type { Condition, Rule, RuleEvent, RuleSet } from './rule.js';
import { CONDITIONS_MAX, DEPTH_MAX, LEAVES_MAX, namedSizes } from './size.js';
import { childrenOf, factOfValue, isLeaf, namedCondition, type Named } from './tree.js';

/**
 * Everything that is wrong with a rule set whose files have the right shape. Paths start with `/rules/<index>` or
 * `/conditions/<name>`. Publishing needs a set without errors.
 */
export function checkRuleSet(set: RuleSet): Finding[] {
  const evaluable = checkEvaluable(set);
  if (evaluable.some(({ path }) => path === '/conditions')) return evaluable; // more than may be looked through
  const tooLarge = new Set(evaluable.filter(({ code }) => code === 'too-large').map(({ path }) => path));
  const meaning = [
    ...findingsIn(Object.entries(set.conditions), ([name, condition]) =>
      checkCondition(condition, `/conditions/${escapePointer(name)}`, set.conditions),
    ),
    ...findingsIn(set.rules, (rule, index) =>
      tooLarge.has(`/rules/${index}/conditions`) ? [] : checkFrame(rule, `/rules/${index}`, set.conditions),
    ),
  ];
  const broken = new Set(evaluable.map(({ path }) => path.split('/').slice(0, 3).join('/')));
  const isWhole = ![...broken].some((path) => path.startsWith('/conditions/'));
  const examples = findingsIn(set.rules, (rule, index) =>
    isWhole && !broken.has(`/rules/${index}`) ? checkExamples(rule, `/rules/${index}`, set.conditions) : [],
  );
  return [...evaluable, ...meaning, ...examples];
}

/**
 * Only what makes a set impossible to evaluate: unknown operators and named conditions, circles, sizes, doubled names.
 * Enough for rules that read facts of somebody else's.
 */
export function checkEvaluable(set: RuleSet): Finding[] {
  const count = Object.keys(set.conditions).length;
  if (count > CONDITIONS_MAX) {
    const message = `There are ${count} named conditions; a set has at most ${CONDITIONS_MAX}.`;
    return [error('/conditions', 'too-big', message)];
  }
  const sizes = namedSizes(set.conditions);
  const ofConditions = findingsIn(Object.entries(set.conditions), ([name, condition]) => {
    const path = `/conditions/${escapePointer(name)}`;
    const findings = referencesAndOperators(condition, path, set.conditions);
    const circle = sizes.circles.get(name);
    if (circle === undefined) return findings;
    const way = circle.length > 12 ? [...circle.slice(0, 10), '...', name] : circle;
    const message = `The named conditions go in a circle: ${way.join(' -> ')}.`;
    return [...findings, error(path, 'circular-condition', message)];
  });
  const seen = new Set<string>();
  const ofRules = findingsIn(set.rules, (rule, index) => {
    const findings: Finding[] = [];
    const path = `/rules/${index}`;
    if (seen.has(rule.name)) {
      findings.push(
        error(`${path}/name`, 'duplicate-name', `Another rule is called ${rule.name} too; names are unique.`),
      );
    }
    seen.add(rule.name);
    const size = sizes.of(rule.conditions);
    if (size !== null && (size.leaves > LEAVES_MAX || size.depth > DEPTH_MAX)) {
      const leaves = size.leaves > 1e6 ? 'more than a million' : size.leaves;
      const message = `The rule has ${leaves} comparisons, ${size.depth} deep, named conditions counted; at most ${LEAVES_MAX}, ${DEPTH_MAX} deep. Split it.`;
      return [...findings, error(`${path}/conditions`, 'too-large', message)];
    }
    return [...findings, ...referencesAndOperators(rule.conditions, `${path}/conditions`, set.conditions)];
  });
  return [...ofConditions, ...ofRules];
}

function referencesAndOperators(condition: Condition, path: string, named: Named): Finding[] {
  if (isLeaf(condition)) {
    if (operatorNamed(condition.operator) !== null) return [];
    const known = [...Object.keys(OPERATORS), ...Object.keys(DECORATORS).map((name) => `${name}:`)];
    const hint = didYouMean(condition.operator, known);
    return [
      error(
        `${path}/operator`,
        'unknown-operator',
        `There is no operator ${quote(condition.operator)}${hint ?? `; there are ${known.join(', ')}`}.`,
      ),
    ];
  }
  if ('condition' in condition) {
    if (namedCondition(named, condition.condition) !== undefined) return [];
    const hint = didYouMean(condition.condition, Object.keys(named));
    const message = `There is no named condition ${quote(condition.condition)}${hint ?? '; it is missing in conditions.json'}.`;
    return [error(`${path}/condition`, 'unknown-condition', message)];
  }
  return childrenOf(condition).flatMap(({ child, pointer }) => referencesAndOperators(child, path + pointer, named));
}

function checkFrame(rule: Rule, path: string, named: Named): Finding[] {
  const findings = checkCondition(rule.conditions, `${path}/conditions`, named);
  if (rule.validFrom !== undefined && rule.validTo !== undefined && rule.validTo < rule.validFrom) {
    findings.push(
      error(`${path}/validTo`, 'validity-reversed', `validTo ${rule.validTo} is before validFrom ${rule.validFrom}.`),
    );
  }
  findings.push(...checkEvent(rule.event, `${path}/event/params`));
  return findings;
}

const ONE_OF: Partial<Record<RuleEvent['type'], string[]>> = {
  discount: ['percent', 'amount', 'price', 'optimise'],
  voucher: ['percent', 'amount'],
  bundle: ['percent', 'optimise'],
};

function checkEvent(event: RuleEvent, path: string): Finding[] {
  const findings: Finding[] = [];
  const params = (event.params ?? {}) as Record<string, unknown>;
  const choices = ONE_OF[event.type];
  if (choices !== undefined) {
    const given = choices.filter((key) => params[key] !== undefined);
    if (given.length !== 1) {
      const what = given.length === 0 ? 'none is given' : `${given.join(' and ')} are given`;
      findings.push(
        error(path, 'exactly-one-of', `A ${event.type} needs exactly one of ${choices.join(', ')}; ${what}.`),
      );
    }
  }
  const optimise = 'optimise' in params ? (params.optimise as { minPercent: number; maxPercent: number }) : undefined;
  if (optimise !== undefined && optimise.minPercent > optimise.maxPercent) {
    const message = `minPercent ${optimise.minPercent} is above maxPercent ${optimise.maxPercent}.`;
    findings.push(error(`${path}/optimise/minPercent`, 'range-reversed', message));
  }
  return findings;
}

/** Meaning of conditions: facts, types, empty lists, nulls. `guarded`: facts that cannot be null here. */
function checkCondition(
  condition: Condition,
  path: string,
  named: Named,
  guarded: ReadonlySet<string> = new Set(),
): Finding[] {
  if (isLeaf(condition)) return checkLeaf(condition, path, guarded);
  if ('condition' in condition) return [];
  const children = childrenOf(condition);
  if (children.length === 0) {
    const key = 'all' in condition ? 'all' : 'any';
    const message = `An empty "${key}" always holds, so that the rule would fire for every product. Add a condition.`;
    return [error(`${path}/${key}`, 'empty-condition', message)];
  }
  const inside =
    'all' in condition ? new Set([...guarded, ...condition.all.flatMap((c) => guardsOf(c, named))]) : guarded;
  return children.flatMap(({ child, pointer }) => checkCondition(child, path + pointer, named, inside));
}

/** Facts that are certainly not null where this condition holds. */
function guardsOf(condition: Condition, named: Named): string[] {
  if (isLeaf(condition)) {
    const { fact, operator, value } = condition;
    const knownOf = FACT_BY_NAME.get(fact)?.knownOf ?? null;
    if (knownOf !== null) return operator === 'equal' && value === true ? [knownOf] : [];
    const constant = factOfValue(value) === null;
    const excludesNull =
      /Than/.test(operator) ||
      (operator === 'notEqual' && value === null) ||
      (operator === 'equal' && constant && value !== null) ||
      (operator === 'in' && Array.isArray(value) && !(value as unknown[]).includes(null));
    return excludesNull && !operator.includes(':') && FACT_BY_NAME.has(fact) ? [fact] : [];
  }
  if ('condition' in condition) {
    const target = namedCondition(named, condition.condition);
    return target === undefined ? [] : guardsOf(target, {}); // one step, lest references multiply
  }
  return 'all' in condition ? condition.all.flatMap((child) => guardsOf(child, named)) : [];
}
