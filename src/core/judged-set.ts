import { effectOf, type Effect } from './effect.js';
import { compileForColumns, type Fired } from './rules/bulk.js';
import type { RuleSet } from './rules/rule.js';
import type { Sheet } from './sheet.js';
import { judgeBy, type AnswersOf, type Judge, type Verdict } from './verdict.js';

/** On how many listings a rule fires, wins and leads to a price. */
export interface RuleCount {
  fired: number;
  won: number;
  suggested: number;
}

/** A set that is being judged on sheets, with what was counted so far. */
export interface JudgedSet {
  set: RuleSet;
  judge: Judge;
  evaluate: ReturnType<typeof compileForColumns>;
  effects: Effect[];
  /** Listings where a rule won and nothing is left to propose, by reason. */
  stopped: Map<string, number>;
  hits: Map<string, RuleCount>;
}

export function judgedSet(set: RuleSet, answersOf: AnswersOf): JudgedSet {
  const hits = new Map(set.rules.map((rule) => [rule.name, { fired: 0, won: 0, suggested: 0 }]));
  const judge = judgeBy(set, answersOf);
  return { set, judge, evaluate: compileForColumns(set), effects: [], stopped: new Map(), hits };
}

/** Counts what the rules said of one listing. Alerts and holds propose no price; they win all the same. */
export function countVerdict(
  judged: JudgedSet,
  fired: Fired,
  row: number,
  { resolution, offer, silent }: Verdict,
): void {
  if (!fired.any(row)) return;
  for (const rule of fired.on(row)) {
    const hits = judged.hits.get(rule.name)!;
    hits.fired++;
    if (rule === resolution.winner || rule === resolution.hold || rule.event.type === 'alert') hits.won++;
    if (rule === resolution.winner && offer !== null) hits.suggested++;
  }
  if (silent !== null) judged.stopped.set(silent.reason, (judged.stopped.get(silent.reason) ?? 0) + 1);
}

/** What a verdict comes to; null: no price. */
export function effectOfVerdict(sheet: Sheet, row: number, { resolution, offer }: Verdict): Effect | null {
  return offer && effectOf(sheet, row, resolution.winner!.name, offer);
}
