import fc from 'fast-check';
import { Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine';
import { applyPatch, type Operation } from 'rfc6902';
import { expect, it } from 'vitest';
import { checkRuleSet } from '../../../src/core/rules/check.js';
import type { Finding } from '../../../src/core/rules/finding.js';
import { DECORATORS } from '../../../src/core/rules/operators.js';
import { resolve } from '../../../src/core/rules/resolve.js';
import type { Facts, LeafCondition, Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { factsReadBy, inFiringOrder } from '../../../src/core/rules/tree.js';
import { DIALS, grid, scopeWrittenOut, typedLeaf, typedSet, withCompanions, type Dial } from './typed-rules.js';
import { runs } from '../../effort.js';

/**
 * What the check claims, held against json-rules-engine on every combination of values that the rules can tell apart.
 * A failure prints the seed and the smallest set that fast-check finds.
 */
const RUNS = 60;

/** Which rules the library fires, enabled or not, in their scope. */
async function firedBy(set: RuleSet, rows: Facts[]): Promise<Set<string>[]> {
  const copy = structuredClone(scopeWrittenOut(set));
  const engine = new Engine();
  for (const [name, run] of Object.entries(DECORATORS)) engine.addOperatorDecorator(name, run);
  for (const [name, condition] of Object.entries(copy.conditions)) {
    engine.setCondition(name, condition as TopLevelCondition);
  }
  for (const { name, conditions } of copy.rules) {
    engine.addRule({ name, conditions, event: { type: name } } as RuleProperties);
  }
  const names = [...new Set(copy.rules.flatMap((rule) => factsReadBy(rule, set.conditions)))];
  const found: Set<string>[] = [];
  for (const facts of rows) {
    const all = Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));
    const { events } = await engine.run(all);
    found.push(new Set(events.map(({ type }) => type)));
  }
  return found;
}

const ruleOf = (set: RuleSet, { path }: Finding): Rule => set.rules[Number(path.split('/')[2])]!;
const of = (findings: Finding[], ...codes: string[]): Finding[] => findings.filter(({ code }) => codes.includes(code));
const CONSTANT = ['always-true', 'never-true', 'redundant'];

/** The best of a row, as a run would have it; null basePrice, since none is among the facts. */
function bestOf(set: RuleSet, fired: Set<string>, basePrice: number | null = null): Rule | null {
  const rules = inFiringOrder(set).filter(({ name, enabled }) => enabled && fired.has(name));
  const { winner, hold } = resolve(rules, set.onTie, basePrice);
  return winner ?? hold;
}

/** Fails where any of the rows refutes a finding. */
async function expectUnrefuted(set: RuleSet, findings: Finding[], rows: Facts[]): Promise<Set<string>[]> {
  const fired = await firedBy(set, rows);
  for (const finding of of(findings, 'contradiction')) {
    const { name } = ruleOf(set, finding);
    expect([finding.message, fired.filter((row) => row.has(name)).length]).toEqual([finding.message, 0]);
  }
  for (const finding of of(findings, 'shadowed')) {
    const rule = ruleOf(set, finding);
    for (const basePrice of [null, 10_000, 60_000]) {
      const won = fired.filter((row) => bestOf(set, row, basePrice) === rule);
      expect([finding.message, won.length]).toEqual([finding.message, 0]);
    }
    const { by } = finding.values as { by: string[] };
    const uncovered = fired.filter((row) => row.has(rule.name) && !by.some((name) => row.has(name)));
    expect([finding.message, uncovered.length]).toEqual([finding.message, 0]);
  }
  for (const finding of of(findings, 'duplicate-rule', 'same-conditions')) {
    const [one, other] = finding.values.rules as [string, string];
    const apart = fired.filter((row) => row.has(one) !== row.has(other));
    expect([finding.message, apart.length]).toEqual([finding.message, 0]);
  }
  for (const finding of of(findings, ...CONSTANT)) {
    if (finding.patch === undefined) continue;
    const changed = structuredClone(set);
    expect(applyPatch(changed, finding.patch as Operation[])).toEqual([null]);
    expect([finding.message, await firedBy(changed, rows)]).toEqual([finding.message, fired]);
  }
  for (const finding of of(findings, 'equal-priority')) {
    const { rules, winner, witness } = finding.values as { rules: [string, string]; winner: string; witness: Facts };
    const basePrice = (witness['channel.basePrice'] ?? null) as number | null;
    // What the witness leaves open may be anything.
    for (const row of await firedBy(
      set,
      randomRows(4, 1).map((any) => ({ ...any, ...witness })),
    )) {
      expect([...row]).toEqual(expect.arrayContaining(rules));
      const best = bestOf(set, row, basePrice)!;
      expect(best.priority).toBe(set.rules.find(({ name }) => name === rules[0])!.priority);
      expect(best.event.type).not.toBe('hold');
    }
    const two = set.rules.filter(({ name }) => rules.includes(name));
    expect(resolve(two, set.onTie, basePrice).winner!.name).toBe(winner);
  }
  return fired;
}

const namesIn = (findings: Finding[]): Set<string> =>
  new Set(findings.flatMap(({ values }) => values.rules as string[]));

