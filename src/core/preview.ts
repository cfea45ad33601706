import { byGain, byName, totalsOf, type Effect, type EffectTotals } from './effect.js';
import { countVerdict, effectOfVerdict, judgedSet, type JudgedSet, type RuleCount } from './judged-set.js';
import { contextsBy, type PriceSettings } from './offer-context.js';
import type { EventType, Rule, RuleSet } from './rules/rule.js';
import { numberFact, textFact, type Sheet } from './sheet.js';
import type { Money } from './units.js';
import { answersBy, productsIn, type AnswersOf, type Verdict } from './verdict.js';

/** What a set would do on its own. */
export interface PreviewSide {
  /** Everything that it would propose. */
  all: EffectTotals;
  /** The best of it, as many as `maxSuggestionsPerDay` lets through: what the next run would show. */
  shown: EffectTotals;
  /** Listings where a rule won and a limit left nothing to propose, by the limit's name. */
  stopped: Record<string, number>;
}

export const CHANGES = ['new', 'gone', 'changed', 'same'] as const;
/** `new`: only the draft proposes something here; `gone`: only the set in force; `changed`: another price or offer. */
export type Change = (typeof CHANGES)[number];
export type ChangeCounts = Record<Change, number>;

/** One listing on which the two sets differ. */
export interface PreviewRow {
  sku: string;
  productName: string;
  channel: string;
  category: string | null;
  staleValue: Money;
  change: Exclude<Change, 'same'>;
  before: Effect | null;
  after: Effect | null;
  /** Where nothing is proposed after: why not, when a rule won all the same (`cool-down`, `held-out`, ...). */
  silent: string | null;
}

/** How often a rule fires, wins and leads to a price; null: the set has no such rule. */
export interface RuleHits {
  name: string;
  type: EventType;
  before: RuleCount | null;
  after: RuleCount | null;
}

export interface Preview {
  listings: number;
  inForce: PreviewSide;
  draft: PreviewSide;
  changes: ChangeCounts;
  byRule: RuleHits[];
  byChannel: ({ name: string } & ChangeCounts)[];
  byCategory: ({ name: string | null } & ChangeCounts)[];
  /** Every listing that changes, most money first; at most PREVIEW_ROWS_MAX. */
  rows: PreviewRow[];
}

/** Rows that are kept to be looked at; the counts and totals are of all. */
export const PREVIEW_ROWS_MAX = 100_000;

export interface PreviewInProgress {
  /** Judges every listing of a sheet by both sets. */
  add(sheet: Sheet): void;
  /** Once all sheets are in. */
  result(): Preview;
}

/**
 * A draft against the set in force on the facts of a run, without writing anything. Alerts and holds propose no price: they
 * are told by rule only.
 */
