// Prints a rule set as the `if`s that a good programmer would write for it: facts read once into locals, what several
// rules share computed once, a null asked about only where JavaScript would not say "no" to it by itself, 20 rules a
// function. To read them: node bench/rules.mjs --show 20.

const RULES_A_FUNCTION = 20;
const SIGNS = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=' };

const nameOf = (fact) => fact.replace(/\.(.)/g, (_, letter) => letter.toUpperCase());
const factsIn = (condition, named, into = new Set()) => {
  if (condition.fact !== undefined) {
    into.add(condition.fact);
    if (condition.value?.fact !== undefined) into.add(condition.value.fact);
  } else if (condition.condition !== undefined) factsIn(named[condition.condition], named, into);
  else for (const child of condition.all ?? condition.any ?? [condition.not]) factsIn(child, named, into);
  return into;
};

/** One function per 20 rules, `f` an object of facts by dotted name; each gives the indices of the rules that fire. */
export function ifsOnObjects(set, factByName) {
  const write = writer(set, objectLeaf(factByName));
  const bodies = grouped(set.rules, set).map(
    ({ first, members }) => `(f, fired) => {
  ${members.facts.map((fact) => `const ${nameOf(fact)} = f[${JSON.stringify(fact)}];`).join('\n  ')}
  ${members.shared.map((name) => `const ${camel(name)} = ${write(set.conditions[name])};`).join('\n  ')}
  ${members.rules.map((rule, i) => `if (${write(rule.conditions)}) fired.push(${first + i});`).join('\n  ')}
}`,
  );
  const parts = bodies.map((body) => new Function(`return ${body}`)());
  const run = (facts) => {
    const fired = [];
    for (const part of parts) part(facts, fired);
    return fired;
  };
  return { run, source: bodies.join('\n') };
}

/** The same over typed columns (NaN and 2 are null): a loop over rows per 20 rules, one bit per rule and row. */
export function ifsOnColumns(set, factByName) {
  const write = writer(set, columnLeaf(factByName));
  const bodies = grouped(set.rules, set).map(({ members }) => {
    const stored = [...new Set(members.facts.map((fact) => factByName.get(fact).knownOf ?? fact))];
    const group = (fact) => ({ number: 'numbers', boolean: 'booleans', text: 'texts', list: 'lists' })[factByName.get(fact).type]; // prettier-ignore
    return `(table, words) => {
  ${stored.map((fact) => `const ${nameOf(fact)}Column = table.${group(fact)}[${JSON.stringify(fact)}];`).join('\n  ')}
  for (let row = 0; row < table.size; row++) {
    ${stored.map((fact) => `const ${nameOf(fact)} = ${nameOf(fact)}Column[row];`).join('\n    ')}
    let word = 0;
    ${members.shared.map((name) => `const ${camel(name)} = ${write(set.conditions[name])};`).join('\n    ')}
    ${members.rules.map((rule, i) => `if (${write(rule.conditions)}) word |= ${2 ** i};`).join('\n    ')}
    words[row] = word;
  }
}`;
  });
  const parts = bodies.map((body) => new Function(`return ${body}`)());
  const run = (table) =>
    parts.map((part) => {
      const words = new Uint32Array(table.size);
      part(table, words);
      return words;
    });
  return { run, source: bodies.join('\n'), rulesAFunction: RULES_A_FUNCTION };
}

function grouped(rules, set) {
  const found = [];
  for (let first = 0; first < rules.length; first += RULES_A_FUNCTION) {
    const own = rules.slice(first, first + RULES_A_FUNCTION);
    const facts = [...new Set(own.flatMap((rule) => [...factsIn(rule.conditions, set.conditions)]))];
    const shared = Object.keys(set.conditions).filter((name) =>
      own.some((rule) => JSON.stringify(rule.conditions).includes(`{"condition":"${name}"}`)),
    );
    found.push({ first, members: { rules: own, facts, shared } });
  }
  return found;
}

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

function writer(set, leaf) {
  return function write(condition) {
    if (condition.fact !== undefined) return leaf(condition);
    if (condition.condition !== undefined) return camel(condition.condition);
    if (condition.not !== undefined) return `!(${write(condition.not)})`;
    const parts = (condition.all ?? condition.any).map(write);
    return condition.all ? parts.join(' && ') : `(${parts.join(' || ')})`;
  };
}

const literal = (value) => JSON.stringify(value);
const listed = (name, list, equals) => `(${list.map((value) => `${name} ${equals} ${literal(value)}`).join(' || ')})`;

const objectLeaf =
  (factByName) =>
  ({ fact, operator, value }) => {
    const name = nameOf(fact);
    const sign = SIGNS[operator];
    if (sign !== undefined) {
      // null counts as 0 to JavaScript: it has to be asked about where 0 would pass.
      const limit = value?.fact === undefined ? value : null;
      const passes = { '<': 0 < limit, '<=': 0 <= limit, '>': 0 > limit, '>=': 0 >= limit }[sign];
      const isAsked = factByName.get(fact).nullable && (limit === null || passes);
      const right = limit === null ? nameOf(value.fact) : literal(limit);
      return `${isAsked ? `${name} !== null && ` : ''}${name} ${sign} ${right}`;
    }
    if (operator === 'equal') return `${name} === ${literal(value)}`;
    if (operator === 'in') return listed(name, value, '===');
    if (operator === 'notIn') return `!${listed(name, value, '===')}`;
    return `${name}.includes(${literal(value)})`;
  };

const columnLeaf =
  (factByName) =>
  ({ fact, operator, value }) => {
    const { type, knownOf } = factByName.get(fact);
    const name = nameOf(knownOf ?? fact);
    if (knownOf !== null) {
      const isNull = factByName.get(knownOf).type === 'number' ? `Number.isNaN(${name})` : `${name} === null`;
      return value === true ? `!(${isNull})` : isNull;
    }
    const sign = SIGNS[operator];
    // A null on the right counts as 0 to json-rules-engine.
    if (sign !== undefined)
      return `${name} ${sign} ${value?.fact === undefined ? literal(value) : `(${nameOf(value.fact)} || 0)`}`;
    if (operator === 'equal' && type === 'boolean') return `${name} === ${value ? 1 : 0}`;
    if (operator === 'equal' && value === null) return `Number.isNaN(${name})`;
    if (operator === 'equal') return `${name} === ${literal(value)}`;
    if (operator === 'in') return listed(name, value, '===');
    if (operator === 'notIn') return `!${listed(name, value, '===')}`;
    return `${name}.includes(${literal(value)})`;
  };
