import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conditionsJsonSchema, ConditionsSchema, RuleSchema, ruleJsonSchema } from '../../src/contract/rule-schema.js';
import { checkRuleFiles } from '../../src/contract/rule-set.js';
import { EVENT_SKELETONS, RULE_SKELETONS } from '../../src/contract/rule-skeletons.js';
import { checkRuleSet } from '../../src/core/rules/check.js';
import { FACTS } from '../../src/core/rules/facts.js';
import type { Finding } from '../../src/core/rules/finding.js';
import { checkLeaf } from '../../src/core/rules/leaf-check.js';
import { comparisonType, OPERATOR_WORDS, operatorsFor } from '../../src/core/rules/operator-words.js';
import { operatorNamed, OPERATORS } from '../../src/core/rules/operators.js';
import type { Condition, LeafCondition, RuleSet } from '../../src/core/rules/rule.js';
import { ruleSet, TEXTS } from '../core/rules/arbitrary.js';
import { runs } from '../effort.js';

type Json = Record<string, unknown>;
const plain = (schema: object): Json => JSON.parse(JSON.stringify(schema)) as Json;
/** Without options: what any program makes of the schema. */
const ajv = new Ajv2020();
const schema = plain(ruleJsonSchema());
const validate = ajv.compile(schema);
const validateComparison = new Ajv2020().compile({ $ref: '#/$defs/Comparison', $defs: schema.$defs });

const FOLDER = join(import.meta.dirname, '../../rules');
const shippedTexts = readdirSync(FOLDER)
  .filter((name) => /^[a-z0-9]+-[a-z0-9-]+\.json$/.test(name))
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'));
const shipped = shippedTexts.map((text) => JSON.parse(text) as Json);
const { conditions: named } = checkRuleFiles(
  readdirSync(FOLDER).map((fileName) => ({ fileName, text: readFileSync(join(FOLDER, fileName), 'utf8') })),
).ruleSet!;

/** What the contract and the checks say of a rule; null: its shape is refused. */
function findingsOf(rule: unknown, conditions: RuleSet['conditions']): Finding[] | null {
  const { success, data } = RuleSchema.safeParse(rule);
  return success ? checkRuleSet({ rules: [data], conditions, onTie: 'first' } as unknown as RuleSet) : null;
}
const isError = ({ severity }: Finding): boolean => severity === 'error';

/** Values of every type, near misses among them. */
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(0, -1, 2.5, 10_000, 10_001, null, true, false),
  fc.constantFrom<unknown>(...TEXTS, '2026-02-28', '2026-02-29', '2024-02-29', '2026-13-01'),
  fc.array(fc.constantFrom<unknown>(0, 7, null, true, 'a', '2026-02-28', '2026-02-30'), { maxLength: 3 }),
  fc.constantFrom<unknown>({}, { fact: 'stock.nothing' }, { fact: 'stock.onHand', more: 1 }, 'x'.repeat(1001)),
  fc.constantFrom(...FACTS).map(({ name }) => ({ fact: name })),
);
const fact = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...FACTS) },
  { weight: 1, arbitrary: fc.constant({ ...FACTS[0]!, name: 'stock.onHandd' }) },
);
/** Comparisons of which about half make sense. */
const comparison = fact.chain(({ name, type, unit, example }) => {
  const fitting = operatorsFor(unit === 'day' ? 'day' : type);
  const value = type === 'list' ? 'musiman' : example;
  return fc.record({
    fact: fc.constant(name),
    operator: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...fitting) },
      { weight: 2, arbitrary: fc.constantFrom(...Object.keys(OPERATORS)) },
      { weight: 1, arbitrary: fc.constantFrom('not:in', 'someFact:equal', 'swap:not:contains', 'nott:in', 'less') },
    ),
    value: fc.oneof(fc.constantFrom<unknown>(value, value, [value], [value, null], null), anyValue),
  });
});

