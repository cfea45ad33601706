import type { Locale } from '../core/pricing/money-text.js';
import type { WordedCase, WordedNode, WordedRule } from '../core/rule-sentences.js';
import { missingCount } from '../core/rules/case.js';
import { plain } from './output.js';

/** Rules that did not fire and are written out unless all are wanted. */
const NEAREST_MAX = 3;

const WORDS = {
  id: {
    legend: '✓ berlaku   ✗ tidak berlaku   ← yang paling dekat untuk berubah',
    fired: 'Yang berlaku',
    nearest: 'Yang paling dekat untuk berlaku',
    others: 'Yang lain',
    priority: 'prioritas',
    folded: (count: number) => `${count} aturan lain tidak berlaku (--all menampilkannya).`,
  },
  en: {
    legend: '✓ holds   ✗ does not hold   ← what is nearest to turning',
    fired: 'What fires',
    nearest: 'Nearest to firing',
    others: 'The others',
    priority: 'priority',
    folded: (count: number) => `${count} more ${count === 1 ? 'rule does' : 'rules do'} not fire (--all shows them).`,
  },
};

/**
 * An explanation for a terminal: who won and why, the rules that fire, then those nearest to firing (fewest things missing,
 * then nearest to their limits), the rest as a count unless `all` are wanted. Marks are signs, not colours. What would
 * move the cursor in names and values from files is disarmed. Ends with a line break.
 */
export function explanationText(explanation: WordedCase, locale: Locale, { all }: { all: boolean }): string {
  const words = WORDS[locale];
  const fired = explanation.rules.filter(({ fires }) => fires);
  const silent = nearestFirst(explanation.rules.filter(({ fires }) => !fires));
  const nearest = silent.slice(0, NEAREST_MAX);
  const others = silent.slice(NEAREST_MAX);
  const lines = [explanation.verdict[locale], words.legend];
  lines.push(...section(words.fired, fired, locale), ...section(words.nearest, nearest, locale));
  if (all) lines.push(...section(words.others, others, locale));
  else if (others.length > 0) lines.push('', words.folded(others.length));
  return `${lines.map(plain).join('\n')}\n`;
}

/** The order of those that did not fire: fewest things missing, then nearest to their limits, then as they would fire. */
export function nearestFirst(rules: readonly WordedRule[]): WordedRule[] {
  const distance = ({ turns }: WordedRule): number => turns?.relative ?? Infinity;
  const difference = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  return [...rules].sort(
    (a, b) => difference(missingCount(a), missingCount(b)) || difference(distance(a), distance(b)),
  );
}

function section(title: string, rules: readonly WordedRule[], locale: Locale): string[] {
  if (rules.length === 0) return [];
  return ['', `${title} (${rules.length})`, ...rules.flatMap((rule) => ruleLines(rule, locale))];
}

function ruleLines(rule: WordedRule, locale: Locale): string[] {
  const turning = new Set(rule.turns?.comparisons ?? []);
  return [
    '',
    `${rule.name}  ${rule.type}, ${WORDS[locale].priority} ${rule.priority}`,
    `  ${rule.title[locale]}`,
    `  ${rule.summary[locale]}`,
    ...rule.scope.flatMap((part) => (part.holds && isUnlimited(part) ? [] : [line(part, 1, locale)])),
    ...nodeLines(rule.conditions, 1, turning, locale),
  ];
}

/** Parts of the scope that leave everything in need not be read. */
function isUnlimited(part: WordedRule['scope'][number]): boolean {
  if (part.part === 'enabled') return true;
  return part.part === 'validity' ? part.from === null && part.to === null : part.among === null;
}

function nodeLines(node: WordedNode, depth: number, turning: ReadonlySet<number>, locale: Locale): string[] {
  if (node.kind !== 'comparison') {
    const parts = node.parts.flatMap((part) => nodeLines(part, depth + 1, turning, locale));
    return [line({ ...node, holds: node.result }, depth, locale), ...parts];
  }
  const text = line({ ...node, holds: node.result }, depth, locale);
  return [turning.has(node.at) ? `${text}  ←` : text];
}

function line(of: { holds: boolean; sentence: Record<Locale, string> }, depth: number, locale: Locale): string {
  return `${'  '.repeat(depth)}${of.holds ? '✓' : '✗'} ${of.sentence[locale]}`;
}
