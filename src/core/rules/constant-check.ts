import { FACT_BY_NAME } from './facts.js';
import { error, quote, warning, type Finding, type PatchOperation, type RelatedPlace } from './finding.js';
import { leafText } from './reasoning/domain.js';
import { formulaOf, keptOf, literalsOf, negated, type Formula, type Literal } from './reasoning/formula.js';
import { smallestCause, solve, type Budget } from './reasoning/solve.js';
import type { Condition, Rule } from './rule.js';
import { childrenOf, isLeaf, type Named } from './tree.js';

/** What is asked, and where answers go. */
export interface ConstantQuestion {
  named: Named;
  /** Comparisons of which something was said already: nothing is said twice. */
  told: ReadonlySet<string>;
  budget: Budget;
  findings: Finding[];
  /** Called where the budget did not suffice. */
  onUnsure(path: string): void;
}

/**
 * Whether a rule can fire at all, and what in its conditions is always or never true in its place, given its scope and
 * what stands beside it.
 *
 * @returns false when the rule can never fire, which is certain
 */
export function checkConstants(
  rule: Rule,
  path: string,
  scope: readonly Literal[],
  question: ConstantQuestion,
): boolean {
  const at = `${path}/conditions`;
  const root = formulaOf(rule.conditions, at, question.named);
  const canFire = solve([...scope, root], question.budget);
  if (canFire === null) {
    question.findings.push(contradiction([...scope, root], path, question.budget));
    return false;
  }
  if (canFire === 'unsure') question.onUnsure(path);
  else if (solve([...scope, negated(root)], question.budget) !== null) visit(rule.conditions, at, scope, question);
  else if (!isTold(rule.conditions, at, question.told)) {
    const message = 'The conditions always hold: the rule fires for every product in its scope.';
    question.findings.push(warning(at, 'always-true', message, { mend: 'Add a condition that is not always true.' }));
  }
  return true;
}

/** The same for a named condition, by itself. */
export function checkNamed(condition: Condition, path: string, question: ConstantQuestion): void {
  const { named, told, budget, findings } = question;
  const root = formulaOf(condition, path, named);
  const [canHold, canFail] = [solve([root], budget), solve([negated(root)], budget)];
  if (canHold === 'unsure') question.onUnsure(path);
  else if (canHold !== null && canFail !== null) visit(condition, path, [], question);
  else if (!isTold(condition, path, told)) {
    const [code, how] = canHold === null ? ['never-true', 'never'] : ['always-true', 'always'];
    const cause = causeOf(canHold === null ? [root] : [negated(root)], [], budget).map(written);
    const message = `The named condition ${how} holds: ${joined(cause.map(({ what }) => what))} leave nothing else.`;
    const detail = { mend: 'Change one of them.', values: { comparisons: cause }, related: cause };
    findings.push(warning(path, code, message, detail));
  }
}

function contradiction(formulas: readonly Formula[], path: string, budget: Budget): Finding {
  const cause = causeOf(formulas, [], budget);
  const place = cause.findLast((each) => each.path.startsWith(`${path}/`))?.path ?? `${path}/conditions`;
  const texts = cause.map(({ what }) => what);
  const why = texts.length === 1 ? `${texts[0]} never holds` : `${joined(texts)} exclude each other`;
  return error(place, 'contradiction', `The rule can never fire: ${why}.`, {
    mend: texts.length === 1 ? 'Change it, or remove the rule.' : 'Change or remove one of them.',
    values: { comparisons: cause },
    related: cause.filter((each) => each.path !== place),
  });
}

/** The fewest comparisons, in the order of writing, that leave no room for `fixed`. */
function causeOf(formulas: readonly Formula[], fixed: readonly Formula[], budget: Budget): RelatedPlace[] {
  const literals = formulas.flatMap(literalsOf);
  const paths = [...new Set(literals.map(({ path }) => path))];
  const kept = smallestCause(paths, (some) => {
    const only = new Set(some);
    return solve([...fixed, ...formulas.map((formula) => keptOf(formula, only))], budget) === null;
  });
  return kept.map((path) => ({ path, what: literals.find((literal) => literal.path === path)!.what }));
}

interface Part {
  condition: Condition;
  path: string;
  formula: Formula;
  isKept: boolean;
}

/**
 * The parts of a condition that itself is neither always nor never true where `context` holds. They are taken from the
 * last to the first, and one that says nothing is no longer held against the others: of two that say the same, the
 * second is told.
 */