export function createPreview(inForce: RuleSet, draft: RuleSet, settings: PriceSettings): PreviewInProgress {
  const answersOf = remembering(answersBy(settings.policy, contextsBy(settings)));
  const before = judgedSet(inForce, answersOf);
  const after = judgedSet(draft, answersOf);
  const rows: PreviewRow[] = [];
  const changes = noChanges();
  const byChannel = new Map<string, ChangeCounts>();
  const byCategory = new Map<string | null, ChangeCounts>();
  let listings = 0;

  function add(sheet: Sheet): void {
    const firedBefore = before.evaluate(sheet.facts);
    const firedAfter = after.evaluate(sheet.facts);
    listings += sheet.facts.size;
    for (const [first, end] of productsIn(sheet, firedBefore, firedAfter)) {
      const was = before.judge(sheet, first, end, firedBefore);
      const is = after.judge(sheet, first, end, firedAfter);
      for (let row = first; row < end; row++) {
        const [wasHere, isHere] = [was.verdicts[row - first]!, is.verdicts[row - first]!];
        countVerdict(before, firedBefore, row, wasHere);
        countVerdict(after, firedAfter, row, isHere);
        compare(sheet, row, wasHere, isHere);
      }
    }
  }

  function compare(sheet: Sheet, row: number, was: Verdict, is: Verdict): void {
    const effectWas = effectOfVerdict(sheet, row, was);
    const nameIs = is.resolution.winner?.name ?? '';
    const effectIs =
      is.offer === null
        ? null
        : is.offer === was.offer
          ? { ...effectWas!, rule: nameIs }
          : effectOfVerdict(sheet, row, is);
    if (effectWas !== null) before.effects.push(effectWas);
    if (effectIs !== null) after.effects.push(effectIs);
    const change = changeOf(effectWas, effectIs, was, is);
    if (change === null) return;
    const channel = textFact(sheet, row, 'channel.code') ?? '';
    const category = textFact(sheet, row, 'product.category');
    changes[change]++;
    entry(byChannel, channel)[change]++;
    entry(byCategory, category)[change]++;
    if (change === 'same') return;
    rows.push({
      sku: textFact(sheet, row, 'product.sku') ?? '',
      productName: sheet.inputs.texts.productName[row] ?? '',
      channel,
      category,
      staleValue: numberFact(sheet, row, 'stock.staleValue') ?? 0,
      change,
      before: effectWas,
      after: effectIs,
      silent: is.silent?.reason ?? null,
    });
    if (rows.length > 2 * PREVIEW_ROWS_MAX) rows.sort(byStake).length = PREVIEW_ROWS_MAX;
  }

  return {
    add,
    result() {
      const limit = settings.policy.maxSuggestionsPerDay;
      const named = <Name extends string | null>(counts: Map<Name, ChangeCounts>) =>
        [...counts]
          .map(([name, each]) => ({ name, ...each }))
          .sort((a, b) => differing(b) - differing(a) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
      return {
        listings,
        inForce: told(before, limit),
        draft: told(after, limit),
        changes,
        byRule: hitsOf(before, after),
        byChannel: named(byChannel),
        byCategory: named(byCategory),
        rows: rows.sort(byStake).slice(0, PREVIEW_ROWS_MAX),
      };
    },
  };
}

/** Rules of the two sets that propose the same on all rows of a product propose the same prices: worked out once. */
function remembering(answersOf: AnswersOf): AnswersOf {
  const keys = new Map<Rule, string>();
  const keyOf = (winner: Rule | null): string => {
    if (winner === null) return '';
    const key = keys.get(winner) ?? JSON.stringify(winner.event);
    keys.set(winner, key);
    return key;
  };
  let last: { sheet: Sheet; first: number; key: string; answer: ReturnType<AnswersOf> } | null = null;
  return (winners, sheet, first) => {
    const key = winners.map(keyOf).join('\n');
    if (last === null || last.first !== first || last.sheet !== sheet || last.key !== key) {
      last = { sheet, first, key, answer: answersOf(winners, sheet, first) };
    }
    return last.answer;
  };
}

/** Null: neither set proposes anything. */
function changeOf(was: Effect | null, is: Effect | null, before: Verdict, after: Verdict): Change | null {
  if (was === null) return is === null ? null : 'new';
  if (is === null) return 'gone';
  const isSame =
    was.kind === is.kind &&
    was.price === is.price &&
    was.listPrice === is.listPrice &&
    JSON.stringify(before.offer!.proposal.offer) === JSON.stringify(after.offer!.proposal.offer);
  return isSame ? 'same' : 'changed';
}

const noChanges = (): ChangeCounts => ({ new: 0, gone: 0, changed: 0, same: 0 });
const differing = (counts: ChangeCounts): number => counts.new + counts.gone + counts.changed;

function entry<Key>(counts: Map<Key, ChangeCounts>, key: Key): ChangeCounts {
  let found = counts.get(key);
  if (found === undefined) counts.set(key, (found = noChanges()));
  return found;
}

function told({ effects, stopped }: JudgedSet, limit: number): PreviewSide {
  const all = totalsOf(effects);
  const shown = effects.length <= limit ? all : totalsOf(best(effects, limit));
  return { all, shown, stopped: Object.fromEntries([...stopped].sort((a, b) => b[1] - a[1])) };
}

/** Of tens of thousands a few hundred are wanted: those are sorted, not all. */
function best(effects: Effect[], limit: number): Effect[] {
  let kept: Effect[] = [];
  for (const effect of effects) {
    kept.push(effect);
    if (kept.length >= 2 * limit + 1_000) kept = kept.sort(byGain).slice(0, limit);
  }
  return kept.sort(byGain).slice(0, limit);
}

function hitsOf(before: JudgedSet, after: JudgedSet): RuleHits[] {
  const types = new Map([...before.set.rules, ...after.set.rules].map((rule) => [rule.name, rule.event.type]));
  return [...types].map(([name, type]) => ({
    name,
    type,
    before: before.hits.get(name) ?? null,
    after: after.hits.get(name) ?? null,
  }));
}

/** Most money at stake first. */
function byStake(a: PreviewRow, b: PreviewRow): number {
  const stake = ({ before, after }: PreviewRow): number =>
    Math.max(Math.abs(before?.gain ?? 0), Math.abs(after?.gain ?? 0));
  return stake(b) - stake(a) || byName((a.after ?? a.before)!, (b.after ?? b.before)!);
}

/** Listings whose suggestion a draft would change. */
export function changedListings({ changes }: Pick<Preview, 'changes'>): number {
  return differing(changes);
}
