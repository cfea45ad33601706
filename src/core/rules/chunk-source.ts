import { FACT_BY_NAME } from './facts.js';
import { Generator, type Operand, type ScopeMode } from './generate.js';
import { literalWriter } from './literal.js';
import { isNumeric } from './operators.js';
import type { Facts, Rule } from './rule.js';
import type { Named } from './tree.js';

/** Source of one generated function, and what its constants `k0`, `k1`, ... stand for. */
export interface ChunkSource {
  source: string;
  held: readonly unknown[];
}

/**
 * A function `(C, words, size)` that judges up to 32 rules on rows [0, size) of typed columns. `words[row]` gets bit i
 * where rule i fires.
 *
 * @returns besides the source, the names of the facts whose columns `C` has to hold, in that order
 */
export function columnSource(rules: readonly Rule[], named: Named): ChunkSource & { columns: string[] } {
  const columns: string[] = [];
  const operands = new Map<string, Operand>();
  const loads: string[] = [];
  const read = (name: string): Operand => {
    let operand = operands.get(name);
    if (operand !== undefined) return operand;
    const fact = FACT_BY_NAME.get(name);
    if (fact === undefined) {
      operand = { kind: 'missing', js: 'null' };
    } else if (fact.knownOf !== null) {
      const base = read(fact.knownOf);
      const isNull = { number: `${base.js} !== ${base.js}`, boolean: `${base.js} === 2` }[base.kind as string];
      operand = { kind: 'known', js: `v${loads.length}` };
      loads.push(`const ${operand.js} = (${isNull ?? `${base.js} === null`}) ? 0 : 1;`);
    } else {
      operand = { kind: fact.type, js: `v${loads.length}` };
      loads.push(`const ${operand.js} = c${columns.length}[i];`);
      columns.push(name);
    }
    operands.set(name, operand);
    return operand;
  };
  const literals = literalWriter();
  const word = wordOf(rules, new Generator(named, read, 'strict', literals));
  const source = `"use strict";
${constantsOf(literals.held)}
return function chunk(C, words, size) {
  ${columns.map((_, index) => `const c${index} = C[${index}];`).join(' ')}
  for (let i = 0; i < size; i++) {
    ${loads.join('\n    ')}
    words[i] = ${word};
  }
};`;
  return { source, held: literals.held, columns };
}

/** A function `(F)` that judges up to 32 rules on one object of facts and gives the word. */
export function factsSource(rules: readonly Rule[], named: Named, scope: ScopeMode): ChunkSource {
  const operands = new Map<string, Operand>();
  const loads: string[] = [];
  const literals = literalWriter();
  const read = (name: string): Operand => {
    let operand = operands.get(name);
    if (operand === undefined) {
      const at = operands.size;
      const key = literals.hold(name);
      // A fact named like something every object has (`constructor`) must be the object's own.
      const value = OBJECT_KEYS.has(name) ? `${literals.hold(readOwn)}(F, ${key})` : `F[${key}]`;
      loads.push(`let v${at} = ${value}; if (v${at} === undefined) v${at} = null;`);
      let isAsked = false;
      const numeric = (): string => {
        const [raw, number] = [`v${at}`, `n${at}`];
        const otherwise = `${raw} === null ? 0 / 0 : ${literals.hold(asOrdered)}(${raw})`;
        if (!isAsked) loads.push(`const ${number} = typeof ${raw} === "number" ? ${raw} : ${otherwise};`);
        isAsked = true;
        return number;
      };
      operand = { kind: 'any', js: `v${at}`, numeric };
      operands.set(name, operand);
    }
    return operand;
  };
  const word = wordOf(rules, new Generator(named, read, scope, literals));
  const source = `"use strict";
${constantsOf(literals.held)}
return function chunk(F) {
  ${loads.join('\n  ')}
  return ${word};
};`;
  return { source, held: literals.held };
}

/** Bit i of the word = rule i of the chunk. */
function wordOf(rules: readonly Rule[], generator: Generator): string {
  return rules.map((rule, bit) => `(${generator.rule(rule)} ? ${2 ** bit} : 0)`).join(' | ');
}

function constantsOf(held: readonly unknown[]): string {
  return held.map((_, index) => `const k${index} = K[${index}];`).join('\n');
}

const OBJECT_KEYS = new Set(Object.getOwnPropertyNames(Object.prototype));
const readOwn = (facts: Facts, name: string): unknown => (Object.hasOwn(facts, name) ? facts[name] : undefined);

/** What json-rules-engine's orderings make of a value beside a number; NaN where they are false. */
const asOrdered = (value: unknown): number => (isNumeric(value) ? Number(value) : NaN);