describe('the schema of a rule', () => {
  it('knows the same operators for each fact as the check', () => {
    expect(OPERATOR_WORDS.map(({ name }) => name).sort()).toEqual(Object.keys(OPERATORS).sort());
    for (const each of FACTS) {
      const fitting = Object.keys(OPERATORS).filter((operator) => {
        const found = checkLeaf({ fact: each.name, operator, value: each.example as string }, '', new Set());
        return !found.some(({ code }) => code === 'wrong-operator');
      });
      expect([each.name, operatorsFor(comparisonType(each)).toSorted()]).toEqual([each.name, fitting.toSorted()]);
    }
  });

  it('judges a comparison as contract and check do: refuses errors, lets warnings pass', () => {
    const seen = { accepted: 0, refused: 0 };
    const TYPED = ['unknown-fact', 'wrong-operator', 'wrong-type'];
    const property = fc.property(comparison, (leaf) => {
      const fits = ConditionsSchema.safeParse({ x: { all: [leaf] } }).success;
      const findings = fits ? checkLeaf(leaf as LeafCondition, '', new Set()) : [];
      const isRight =
        fits && operatorNamed(leaf.operator) !== null && !findings.some(({ code }) => TYPED.includes(code));
      seen[isRight ? 'accepted' : 'refused']++;
      expect(validateComparison(leaf)).toBe(isRight);
    });
    fc.assert(property, { numRuns: runs(2000) });
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(200);
  });

  it('accepts every tree of conditions that is accepted without an error', () => {
    const seen = { accepted: 0, refused: 0 };
    const event = fc.constantFrom(...EVENT_SKELETONS);
    const property = fc.property(
      ruleSet(comparison as fc.Arbitrary<Condition>, { min: 1, max: 1 }),
      event,
      (set, proposed) => {
        const examples = [
          { facts: {}, expect: { type: proposed.type } },
          { facts: {}, expect: null },
        ];
        const rule = { ...set.rules[0]!, event: proposed, examples };
        const findings = findingsOf(rule, set.conditions)?.filter(
          ({ code, path }) => code !== 'failing-example' && path.startsWith('/rules/'),
        );
        const isAccepted = findings !== undefined && !findings.some(isError);
        seen[isAccepted ? 'accepted' : 'refused']++;
        if (isAccepted) expect([validate(rule), validate.errors]).toEqual([true, null]);
      },
    );
    fc.assert(property, { numRuns: runs(1000) });
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(25);
  });

  it('accepts every shipped rule that stays without an error when a part of it is changed', () => {
    const seen = { accepted: 0, refused: 0 };
    const junk = fc.oneof(
      anyValue,
      fc.constantFrom<unknown>('a-b', 50, 150, 1e9, ['shopee'], { id: 'a', en: 'b' }, []),
    );
    const property = fc.property(
      fc.constantFrom(...shipped),
      fc.nat(),
      junk,
      fc.boolean(),
      (whole, at, value, drop) => {
        const rule = structuredClone(whole);
        const places = placesIn(rule);
        const { parent, key } = places[at % places.length]!;
        if (drop) delete parent[key];
        else parent[key] = value;
        const read = JSON.parse(JSON.stringify(rule)) as Json;
        const findings = findingsOf(read, named);
        const isAccepted = findings !== null && !findings.some(isError);
        seen[isAccepted ? 'accepted' : 'refused']++;
        if (isAccepted) expect([validate(read), validate.errors]).toEqual([true, null]);
      },
    );
    fc.assert(property, { numRuns: runs(1000) });
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(25);
  });

  it.each<[string, object]>([
    ['a misspelt fact', { conditions: { all: [{ fact: 'stock.onHandd', operator: 'equal', value: 1 }] } }],
    [
      'an operator against the type',
      { conditions: { all: [{ fact: 'channel.code', operator: 'lessThan', value: 'b' }] } },
    ],
    ['a number as text', { conditions: { all: [{ fact: 'stock.onHand', operator: 'equal', value: '1' }] } }],
    ['a bare value for in', { conditions: { all: [{ fact: 'stock.onHand', operator: 'in', value: 1 }] } }],
    ['a null to be less than', { conditions: { all: [{ fact: 'stock.onHand', operator: 'lessThan', value: null }] } }],
    [
      'facts of two types',
      { conditions: { all: [{ fact: 'stock.onHand', operator: 'equal', value: { fact: 'channel.code' } }] } },
    ],
    ['an empty list of conditions', { conditions: { any: [] } }],
    ['more than 100 per cent', { event: { type: 'discount', params: { percent: 150 } } }],
    ['two cuts at once', { event: { type: 'discount', params: { percent: 10, amount: 5 } } }],
    ['a day that does not exist', { validTo: '2026-02-29' }],
    ['one example', { examples: [] }],
    ['an unknown fact in an example', { examples: [{ facts: { 'stock.x': 1 }, expect: null }] }],
  ])('refuses %s, as the check does', (_, change) => {
    const rule = { ...(RULE_SKELETONS[0] as Json), ...change };
    expect(validate(rule)).toBe(false);
    expect(findingsOf(rule, {})?.some(isError) ?? true).toBe(true);
  });

  it('shows whole rules to begin with, one for each type of event, that pass every check', () => {
    const types = RULE_SKELETONS.map((rule) => (rule as { event: { type: string } }).event.type);
    expect([...new Set(types)].sort()).toEqual(['alert', 'bundle', 'discount', 'hold', 'restore', 'voucher']);
    for (const rule of RULE_SKELETONS) {
      expect([findingsOf(rule, {}), validate(rule)]).toEqual([[], true]);
    }
  });
});

describe('the schema of shared conditions', () => {
  const validateConditions = new Ajv2020().compile(plain(conditionsJsonSchema()));
  const old = { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 }] };

  it('lets the line for editors stand among them', () => {
    expect(validateConditions({ $schema: './conditions.schema.json', old })).toBe(true);
    const files = [
      { fileName: 'conditions.json', text: JSON.stringify({ $schema: './conditions.schema.json', old }) },
      { fileName: 'a-b.json', text: JSON.stringify(RULE_SKELETONS[0]) },
    ];
    expect(checkRuleFiles(files)).toMatchObject({ findings: [], ruleSet: { conditions: { old } } });
    expect(checkRuleFiles(files).ruleSet!.conditions).not.toHaveProperty('$schema');
    expect(checkRuleFiles(files, 'foreign').ruleSet!.conditions).toEqual({ old });
  });

  it('has no condition called $schema, and no comparison alone', () => {
    for (const wrong of [{ $schema: old }, { old: old.all[0] }, { old: { all: [] } }]) {
      expect(validateConditions(wrong)).toBe(false);
      const files = [{ fileName: 'conditions.json', text: JSON.stringify(wrong) }];
      expect(checkRuleFiles(files).findings[0]).toMatchObject({ severity: 'error', file: 'conditions.json' });
    }
  });
});

/** Every place of a JSON value but its root. */
function placesIn(value: unknown): { parent: Json; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => [{ parent: value as Json, key }, ...placesIn(inside)]);
}
