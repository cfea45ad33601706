import type { RuleSetDiff } from '../core/rules/diff.js';
import type { Sentence } from '../core/rules/sentence.js';

/** One change on one line: for programs that read csv, and the source of the text for people. */
export interface DiffLine {
  kind: 'rule' | 'condition' | 'set';
  name: string;
  op: string;
  path: string;
  sentence: string;
}

/** Every change of a comparison, rule by rule, in the order of the set after. */
export function diffLines(diff: RuleSetDiff, locale: keyof Sentence): DiffLine[] {
  const line = (kind: DiffLine['kind'], name: string, op: string, path: string, sentence: Sentence): DiffLine => ({
    ...{ kind, name, op, path },
    sentence: sentence[locale],
  });
  const { rules, conditions, onTie } = diff;
  return [
    ...rules.removed.map(({ rule, sentence }) => line('rule', rule.name, 'remove', '', sentence)),
    ...rules.added.map(({ rule, sentence }) => line('rule', rule.name, 'add', '', sentence)),
    ...rules.changed.flatMap(({ name, changes }) =>
      changes.map(({ op, path, sentence }) => line('rule', name, op, path, sentence)),
    ),
    ...rules.moved.map(({ name, sentence }) => line('rule', name, 'move', '', sentence)),
    ...conditions.removed.map(({ name, sentence }) => line('condition', name, 'remove', '', sentence)),
    ...conditions.added.map(({ name, sentence }) => line('condition', name, 'add', '', sentence)),
    ...conditions.changed.flatMap(({ name, changes }) =>
      changes.map(({ op, path, sentence }) => line('condition', name, op, path, sentence)),
    ),
    ...(onTie === null ? [] : [line('set', 'onTie', 'replace', '/onTie', onTie.sentence)]),
  ];
}

/** As people read a diff: `+` came, `-` went, `~` changed, with what changed in it below. */
export function diffText(diff: RuleSetDiff, locale: keyof Sentence): string {
  if (diff.isEqual) return 'No difference.\n';
  let text = '';
  let current = '';
  for (const { kind, name, op, path, sentence } of diffLines(diff, locale)) {
    if (path === '' && op !== 'move') {
      text += `${op === 'add' ? '+' : '-'} ${name}\n    ${sentence}\n`;
      current = '';
      continue;
    }
    if (current !== `${kind} ${name}`) text += `~ ${name}\n`;
    current = `${kind} ${name}`;
    text += `    ${sentence}\n`;
  }
  return text;
}

/** `2 rules changed, 1 added` */
export function diffSummary({ isEqual, rules, conditions, onTie }: RuleSetDiff): string {
  if (isEqual) return 'no difference';
  const counted: [number, string][] = [
    [rules.changed.length, 'changed'],
    [rules.added.length, 'added'],
    [rules.removed.length, 'removed'],
    [rules.moved.length, 'moved'],
  ];
  const named = conditions.added.length + conditions.removed.length + conditions.changed.length;
  const parts = counted
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${count === 1 ? 'rule' : 'rules'} ${what}`);
  if (named > 0) parts.push(`${named} named condition(s) other than before`);
  if (onTie !== null) parts.push('ties settled another way');
  return parts.join(', ');
}