function visit(condition: Condition, path: string, context: readonly Formula[], question: ConstantQuestion): void {
  if (isLeaf(condition) || 'condition' in condition) return;
  if ('not' in condition) return visit(condition.not, `${path}/not`, context, question);
  const parts = childrenOf(condition).map(({ child, pointer }): Part => {
    const at = path + pointer;
    return { condition: child, path: at, formula: formulaOf(child, at, question.named), isKept: true };
  });
  const isAll = 'all' in condition;
  for (const part of parts.toReversed()) {
    const siblings = parts.filter((each) => each !== part && each.isKept).map(({ formula }) => formula);
    const beside = isAll ? siblings : siblings.map(negated);
    part.isKept = !(isAll ? saysNothing : addsNothing)(part, parts.length > 1, context, beside, question);
    if (part.isKept) visit(part.condition, part.path, [...context, ...beside], question);
  }
}

/** A part of an `all` that is true wherever the rest is. */
function saysNothing(
  part: Part,
  hasSiblings: boolean,
  context: readonly Formula[],
  beside: readonly Formula[],
  { told, budget, findings }: ConstantQuestion,
): boolean {
  const fails = negated(part.formula);
  if (solve([...context, ...beside, fails], budget) !== null) return false;
  if (isTold(part.condition, part.path, told)) return true;
  if (solve([fails], budget) === null) {
    findings.push(constant(part, 'always-true', 'always holds', hasSiblings));
    return true;
  }
  // "is known" beside a comparison that null would fail is said twice on purpose: it tells the reader.
  if (isGuard(part.condition)) return false;
  const cause = causeOf([...context, ...beside], [fails], budget).map(written);
  findings.push(redundant(part, 'holds anyway', cause, hasSiblings));
  return true;
}

/** A part of an `any` that is true nowhere, or only where another part is. */
function addsNothing(
  part: Part,
  hasSiblings: boolean,
  context: readonly Formula[],
  beside: readonly Formula[],
  { told, budget, findings }: ConstantQuestion,
): boolean {
  if (solve([...context, ...beside, part.formula], budget) !== null) return false;
  if (isTold(part.condition, part.path, told)) return true;
  if (solve([...context, part.formula], budget) === null) {
    const cause = causeOf(context, [part.formula], budget).map(written);
    const isAlone = solve([part.formula], budget) === null;
    findings.push(constant(part, 'never-true', 'never holds', hasSiblings, isAlone ? [] : cause));
    return true;
  }
  const cause = causeOf([...context, ...beside], [part.formula], budget).map(written);
  findings.push(redundant(part, 'adds nothing', cause, hasSiblings));
  return true;
}

function constant(part: Part, code: string, how: string, hasSiblings: boolean, cause: RelatedPlace[] = []): Finding {
  const what = textOf(part.condition);
  const why = cause.length === 0 ? '' : ` here, because of ${joined(cause.map((each) => each.what))}`;
  const detail = { values: { condition: what, comparisons: cause }, related: cause };
  return warning(part.path, code, `${what} ${how}${why}.`, { ...removal(part.path, hasSiblings), ...detail });
}

function redundant(part: Part, how: string, cause: RelatedPlace[], hasSiblings: boolean): Finding {
  const what = textOf(part.condition);
  const message = `${what} ${how}: ${joined(cause.map((each) => each.what))} says it already.`;
  const detail = { values: { condition: what, comparisons: cause }, related: cause };
  return warning(part.path, 'redundant', message, { ...removal(part.path, hasSiblings), ...detail });
}

/** The last part of a list cannot go: an empty list always holds. */
function removal(path: string, hasSiblings: boolean): { mend: string; patch?: PatchOperation[] } {
  if (!hasSiblings) return { mend: 'Remove the list that it stands in, or change it.' };
  return { mend: 'Remove it, or change it to what is meant.', patch: [{ op: 'remove', path }] };
}

/** A place as it is written there, without the `not` that the reasoning put before it. */
function written({ path, what }: RelatedPlace): RelatedPlace {
  return { path, what: what.startsWith('not (') ? what.slice('not ('.length, -1) : what };
}

function textOf(condition: Condition): string {
  if (isLeaf(condition)) return leafText(condition);
  if ('condition' in condition) return `The condition ${quote(condition.condition)}`;
  return `This "${'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not'}"`;
}

function joined(texts: string[]): string {
  return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** Whether a comparison only asks that a fact is known. */
function isGuard(condition: Condition): boolean {
  if (!isLeaf(condition)) return false;
  const { fact, operator, value } = condition;
  if (operator === 'notEqual' && value === null) return true;
  const isCompanion = FACT_BY_NAME.get(fact)?.knownOf != null;
  return isCompanion && ((operator === 'equal' && value === true) || (operator === 'notEqual' && value === false));
}

/** Whether something was said of every comparison in a condition. */
function isTold(condition: Condition, path: string, told: ReadonlySet<string>): boolean {
  if (isLeaf(condition)) return told.has(path);
  const children = childrenOf(condition);
  return children.length > 0 && children.every(({ child, pointer }) => isTold(child, path + pointer, told));
}
