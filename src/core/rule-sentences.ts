import { comparisonSentence } from './comparison-sentence.js';
import { inBoth, type Currency, type Locale } from './pricing/money-text.js';
import { valueText } from './rule-words.js';
import type { CaseExplanation, RuleExplanation } from './rules/case.js';
import { MATCH_REASONS } from './rules/resolve.js';
import type { ComparisonResult, GroupResult, ConditionResult } from './rules/result-tree.js';
import type { ScopePart } from './rules/scope.js';

export interface BothLanguages {
  id: string;
  en: string;
}
export type WordedComparison = ComparisonResult & { sentence: BothLanguages };
export interface WordedGroup extends Omit<GroupResult, 'parts'> {
  sentence: BothLanguages;
  parts: WordedNode[];
}
export type WordedNode = WordedComparison | WordedGroup;
export type WordedRule = Omit<RuleExplanation, 'scope' | 'conditions'> & {
  /** The rule's fate in one line. */
  summary: BothLanguages;
  scope: (ScopePart & { sentence: BothLanguages })[];
  conditions: WordedNode;
};
export type WordedCase = Omit<CaseExplanation, 'rules'> & {
  /** Who won and why, in one line. */
  verdict: BothLanguages;
  rules: WordedRule[];
};

/** Comparisons that a summary writes out; the rest is counted. */
const SUMMARY_COMPARISONS_MAX = 3;

/** An explanation with its sentences in both languages: of every comparison, group, part of the scope, rule, and of the whole. */
export function wordedCase(explanation: CaseExplanation, currency: Currency): WordedCase {
  const rules = explanation.rules.map((rule) => wordedRule(rule, currency));
  return { ...explanation, verdict: verdictOf(explanation), rules };
}

/** What decides a rule's fate, sentence by sentence: the parts of its scope in the way, and the comparisons that would turn it. */
export function reasonsOf(explained: RuleExplanation, currency: Currency): BothLanguages[] {
  const comparisons: WordedComparison[] = [];
  wordedNode(explained.conditions, currency, comparisons);
  const outside = explained.scope
    .filter(({ holds }) => !holds)
    .map((part) => inBoth((l) => scopeSentence(part, currency, l)));
  const turning = explained.turns?.comparisons.map((at) => comparisons[at]!.sentence) ?? [];
  return [...outside, ...turning];
}

function wordedRule(rule: RuleExplanation, currency: Currency): WordedRule {
  const comparisons: WordedComparison[] = [];
  const conditions = wordedNode(rule.conditions, currency, comparisons);
  const scope = rule.scope.map((part) => ({ ...part, sentence: inBoth((l) => scopeSentence(part, currency, l)) }));
  const worded = { ...rule, scope, conditions };
  return { ...worded, summary: inBoth((l) => summaryOf(worded, comparisons, l)) };
}

function wordedNode(node: ConditionResult, currency: Currency, comparisons: WordedComparison[]): WordedNode {
  if (node.kind === 'comparison') {
    const worded = { ...node, sentence: inBoth((l) => comparisonSentence(node, currency, l)) };
    comparisons.push(worded);
    return worded;
  }
  const parts = node.parts.map((part) => wordedNode(part, currency, comparisons));
  return { ...node, sentence: groupSentence(node), parts };
}

const GROUPS: Record<GroupResult['kind'], BothLanguages> = {
  all: { id: 'Semua yang berikut', en: 'All of these' },
  any: { id: 'Paling sedikit satu dari yang berikut', en: 'At least one of these' },
  not: { id: 'Kebalikan dari yang berikut', en: 'The opposite of this' },
  named: { id: 'Syarat', en: 'Condition' },
};

/** What a group stands for by itself: its mark says whether that holds. Its comparisons speak for the rule. */
function groupSentence({ kind, name, parts }: GroupResult): BothLanguages {
  const { id, en } = GROUPS[kind];
  if (kind === 'named') return { id: `${id} ${name}`, en: `${en} ${name}` };
  const label = name === null ? '' : ` (${name})`;
  if (parts.length === 0)
    return { id: `Tanpa syarat, selalu berlaku${label}`, en: `No condition, always holds${label}` };
  return { id: `${id}${label}`, en: `${en}${label}` };
}

