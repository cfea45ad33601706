import { effectOf, totalsOf, type Effect, type EffectTotals } from './effect.js';
import { contextsBy, type PriceSettings } from './offer-context.js';
import type { Policy } from './pricing/policy.js';
import { compileForColumns } from './rules/bulk.js';
import type { RuleSet } from './rules/rule.js';
import type { Sheet } from './sheet.js';
import { answersBy, judgeBy, productsIn, type Judge, type Verdict } from './verdict.js';

/** How the suggestions of one policy differ from another's. */
export interface PolicyDifference {
  /** Suggestions that are no longer made: stopped by a limit. */
  stopped: number;
  /** Still made, at another price or as another offer. */
  changed: number;
  /** Made now where a limit was in the way. */
  freed: number;
  /** Made alike, but two people must approve now; and the other way round. */
  newlySecond: number;
  noLongerSecond: number;
  /** What stops the stopped ones, by the guardrail's name. */
  stoppedBy: Record<string, number>;
}

export interface PolicyPreviewSide {
  /** Everything that would be suggested. */
  all: EffectTotals;
  /** As many of them as `maxSuggestionsPerDay` lets through: what the next run would show. */
  shown: number;
  /** That need two people. */
  second: number;
}

export interface PolicyPreview {
  listings: number;
  inForce: PolicyPreviewSide;
  draft: PolicyPreviewSide;
  difference: PolicyDifference;
  /** What each of the policies in between does by itself, in their order. */
  alone: PolicyDifference[];
}

export interface PolicyPreviewInProgress {
  add(sheet: Sheet): void;
  /** Once all sheets are in. */
  result(): PolicyPreview;
}

interface Side {
  judge: Judge;
  limit: number;
  effects: Effect[];
  second: number;
}

/**
 * The rules in force under another policy, on the facts of a run, without writing anything.
 * @param settings everything else that prices obey, with the policy in force
 * @param draft the policy to look at
 * @param alone policies of which only the difference is asked, such as the one in force with one setting of the draft
 */
export function createPolicyPreview(
  rules: RuleSet,
  settings: PriceSettings,
  draft: Policy,
  alone: readonly Policy[],
): PolicyPreviewInProgress {
  const evaluate = compileForColumns(rules);
  const side = (policy: Policy): Side => ({
    judge: judgeBy(rules, answersBy(policy, contextsBy({ ...settings, policy }))),
    limit: policy.maxSuggestionsPerDay,
    effects: [],
    second: 0,
  });
  const before = side(settings.policy);
  const after = side(draft);
  const between = alone.map((policy) => side(policy).judge);
  const difference = noDifference();
  const differences = alone.map(noDifference);
  let listings = 0;

  function add(sheet: Sheet): void {
    listings += sheet.facts.size;
    const fired = evaluate(sheet.facts);
    for (const [first, end] of productsIn(sheet, fired)) {
      const was = before.judge(sheet, first, end, fired).verdicts;
      const is = after.judge(sheet, first, end, fired).verdicts;
      keep(before, sheet, first, was);
      keep(after, sheet, first, is);
      compare(difference, was, is);
      between.forEach((judge, i) => compare(differences[i]!, was, judge(sheet, first, end, fired).verdicts));
    }
  }

  return {
    add,
    result: () => ({ listings, inForce: told(before), draft: told(after), difference, alone: differences }),
  };
}

function keep(side: Side, sheet: Sheet, first: number, verdicts: readonly Verdict[]): void {
  verdicts.forEach(({ offer, resolution }, i) => {
    if (offer === null) return;
    side.effects.push(effectOf(sheet, first + i, resolution.winner!.name, offer));
    if (needsSecond(offer)) side.second++;
  });
}

function compare(into: PolicyDifference, before: readonly Verdict[], after: readonly Verdict[]): void {
  before.forEach((was, i) => {
    const is = after[i]!;
    if (was.offer === null) {
      if (is.offer !== null) into.freed++;
      return;
    }
    if (is.offer === null) {
      const reason = is.silent?.reason ?? 'no-offer';
      into.stopped++;
      into.stoppedBy[reason] = (into.stoppedBy[reason] ?? 0) + 1;
      return;
    }
    if (!isAlike(was.offer, is.offer)) into.changed++;
    const [first, second] = [needsSecond(was.offer), needsSecond(is.offer)];
    if (!first && second) into.newlySecond++;
    if (first && !second) into.noLongerSecond++;
  });
}

type Offer = NonNullable<Verdict['offer']>;

function isAlike({ proposal: a }: Offer, { proposal: b }: Offer): boolean {
  return a.kind === b.kind && a.price === b.price && JSON.stringify(a.offer) === JSON.stringify(b.offer);
}

const needsSecond = ({ traces }: Offer): boolean => traces.some(({ effect }) => effect === 'needs-second-approval');

const told = ({ effects, limit, second }: Side): PolicyPreviewSide => ({
  all: totalsOf(effects),
  shown: Math.min(effects.length, limit),
  second,
});

const noDifference = (): PolicyDifference => ({
  ...{ stopped: 0, changed: 0, freed: 0, newlySecond: 0, noLongerSecond: 0 },
  stoppedBy: {},
});
