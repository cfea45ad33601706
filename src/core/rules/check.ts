import { checkExamples } from './examples.js';
import { FACT_BY_NAME } from './facts.js';
import { didYouMean, error, escapePointer, quote, type Finding } from './finding.js';
import { checkLeaf } from './leaf-check.js';
import { DECORATORS, operatorNamed, OPERATORS } from './operators.js';
import type { Condition, Rule, RuleEvent, RuleSet } from './rule.js';
import { childrenOf, factOfValue, isLeaf, namedCondition, type Named } from './tree.js';

/** Leaves of a rule after named conditions are written out: what one generated function may hold. */
export const LEAVES_MAX = 500;
/** Conditions inside conditions, through named ones. */
export const DEPTH_MAX = 40;

/**
 * Everything that is wrong with a rule set whose files have the right shape. Paths start with `/rules/<index>` or
 * `/conditions/<name>`. Publishing needs a set without errors.
 */
export function checkRuleSet(set: RuleSet): Finding[] {
  const evaluable = checkEvaluable(set);
  const meaning = [
    ...Object.entries(set.conditions).flatMap(([name, condition]) =>
      checkCondition(condition, `/conditions/${escapePointer(name)}`, set.conditions),
    ),
    ...set.rules.flatMap((rule, index) => checkFrame(rule, `/rules/${index}`, set.conditions)),
  ];
  const broken = new Set(evaluable.map(({ path }) => path.split('/').slice(0, 3).join('/')));
  const isWhole = ![...broken].some((path) => path.startsWith('/conditions/'));
  const examples = set.rules.flatMap((rule, index) =>
    isWhole && !broken.has(`/rules/${index}`) ? checkExamples(rule, `/rules/${index}`, set.conditions) : [],
  );
  return [...evaluable, ...meaning, ...examples];
}

/**
 * Only what makes a set impossible to evaluate: unknown operators and named conditions, circles, sizes, doubled names.
 * Enough for rules that read facts of somebody else's.
 */
export function checkEvaluable(set: RuleSet): Finding[] {
  const findings: Finding[] = [];
  const sizes = new Map<string, Size>();
  for (const [name, condition] of Object.entries(set.conditions)) {
    const path = `/conditions/${escapePointer(name)}`;
    findings.push(...referencesAndOperators(condition, path, set.conditions));
    const size = sizeOf({ condition: name }, set.conditions, sizes, []);
    if ('circle' in size) {
      findings.push(
        error(path, 'circular-condition', `The named conditions go in a circle: ${size.circle.join(' -> ')}.`),
      );
    }
  }
  const seen = new Map<string, number>();
  set.rules.forEach((rule, index) => {
    const path = `/rules/${index}`;
    if (seen.has(rule.name)) {
      findings.push(
        error(`${path}/name`, 'duplicate-name', `Another rule is called ${rule.name} too; names are unique.`),
      );
    }
    seen.set(rule.name, index);
    findings.push(...referencesAndOperators(rule.conditions, `${path}/conditions`, set.conditions));
    const size = sizeOf(rule.conditions, set.conditions, sizes, []);
    if ('leaves' in size && (size.leaves > LEAVES_MAX || size.depth > DEPTH_MAX)) {
      const message = `The rule has ${size.leaves} comparisons, ${size.depth} deep, named conditions counted; at most ${LEAVES_MAX}, ${DEPTH_MAX} deep. Split it.`;
      findings.push(error(`${path}/conditions`, 'too-large', message));
    }
  });
  return findings;
}

type Size = { leaves: number; depth: number } | { circle: string[] };

function sizeOf(condition: Condition, named: Named, known: Map<string, Size>, trail: string[]): Size {
  if (isLeaf(condition)) return { leaves: 1, depth: 1 };
  if ('condition' in condition) {
    const name = condition.condition;
    if (trail.includes(name)) return { circle: [...trail.slice(trail.indexOf(name)), name] };
    const target = namedCondition(named, name);
    if (target === undefined) return { leaves: 0, depth: 1 };
    const size = known.get(name) ?? sizeOf(target, named, known, [...trail, name]);
    if (!('circle' in size)) known.set(name, size);
    return size;
  }
  let leaves = 0;
  let depth = 0;
  for (const { child } of childrenOf(condition)) {
    const size = sizeOf(child, named, known, trail);
    if ('circle' in size) return size;
    leaves += size.leaves;
    depth = Math.max(depth, size.depth);
  }
  return { leaves, depth: depth + 1 };
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
    return excludesNull && !operator.includes(':') ? [fact] : [];
  }
  if ('condition' in condition) {
    const target = namedCondition(named, condition.condition);
    return target === undefined ? [] : guardsOf(target, {}); // one step, lest references multiply
  }
  return 'all' in condition ? condition.all.flatMap((child) => guardsOf(child, named)) : [];
}
