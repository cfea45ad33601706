import { escapePointer, type Finding } from './finding.js';
import type { Condition, RuleSet } from './rule.js';
import { childrenOf, isLeaf } from './tree.js';

/** Where an error keeps conditions from meaning what their author thinks. */
const OF_CONDITIONS = /^(\/rules\/\d+\/(conditions|validTo)|\/conditions\/)/;

/**
 * Findings of a set together with those of its examples, each cause told once: an example that fails because of an error in
 * the rule's conditions, or in a named condition that they use, becomes a further place of that error; and that
 * conditions always hold is told by the example that proves it wrong.
 *
 * @param examples findings of `checkExamples`
 */
export function withBlame(set: RuleSet, findings: readonly Finding[], examples: readonly Finding[]): Finding[] {
  const errors = findings.filter(({ severity, path }) => severity === 'error' && OF_CONDITIONS.test(path));
  const causeOf = new Map<number, Finding | undefined>();
  const alsoIn = new Map<Finding, Finding[]>();
  const alwaysHold = new Set<string>();
  const left = examples.filter((example) => {
    if (example.code !== 'failing-example') return true;
    const index = Number(example.path.split('/')[2]);
    if (!causeOf.has(index)) causeOf.set(index, firstError(set, index, errors));
    const cause = causeOf.get(index);
    if (cause === undefined) {
      alwaysHold.add(`/rules/${index}/conditions`);
      return true;
    }
    alsoIn.set(cause, [...(alsoIn.get(cause) ?? []), example]);
    return false;
  });
  const told = findings.filter(({ code, path }) => code !== 'always-true' || !alwaysHold.has(path));
  return [...told.map((finding) => withPlaces(finding, alsoIn.get(finding) ?? [])), ...left];
}

function withPlaces(finding: Finding, examples: readonly Finding[]): Finding {
  if (examples.length === 0) return finding;
  const places = examples.map(({ path, values }) => ({
    path: path.replace(/\/expect$/, ''),
    what: `example ${String(values.example)} of ${String(values.rule)}, which fails because of it`,
  }));
  return { ...finding, related: [...(finding.related ?? []), ...places] };
}

/** The first error in what a rule's conditions are made of. */
function firstError(set: RuleSet, index: number, errors: readonly Finding[]): Finding | undefined {
  const places = [`/rules/${index}`, ...namesIn(set, index).map((name) => `/conditions/${escapePointer(name)}`)];
  for (const place of places) {
    const found = errors.find(({ path }) => path === place || path.startsWith(`${place}/`));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names of the conditions that a rule uses, directly or through others. */
function namesIn(set: RuleSet, index: number): string[] {
  const names = new Set<string>();
  const walk = (condition: Condition): void => {
    if (isLeaf(condition)) return;
    if (!('condition' in condition)) return childrenOf(condition).forEach(({ child }) => walk(child));
    const name = condition.condition;
    if (names.has(name) || !Object.hasOwn(set.conditions, name)) return;
    names.add(name);
    walk(set.conditions[name]!);
  };
  walk(set.rules[index]!.conditions);
  return [...names];
}
