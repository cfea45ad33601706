import { assert } from '../units.js';
import type { LiteralWriter } from './literal.js';
import { operatorNamed } from './operators.js';
import type { Condition, LeafCondition, Rule } from './rule.js';
import { childrenOf, factOfValue, isLeaf, namedCondition, type Named } from './tree.js';

/**
 * What a fact is when a generated function reads it.
 * number: NaN = null. boolean: 0, 1, 2 = null. known: 0 or 1. text, list, any: the value itself, null included.
 */
export type OperandKind = 'number' | 'boolean' | 'known' | 'text' | 'list' | 'any' | 'missing';
export interface Operand {
  kind: OperandKind;
  /** A local variable or a constant; never text from a rule. */
  js: string;
  /** Of `any`: a local variable with the number that orderings beside a number see; NaN where they are false. */
  numeric?: () => string;
}

/**
 * How scope treats a fact that is null. `strict`: the rule is out of scope (a run knows channel and category).
 * `whereGiven`: that part of the scope is not applied (an example or a line of facts need not say it).
 */
export type ScopeMode = 'strict' | 'whereGiven';

/** `cheap`: no calls, so that evaluating it always costs less than branching over it. */
interface Code {
  js: string;
  cheap: boolean;
}

const cheap = (js: string): Code => ({ js, cheap: true });
const costly = (js: string): Code => ({ js, cheap: false });
const TRUE = cheap('true');
const FALSE = cheap('false');
const ORDERINGS: Record<string, string> = {
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};
/** Lists up to this length become comparisons, longer ones a Set. */
const UNROLLED_MAX = 8;

/** Writes rules as JavaScript expressions. No text of a rule becomes source: see `literalWriter`. */
export class Generator {
  constructor(
    private readonly named: Named,
    private readonly read: (fact: string) => Operand,
    private readonly scopeMode: ScopeMode,
    private readonly literals: LiteralWriter,
  ) {}

  /** An expression that is truthy where the rule fires: its conditions inside its scope. */
  rule(rule: Rule): string {
    return conjunction([this.condition(rule.conditions), ...this.scope(rule)]).js;
  }

  private scope(rule: Rule): Code[] {
    const open = this.scopeMode === 'whereGiven';
    const among = (fact: string, list: string[]): Code =>
      this.leaf({ fact, operator: 'in', value: open ? ([...list, null] as string[]) : list });
    const codes: Code[] = [];
    if (rule.channels) codes.push(among('channel.code', rule.channels));
    if (rule.categories) codes.push(among('product.category', rule.categories));
    const since = (operator: string, value: string): Code => {
      const inside = this.leaf({ fact: 'calendar.day', operator, value });
      return open ? disjunction([this.leaf({ fact: 'calendar.day', operator: 'equal', value: null }), inside]) : inside;
    };
    if (rule.validFrom) codes.push(since('greaterThanInclusive', rule.validFrom));
    if (rule.validTo) codes.push(since('lessThanInclusive', rule.validTo));
    return codes;
  }

  private condition(condition: Condition): Code {
    if (isLeaf(condition)) return this.leaf(condition);
    if ('condition' in condition) {
      const found = namedCondition(this.named, condition.condition);
      assert(found !== undefined, `condition ${condition.condition} was checked`);
      return this.condition(found);
    }
    const parts = childrenOf(condition).map(({ child }) => this.condition(child));
    if ('not' in condition) return not(parts[0] as Code);
    if (parts.length === 0) return TRUE; // empty `all` and empty `any` fire in json-rules-engine
    return 'all' in condition ? conjunction(parts) : disjunction(parts);
  }

  private leaf(leaf: LeafCondition): Code {
    if (leaf.operator.startsWith('not:')) return not(this.leaf({ ...leaf, operator: leaf.operator.slice(4) }));
    const left = this.read(leaf.fact);
    const otherFact = factOfValue(leaf.value);
    const right = otherFact === null ? null : this.read(otherFact);
    if (right !== null) return this.againstFact(left, leaf.operator, right);
    return (
      this.againstConstant(left, leaf.operator, leaf.value) ??
      this.call(left, leaf.operator, this.literals.write(leaf.value))
    );
  }

  private againstConstant(left: Operand, operator: string, value: unknown): Code | null {
    const sign = ORDERINGS[operator];
    if (sign !== undefined) return this.ordering(left, sign, value);
    if (operator === 'equal') return this.equal(left, value);
    if (operator === 'notEqual') return not(this.equal(left, value));
    if (!Array.isArray(value)) return null;
    if (operator === 'in') return this.among(left, value);
    if (operator === 'notIn') return not(this.among(left, value));
    return null;
  }

