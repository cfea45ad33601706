// A rule set in the formats of two other engines, for bench/rules.mjs. They are not dependencies of Larisin:
//
//   npm install --prefix bench/others
import { createRequire } from 'node:module';

const require = createRequire(new URL('others/package.json', import.meta.url));

/** The module, or null where it is not installed. */
function optional(name) {
  try {
    return require(name);
  } catch {
    return null;
  }
}

const zen = optional('@gorules/zen-engine');
const jsonLogic = optional('json-logic-engine');

/** Facts by dotted name as nested objects: both engines look into objects. */
export function nested(facts) {
  const found = {};
  for (const [name, value] of Object.entries(facts)) {
    const [group, ...rest] = name.split('.');
    (found[group] ??= {})[rest.join('.')] = value;
  }
  return found;
}

const SIGNS = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=', equal: '==' };

/**
 * zen-engine: one decision table that collects, one row a rule, its conditions as one expression. Gives the indices
 * of the rules that fire. Null where the engine is not installed.
 */
export function inZen(set) {
  if (zen === null) return null;
  const write = (condition) => {
    const { fact, operator, value } = condition;
    if (fact !== undefined) {
      const text = JSON.stringify(value);
      if (operator === 'contains') return `${text} in ${fact}`;
      if (operator === 'in') return `${fact} in ${text}`;
      if (operator === 'notIn') return `not (${fact} in ${text})`;
      if (operator === 'equal') return `${fact} == ${text}`;
      return `(${fact} != null and ${fact} ${SIGNS[operator]} ${value?.fact ?? text})`;
    }
    if (condition.condition !== undefined) return write(set.conditions[condition.condition]);
    if (condition.not !== undefined) return `not (${write(condition.not)})`;
    return `(${(condition.all ?? condition.any).map(write).join(condition.all ? ' and ' : ' or ')})`;
  };
  const position = { x: 0, y: 0 };
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'table',
        position,
        content: {
          hitPolicy: 'collect',
          inputs: [{ id: 'when', name: 'when' }],
          outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
          rules: set.rules.map((rule, index) => ({
            _id: rule.name,
            when: write(rule.conditions),
            rule: String(index),
          })),
        },
      },
      { id: 'out', type: 'outputNode', name: 'out', position },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
  const decision = new zen.ZenEngine().createDecision(Buffer.from(JSON.stringify(content)));
  return async (facts) => {
    const { result } = await decision.evaluate(facts);
    return Array.isArray(result) ? result.map(({ rule }) => rule) : [];
  };
}

/** json-logic-engine with its own code generation, all rules in one list. Null where it is not installed. */
export function inJsonLogic(set) {
  if (jsonLogic === null) return null;
  const write = (condition) => {
    const { fact, operator, value } = condition;
    if (fact !== undefined) {
      const left = { var: fact };
      if (operator === 'contains') return { in: [value, left] };
      if (operator === 'in') return { in: [left, { preserve: value }] };
      if (operator === 'notIn') return { '!': { in: [left, { preserve: value }] } };
      if (operator === 'equal') return { '===': [left, value] };
      const compared = { [SIGNS[operator]]: [left, value?.fact === undefined ? value : { var: value.fact }] };
      return { and: [{ '!==': [left, null] }, compared] };
    }
    if (condition.condition !== undefined) return write(set.conditions[condition.condition]);
    if (condition.not !== undefined) return { '!': write(condition.not) };
    return condition.all ? { and: condition.all.map(write) } : { or: condition.any.map(write) };
  };
  const run = new jsonLogic.LogicEngine().build(set.rules.map((rule) => write(rule.conditions)));
  return (facts) => run(facts).flatMap((holds, index) => (holds ? [index] : []));
}