function scopeSentence(part: ScopePart, currency: Currency, l: Locale): string {
  const isId = l === 'id';
  if (part.part === 'enabled') {
    if (isId) return `Aturan ini ${part.holds ? 'menyala' : 'dimatikan'}`;
    return `The rule is switched ${part.holds ? 'on' : 'off'}`;
  }
  const value = valueText('product.category', part.value, currency, l);
  if (part.part === 'validity') return validitySentence(part, value, l);
  const what = { channel: { id: 'kanal', en: 'channel' }, category: { id: 'kategori', en: 'category' } }[part.part][l];
  if (part.among === null) return isId ? `Berlaku untuk semua ${what}` : `For every ${what}`;
  const among = valueText('product.category', part.among, currency, l);
  if (isId) return `Hanya untuk ${what} ${among}; ini ${value}`;
  return `Only for ${what} ${among}; this is ${value}`;
}

function validitySentence({ from, to }: Extract<ScopePart, { part: 'validity' }>, day: string, l: Locale): string {
  const isId = l === 'id';
  if (from === null && to === null) return isId ? 'Berlaku kapan saja' : 'Valid at any time';
  const since = from === null ? '' : isId ? ` dari ${from}` : ` from ${from}`;
  const until = to === null ? '' : isId ? ` sampai ${to}` : ` to ${to}`;
  return isId ? `Berlaku${since}${until}; ini ${day}` : `Valid${since}${until}; this is ${day}`;
}

type Unsummed = Omit<WordedRule, 'summary'>;

function summaryOf(rule: Unsummed, comparisons: readonly WordedComparison[], l: Locale): string {
  const turning = (rule.turns?.comparisons ?? []).map((at) => (comparisons[at] as WordedComparison).sentence[l]);
  return rule.fires ? firedSummary(rule, turning, l) : silentSummary(rule, turning, l);
}

function firedSummary({ type, outcome, reason, turns }: Unsummed, turning: string[], l: Locale): string {
  const isId = l === 'id';
  const won = outcome === 'won';
  const settled = isId ? ` dan ${won ? 'menang' : 'kalah'}` : ` and ${won ? 'wins' : 'loses'}`;
  const fate = `${isId ? 'Berlaku' : 'It fires'}${type === 'alert' ? '' : settled}.`; // an alert does not compete
  const why = reason === null ? '' : ` ${MATCH_REASONS[reason][l]}`;
  if (turns === null) return `${fate}${why} ${isId ? 'Tidak ada yang menghentikannya.' : 'Nothing would stop it.'}`;
  return `${fate}${why} ${isId ? 'Akhir terdekat' : 'Its nearest end'}: ${inLine(turning, l)}.`;
}

function silentSummary({ scope, turns }: Unsummed, turning: string[], l: Locale): string {
  const isId = l === 'id';
  const outside = scope.filter(({ holds }) => !holds).map(({ sentence }) => sentence[l]);
  if (turns === null) {
    return isId
      ? 'Tidak berlaku, dan perbandingan apa pun tidak mengubahnya.'
      : 'It does not fire, and no comparison can change that.';
  }
  const missing = inLine([...outside, ...turning], l);
  const count = outside.length + turning.length;
  if (isId) return `Tidak berlaku, kurang ${count} hal: ${missing}.`;
  return `It does not fire, ${count} ${count === 1 ? 'thing is' : 'things are'} missing: ${missing}.`;
}

function inLine(sentences: string[], l: Locale): string {
  const shown = sentences.slice(0, SUMMARY_COMPARISONS_MAX);
  const rest = sentences.length - shown.length;
  const more = rest === 0 ? '' : l === 'id' ? `; dan ${rest} lagi` : `; and ${rest} more`;
  return `${shown.join('; ')}${more}`;
}

function verdictOf({ winner, hold, alerts, rules }: CaseExplanation): BothLanguages {
  const best = rules.find(({ name }) => name === (hold ?? winner));
  const losers = rules.filter(({ outcome }) => outcome === 'lost').map(({ name }) => name);
  return inBoth((l) => {
    const isId = l === 'id';
    const beside = alerts.length === 0 ? '' : ` ${isId ? 'Peringatan' : 'Alerts'}: ${alerts.join(', ')}.`;
    if (best === undefined) {
      const nothing = rules.some(({ fires }) => fires)
        ? { id: 'Tidak ada usulan harga.', en: 'No price is proposed.' }
        : { id: 'Tidak ada aturan yang berlaku.', en: 'No rule fires.' };
      return `${nothing[l]}${beside}`;
    }
    const verb = hold === null ? (isId ? 'menang' : 'wins') : isId ? 'menahan produk ini' : 'holds the product';
    const why = best.reason === null ? '' : ` ${MATCH_REASONS[best.reason][l]}`;
    const over = losers.length === 0 ? '' : ` ${isId ? 'Kalah' : 'Lost'}: ${losers.join(', ')}.`;
    return `${best.name} ${verb}.${why}${over}${beside}`;
  });
}