  private ordering(left: Operand, sign: string, value: unknown): Code | null {
    if (left.kind === 'boolean' || left.kind === 'known') return FALSE; // true and null are no numbers to the library
    if (left.kind === 'number') {
      const limit = Number(value); // what `<` itself does with a number on its left
      return Number.isNaN(limit) ? FALSE : cheap(`(${left.js} ${sign} ${this.literals.write(limit)})`);
    }
    if (left.numeric === undefined || typeof value !== 'number') return null;
    return cheap(`(${left.numeric()} ${sign} ${this.literals.write(value)})`);
  }

  private equal(left: Operand, value: unknown): Code {
    switch (left.kind) {
      case 'number':
        if (value === null) return cheap(`(${left.js} !== ${left.js})`);
        return typeof value === 'number' ? cheap(`(${left.js} === ${this.literals.write(value)})`) : FALSE;
      case 'boolean':
        if (value === null) return cheap(`(${left.js} === 2)`);
        return typeof value === 'boolean' ? cheap(`(${left.js} === ${value ? 1 : 0})`) : FALSE;
      case 'known':
        return typeof value === 'boolean' ? cheap(`(${left.js} === ${value ? 1 : 0})`) : FALSE;
      case 'missing':
        return value === null ? TRUE : FALSE;
      default: {
        const literal = this.literals.write(value);
        if (value === null || typeof value === 'boolean') return cheap(`(${left.js} === ${literal})`);
        const same = costly(`(${left.js} === ${literal})`);
        // A text such as '5' orders like 5, but is not the same: the number tells most cases apart, the value the rest.
        if (typeof value !== 'number' || left.numeric === undefined) return same;
        return conjunction([cheap(`(${left.numeric()} === ${literal})`), same]);
      }
    }
  }

  private among(left: Operand, list: unknown[]): Code {
    if (list.length <= UNROLLED_MAX)
      return list.length === 0 ? FALSE : disjunction(list.map((v) => this.equal(left, v)));
    if (left.kind === 'boolean' || left.kind === 'known') return disjunction(list.map((v) => this.equal(left, v)));
    // NaN stands for null in number columns, and a Set finds it.
    const members = new Set(left.kind === 'number' ? list.map((v) => (v === null ? NaN : v)) : list);
    return costly(`${this.literals.hold(members)}.has(${materialised(left, true)})`);
  }

  private againstFact(left: Operand, operator: string, right: Operand): Code {
    if (left.kind === 'number' && right.kind === 'number') {
      const [a, b] = [left.js, right.js];
      const sign = ORDERINGS[operator];
      if (sign !== undefined) return cheap(`(${a} ${sign} (${b} !== ${b} ? 0 : ${b}))`);
      const equal = cheap(`((${a} === ${b}) | ((${a} !== ${a}) & (${b} !== ${b})))`);
      if (operator === 'equal') return equal;
      if (operator === 'notEqual') return not(equal);
    }
    const sign = ORDERINGS[operator];
    if (sign !== undefined && left.kind === 'any' && right.kind === 'any') {
      const areNumbers = `typeof ${left.js} === "number" && typeof ${right.js} === "number"`;
      const { js } = this.call(left, operator, right.js);
      return costly(`(${areNumbers} ? ${left.js} ${sign} ${right.js} : ${js})`);
    }
    return this.call(left, operator, materialised(right, false));
  }

  /** The operator's own function, on the values as json-rules-engine would see them. */
  private call(left: Operand, operator: string, right: string): Code {
    const run = operatorNamed(operator);
    assert(run !== null, `operator ${operator} was checked`);
    return costly(`${this.literals.hold(run)}(${materialised(left, false)}, ${right})`);
  }
}

function materialised(operand: Operand, keepNaN: boolean): string {
  const { kind, js } = operand;
  if (kind === 'number') return keepNaN ? js : `(${js} !== ${js} ? null : ${js})`;
  if (kind === 'boolean') return `(${js} === 2 ? null : ${js} === 1)`;
  if (kind === 'known') return `(${js} === 1)`;
  return kind === 'missing' ? 'null' : js;
}

function not(code: Code): Code {
  return { js: `!${code.js}`, cheap: code.cheap };
}

/** Cheap parts without branches first, then the costly ones only where those hold. */
function joined(parts: Code[], bitwise: '&' | '|'): Code {
  if (parts.length === 1) return parts[0] as Code;
  const cheap = parts.filter((part) => part.cheap).map((part) => part.js);
  const costly = parts.filter((part) => !part.cheap).map((part) => part.js);
  const first = cheap.length > 1 ? [`(${cheap.join(` ${bitwise} `)})`] : cheap;
  return { js: `(${[...first, ...costly].join(` ${bitwise}${bitwise} `)})`, cheap: costly.length === 0 };
}

const conjunction = (parts: Code[]): Code => joined(parts, '&');
const disjunction = (parts: Code[]): Code => joined(parts, '|');
