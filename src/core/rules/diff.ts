import { changesBetween, type Change } from './changes.js';
import { conditionSentence, placeSentence, ruleSentence, tieSentence } from './change-sentence.js';
import { escapePointer } from './finding.js';
import { RULE_DEFAULTS } from './format.js';
import { canonicalText } from './operations.js';
import { movesBetween, uniqueKeys } from './order.js';
import type { Condition, Rule, RuleSet } from './rule.js';
import type { Sentence } from './sentence.js';

export interface NamedChanges {
  name: string;
  changes: Change[];
}
export interface RuleAtPlace {
  rule: Rule;
  /** Place in its set, from 0: of an added rule in the set after, of a removed one in the set before. */
  index: number;
  sentence: Sentence;
}

/** What makes one rule set another; structure only: the order of keys, formatting and `$schema` never count. */
export interface RuleSetDiff {
  isEqual: boolean;
  rules: {
    added: RuleAtPlace[];
    removed: RuleAtPlace[];
    /** Rules are matched by name. Paths begin at the rule: `/priority`. */
    changed: NamedChanges[];
    /** The fewest rules that stand elsewhere among those that both sets have; places in their sets, from 0. */
    moved: { name: string; from: number; to: number; sentence: Sentence }[];
  };
  conditions: {
    added: { name: string; condition: Condition; sentence: Sentence }[];
    removed: { name: string; condition: Condition; sentence: Sentence }[];
    /** Paths begin at the named conditions, as in conditions.json: `/stale-on-hand/all/0/value`. */
    changed: NamedChanges[];
  };
  onTie: { before: RuleSet['onTie']; after: RuleSet['onTie']; sentence: Sentence } | null;
}

/**
 * Compares two rule sets rule by rule. The changes of a rule, applied in their order (RFC 6902) to the rule before, give
 * the rule after.
 */
export function diffRuleSets(before: RuleSet, after: RuleSet): RuleSetDiff {
  const [old, now] = [before, after].map(({ rules }) => keyed(rules)) as [Keyed, Keyed];
  const added = now.flatMap(({ key, rule }, index) =>
    has(old, key) ? [] : [{ rule, index, sentence: ruleSentence('add', rule) }],
  );
  const removed = old.flatMap(({ key, rule }, index) =>
    has(now, key) ? [] : [{ rule, index, sentence: ruleSentence('remove', rule) }],
  );
  const oldByKey = new Map(old.map(({ key, rule }) => [key, rule]));
  const changed = now.flatMap(({ key, rule }) => {
    const was = oldByKey.get(key);
    if (was === undefined) return [];
    const changes = changesBetween(filled(was), filled(rule), '/conditions');
    return changes.length === 0 ? [] : [{ name: rule.name, changes }];
  });
  const kept = (rules: Keyed, others: Keyed) => rules.map(({ key }) => key).filter((key) => has(others, key));
  const moved = movesBetween(kept(old, now), kept(now, old)).map(({ key }) => {
    const [from, to] = [old, now].map((rules) => rules.findIndex((each) => each.key === key)) as [number, number];
    return { name: now[to]!.rule.name, from, to, sentence: placeSentence(from, to) };
  });
  const conditions = diffConditions(before.conditions, after.conditions);
  const onTie =
    before.onTie === after.onTie
      ? null
      : { before: before.onTie, after: after.onTie, sentence: tieSentence(before.onTie, after.onTie) };
  const lists = [added, removed, changed, moved, ...Object.values(conditions)];
  const isEqual = onTie === null && lists.every((list) => list.length === 0);
  return { isEqual, rules: { added, removed, changed, moved }, conditions, onTie };
}

function diffConditions(before: RuleSet['conditions'], after: RuleSet['conditions']): RuleSetDiff['conditions'] {
  const only = (in_: RuleSet['conditions'], notIn: RuleSet['conditions'], op: 'add' | 'remove') =>
    Object.entries(in_)
      .filter(([name]) => !Object.hasOwn(notIn, name))
      .map(([name, condition]) => ({ name, condition, sentence: conditionSentence(op, name, condition) }));
  const changed = Object.entries(after).flatMap(([name, condition]) => {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    if (was === undefined) return [];
    const changes = changesBetween({ [name]: was }, { [name]: condition }, `/${escapePointer(name)}`);
    return changes.length === 0 ? [] : [{ name, changes }];
  });
  return { added: only(after, before, 'add'), removed: only(before, after, 'remove'), changed };
}

/** Whether two sets say the same, in the same order. */
export function isSameSet(one: RuleSet, other: RuleSet): boolean {
  const text = ({ rules, conditions, onTie }: RuleSet): string =>
    canonicalText({ rules: rules.map(filled), conditions, onTie });
  return text(one) === text(other);
}

type Keyed = { key: string; rule: Rule }[] & { keys?: Set<string> };

/** Names are unique in a valid set; in a draft the second rule of a name is matched with the second of that name. */
function keyed(rules: readonly Rule[]): Keyed {
  const keys = uniqueKeys(rules.map(({ name }) => name));
  return Object.assign(
    rules.map((rule, index) => ({ key: keys[index]!, rule })),
    { keys: new Set(keys) },
  );
}
function has({ keys }: Keyed, key: string): boolean {
  return keys?.has(key) === true;
}

/** With its defaults said, and without what only an editor reads. */
function filled({ $schema: _, ...rule }: Rule): Rule {
  return { ...RULE_DEFAULTS, ...rule };
}
