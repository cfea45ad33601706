import { assert } from '../units.js';
import { columnSource, factsSource, type ChunkSource } from './chunk-source.js';
import type { ScopeMode } from './generate.js';
import type { Facts, FactTable, Rule, RuleSet } from './rule.js';
import { inFiringOrder, leavesOf } from './tree.js';

/**
 * Rules compiled to JavaScript functions of bounded size: a function that outgrows V8's limit for optimised code runs
 * ten times slower, so that rules are cut into chunks, each of which answers one 32-bit word per row.
 */
const CHUNK_RULES_MAX = 32;
const CHUNK_LEAVES_MAX = 256;

/** Which rules fired on which rows, one bit each. */
export class Fired {
  constructor(
    /** Enabled rules in firing order. */
    readonly rules: readonly Rule[],
    private readonly chunks: readonly { first: number; words: Uint32Array }[],
  ) {}

  /** Whether anything fired on a row. */
  any(row: number): boolean {
    for (const { words } of this.chunks) if (words[row] !== 0) return true;
    return false;
  }

  /** What fired on a row, in firing order. */
  on(row: number): Rule[] {
    const found: Rule[] = [];
    for (const { first, words } of this.chunks) collect(this.rules, first, words[row] ?? 0, found);
    return found;
  }
}

function collect(rules: readonly Rule[], first: number, word: number, into: Rule[]): void {
  for (let rest = word | 0; rest !== 0; rest &= rest - 1)
    into.push(rules[first + 31 - Math.clz32(rest & -rest)] as Rule);
}

/** Evaluates rows [0, size) of a table. Keep tables to some thousand rows, so that their columns stay in the cache. */
export type ColumnEvaluator = (table: FactTable) => Fired;

/**
 * Compiles a checked rule set for columns of facts: fires exactly what json-rules-engine fires on the same facts,
 * inside each rule's scope (channel, category, validity; a null category is outside a rule that names categories).
 * A fact that FACTS does not know reads as null. Disabled rules never fire.
 *
 * @example
 * const evaluate = compileForColumns(ruleSet);
 * const fired = evaluate(table);
 * for (let row = 0; row < table.size; row++) if (fired.any(row)) explainAll(fired.on(row), factsOfRow(table, row));
 */
export function compileForColumns(ruleSet: RuleSet): ColumnEvaluator {
  let evaluate = evaluators.get(ruleSet);
  if (evaluate === undefined) evaluators.set(ruleSet, (evaluate = compile(ruleSet)));
  return evaluate;
}

/** Whoever judges day after day by one set compiles it once; a set is never changed once it is read. */
const evaluators = new WeakMap<RuleSet, ColumnEvaluator>();

function compile(ruleSet: RuleSet): ColumnEvaluator {
  const rules = inFiringOrder(ruleSet).filter((rule) => rule.enabled);
  const chunks = chunked(rules, ruleSet).map(({ first, members }) => ({
    first,
    run: columnFunction(members, ruleSet),
  }));
  return (table) =>
    new Fired(
      rules,
      chunks.map(({ first, run }) => {
        const words = new Uint32Array(table.size);
        run(table, words);
        return { first, words };
      }),
    );
}

/**
 * Compiles a checked rule set for one object of facts by dotted name (a missing one is null; values may be of any
 * type, a text that looks like a number included). Answers the rules that fire, in firing order.
 */
export function compileForFacts(ruleSet: RuleSet, scope: ScopeMode): (facts: Facts) => Rule[] {
  const rules = inFiringOrder(ruleSet).filter((rule) => rule.enabled);
  const chunks = chunked(rules, ruleSet).map(({ first, members }) => ({
    first,
    run: compiled<(facts: Facts) => number>(factsSource(members, ruleSet.conditions, scope)),
  }));
  return (facts) => {
    const found: Rule[] = [];
    for (const { first, run } of chunks) collect(rules, first, run(facts), found);
    return found;
  };
}

function chunked(rules: Rule[], ruleSet: RuleSet): { first: number; members: Rule[] }[] {
  const chunks: { first: number; members: Rule[] }[] = [];
  let leaves = Infinity;
  rules.forEach((rule, index) => {
    const own = leavesOf(rule.conditions, ruleSet.conditions).length + 4; // 4: the scope
    const last = chunks.at(-1);
    if (last === undefined || last.members.length === CHUNK_RULES_MAX || leaves + own > CHUNK_LEAVES_MAX) {
      chunks.push({ first: index, members: [rule] });
      leaves = own;
    } else {
      last.members.push(rule);
      leaves += own;
    }
  });
  return chunks;
}

function columnFunction(rules: Rule[], ruleSet: RuleSet): (table: FactTable, words: Uint32Array) => void {
  const { columns, ...chunk } = columnSource(rules, ruleSet.conditions);
  const run = compiled<(columns: unknown[], words: Uint32Array, size: number) => void>(chunk);
  return (table, words) => {
    const needed = columns.map((name) => columnOf(table, name));
    run(needed, words, table.size);
  };
}

function columnOf(table: FactTable, name: string): ArrayLike<unknown> {
  const column = table.numbers[name] ?? table.booleans[name] ?? table.texts[name] ?? table.lists[name];
  assert(column !== undefined && column.length >= table.size, `the table has a column ${name}`);
  return column;
}

function compiled<T>({ source, held }: ChunkSource): T {
  return new Function('K', source)(held) as T;
}
