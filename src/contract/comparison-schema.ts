import { z } from 'zod';
import { factDescription } from '../core/rules/fact-document.js';
import { FACTS, type Fact } from '../core/rules/facts.js';
import {
  comparisonType,
  DECORATED_PATTERN,
  OPERATOR_WORDS,
  operatorsFor,
  type ComparisonType,
} from '../core/rules/operator-words.js';
import { LIST_MAX, TEXT_MAX } from './rule-limits.js';
import { CONDITION_WORDS, said } from './rule-words.js';

/**
 * The part of the rules' JSON Schema that depends on the facts: which operators and values go with which fact. It
 * refuses nothing that core/rules/leaf-check only warns of, so that an editor is never stricter than the check; what it
 * merely does not offer (a null where a fact has none) still passes.
 */
export type Json = Record<string, unknown>;

/** A comparison's keys that do not depend on the fact. */
interface Base {
  properties: Json;
}

const ref = (name: string): Json => ({ $ref: `#/$defs/${name}` });
const listOf = (items: Json): Json => ({ type: 'array', items, maxItems: LIST_MAX });
const text: Json = { type: 'string', maxLength: TEXT_MAX };
const day: Json = { type: 'string', pattern: z.toJSONSchema(z.iso.date()).pattern };
/** Null passes, and an editor does not offer it. */
const unofferedNull: Json = { not: { not: { type: 'null' } } };

const ORDERINGS = operatorsFor('day').filter((name) => name.includes('Than'));
const EQUALITIES = ['equal', 'notEqual'];
const MEMBERSHIPS = ['in', 'notIn'];

/** What may stand beside a fact of each type; `ordered`: what it may be less or more than. */
const SIDES: Record<ComparisonType, { value: Json; example: unknown; same: string; ordered?: string; list?: string }> =
  {
    number: { value: { type: 'number' }, example: 0, same: 'NumberReference', ordered: 'NumberReference' },
    day: {
      value: day,
      example: '2026-12-31',
      same: 'TextReference',
      ordered: 'DayReference',
      list: 'ListReference',
    },
    text: { value: text, example: '', same: 'TextReference', list: 'ListReference' },
    boolean: { value: { type: 'boolean' }, example: true, same: 'BooleanReference' },
    list: { value: text, example: '', same: 'TextReference' },
  };

/**
 * The definitions that a comparison needs, by name.
 * @param base the comparison as the contract has it: its keys, without what they may hold
 */
export function comparisonDefs(base: Base): Record<string, Json> {
  const types = Object.keys(SIDES) as ComparisonType[];
  const names = FACTS.map(({ name }) => name);
  const byType = types.map((type) => when('fact', namesOf(type), comparisonWith(type)));
  const unknownFact = { if: given('fact', names), else: { properties: { operator: operator(allOperators()) } } };
  const decorated = {
    if: {
      type: 'object',
      properties: { operator: { type: 'string', pattern: DECORATED_PATTERN } },
      required: ['operator'],
    },
    then: withValue(ref('AnyValue')),
  };
  const properties = {
    ...base.properties,
    fact: { ...ref('Fact'), ...said(CONDITION_WORDS.fact) },
    operator: { type: 'string', ...said(CONDITION_WORDS.operator) },
    value: said(CONDITION_WORDS.value),
  };
  const scalar: Json = { anyOf: [text, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] };
  return {
    Comparison: { ...base, properties, allOf: [...byType, decorated, unknownFact] },
    Fact: { type: 'string', anyOf: named(FACTS) },
    AnyValue: { anyOf: [scalar, listOf(scalar), pointerTo(ref('Fact'))] },
    NumberReference: reference('number'),
    DayReference: reference('day'),
    TextReference: reference('text', 'day'),
    BooleanReference: reference('boolean'),
    ListReference: reference('list'),
  };
}

/** Facts with values, as examples give them: every fact by name and of its type; null always passes. */
export function factsSchema(): Json {
  const properties = FACTS.map((fact) => {
    const type = comparisonType(fact);
    const value = type === 'list' ? listOf(text) : SIDES[type].value;
    const orNull = { ...value, type: [value.type, 'null'] };
    return [fact.name, { description: factDescription(fact), ...orNull, examples: [fact.example] }];
  });
  return { type: 'object', properties: Object.fromEntries(properties) as Json, additionalProperties: false };
}

/** What a comparison with a fact of one type may say. */
function comparisonWith(type: ComparisonType): Json {
  const { value, example, same, ordered, list } = SIDES[type];
  const operators = { properties: { operator: operator(operatorsFor(type)) } };
  if (type === 'list') {
    const contained = { anyOf: [value, ref(same)], examples: [example] };
    return { ...operators, allOf: [when('operator', operatorsFor('list'), withValue(contained))] };
  }
  const members = { anyOf: [listOf({ anyOf: [value, { type: 'null' }] }), ...(list ? [ref(list)] : [])] };
  const equals = withValue({ anyOf: [value, ref(same), unofferedNull], examples: [example] });
  const offersNull = when('operator', EQUALITIES, withValue({ anyOf: [{ const: null }, true] }));
  const nullable = factsOf(type).flatMap(({ name, nullable }) => (nullable ? [name] : []));
  return {
    ...operators,
    allOf: [
      when('operator', MEMBERSHIPS, withValue({ ...members, examples: [[example]] })),
      when('operator', EQUALITIES, equals),
      ...(nullable.length > 0 ? [when('fact', nullable, offersNull)] : []),
      ...(ordered === undefined
        ? []
        : [when('operator', ORDERINGS, withValue({ anyOf: [value, ref(ordered)], examples: [example] }))]),
    ],
  };
}

/** `{ "fact": "..." }` where a value may stand. */
function pointerTo(fact: Json): Json {
  return { type: 'object', properties: { fact }, required: ['fact'], additionalProperties: false };
}

function reference(...types: ComparisonType[]): Json {
  const facts = factsOf(...types);
  return { ...pointerTo({ type: 'string', anyOf: named(facts) }), examples: [{ fact: facts[0]?.name }] };
}

function operator(operators: readonly string[]): Json {
  const described = OPERATOR_WORDS.filter(({ name }) => operators.includes(name));
  const consts = described.map(({ name, sentence }) => ({ const: name, ...said(sentence) }));
  return { type: 'string', anyOf: [...consts, { pattern: DECORATED_PATTERN }] };
}

function allOperators(): string[] {
  return OPERATOR_WORDS.map(({ name }) => name);
}

function named(facts: readonly Fact[]): Json[] {
  return facts.map((fact) => ({ const: fact.name, description: factDescription(fact) }));
}

function factsOf(...types: ComparisonType[]): Fact[] {
  return FACTS.filter((fact) => types.includes(comparisonType(fact)));
}

function namesOf(type: ComparisonType): string[] {
  return factsOf(type).map(({ name }) => name);
}

function given(key: string, values: readonly string[]): Json {
  return { type: 'object', properties: { [key]: { enum: values } }, required: [key] };
}

function when(key: string, values: readonly string[], then: Json): Json {
  return { if: given(key, values), then };
}

function withValue(value: Json): Json {
  return { properties: { value } };
}