/** Fails where the rows, which are all there can be, show what no finding tells. */
function expectComplete(set: RuleSet, findings: Finding[], fired: Set<string>[]): void {
  const rowsOf = ({ name }: Rule): string => fired.map((row) => (row.has(name) ? 1 : 0)).join('');
  const isDead = (rule: Rule): boolean => !rowsOf(rule).includes('1');
  const errors = new Set(findings.filter(({ severity }) => severity === 'error').map((each) => ruleOf(set, each)));
  expect(set.rules.filter((rule) => errors.has(rule))).toEqual(set.rules.filter(isDead));

  const live = set.rules.filter((rule) => rule.enabled && !isDead(rule) && rule.event.type !== 'alert');
  const twins = namesIn(of(findings, 'duplicate-rule', 'same-conditions'));
  const haveTwin = live.filter((rule) => live.some((other) => other !== rule && rowsOf(other) === rowsOf(rule)));
  expect([...twins]).toEqual(expect.arrayContaining(haveTwin.map(({ name }) => name)));

  if (live.some(isSizeOpen)) return; // who wins a tie is a matter of the base price then
  const shadowed = new Set(of(findings, 'shadowed').map((each) => ruleOf(set, each)));
  const single = live.filter(({ name }) => !twins.has(name));
  const winners = new Set(fired.map((row) => bestOf(set, row)));
  expect(single.filter((rule) => shadowed.has(rule))).toEqual(single.filter((rule) => !winners.has(rule)));

  const tied = of(findings, 'equal-priority').map(({ values }) => (values.rules as string[]).join());
  const top = fired.map((row) => {
    const best = bestOf(set, row);
    return live.filter(({ name, priority, event }) => {
      return row.has(name) && priority === best?.priority && best.event.type !== 'hold' && event.type !== 'hold';
    });
  });
  const pricing = single.filter((rule) => !shadowed.has(rule));
  const pairs = pricing.flatMap((one, i) => pricing.slice(i + 1).map((other) => [one, other] as const));
  const meet = pairs.filter(([one, other]) => top.some((rules) => rules.includes(one) && rules.includes(other)));
  expect(tied).toEqual(expect.arrayContaining(meet.map(([one, other]) => `${one.name},${other.name}`)));
}

/** Two or three facts whose values can be gone through one by one. */
const fewDials: fc.Arbitrary<Dial[]> = fc.subarray(DIALS, { minLength: 2, maxLength: 3 });

it(
  'what is claimed of a set holds on every combination of values, and what holds on all of them is claimed',
  { timeout: 600_000 },
  async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fewDials.chain((dials) => fc.tuple(fc.constant(dials), typedSet(typedLeaf(dials), 5))),
        async ([dials, drawn]) => {
          const set = {
            ...drawn,
            rules: drawn.rules.map(({ channels: _, categories: __, validFrom: ___, ...rule }) => rule),
          };
          const findings = checkRuleSet(set).filter(({ code }) => !code.endsWith('example'));
          expect(of(findings, 'not-fully-checked')).toEqual([]);
          for (const { code } of findings) seen.set(code, (seen.get(code) ?? 0) + 1);
          const rows = grid(dials);
          const fired = await expectUnrefuted(set, findings, rows);

          expectComplete(set, findings, fired);
        },
      ),
      { numRuns: RUNS },
    );
    // Or the comparison would be empty.
    for (const code of [
      'contradiction',
      'shadowed',
      'same-conditions',
      'duplicate-rule',
      'equal-priority',
      ...CONSTANT,
    ]) {
      expect([code, seen.get(code) ?? 0]).toEqual([code, expect.toSatisfy((count: number) => count >= 3)]);
    }
  },
);

/** The size of its cut is not known without a base price. */
function isSizeOpen({ event }: Rule): boolean {
  return event.type === 'discount' && event.params.amount !== undefined;
}

/** Facts against facts and decorated operators: what the reasoning does not look into. */
const opaqueLeaf = fc.constantFrom<LeafCondition>(
  { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: { fact: 'stock.onHand' } },
  { fact: 'stock.ageDaysOldest', operator: 'not:greaterThan', value: { fact: 'stock.onHand' } },
  { fact: 'stock.onHand', operator: 'lessThan', value: { fact: 'competitor.lowestPrice' } },
  { fact: 'stock.onHand', operator: 'equal', value: { fact: 'stock.ageDaysOldest' } },
  { fact: 'stock.onHand', operator: 'notEqual', value: { fact: 'stock.ageDaysOldest' } },
  { fact: 'product.category', operator: 'in', value: { fact: 'product.tags' } },
  { fact: 'product.category', operator: 'notIn', value: { fact: 'product.tags' } },
  { fact: 'product.tags', operator: 'someFact:equal', value: 'a' },
  { fact: 'stock.onHand', operator: 'not:everyValue:notEqual', value: [1, 3] as number[] },
);

it(
  'nothing that is claimed of rules with scope, fact against fact and decorators is refuted',
  { timeout: 600_000 },
  async () => {
    const leaf = fc.oneof({ weight: 4, arbitrary: typedLeaf(DIALS) }, { weight: 1, arbitrary: opaqueLeaf });
    await fc.assert(
      fc.asyncProperty(typedSet(leaf, 6), fc.nat(), async (set, seed) => {
        const findings = checkRuleSet(set).filter(({ code }) => !code.endsWith('example'));
        await expectUnrefuted(set, findings, randomRows(runs(80), seed));
      }),
      { numRuns: RUNS },
    );
  },
);

/** Rows of facts out of the dials' values; as good as random, and short to print. */
function randomRows(count: number, seed: number): Facts[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' linear congruence
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    withCompanions(Object.fromEntries(DIALS.map(({ fact, values }) => [fact, values[next(values.length)]!]))),
  );
}
