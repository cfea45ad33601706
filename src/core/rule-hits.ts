import { totalsOf, type Effect, type EffectTotals } from './effect.js';
import { countVerdict, effectOfVerdict, judgedSet, type RuleCount } from './judged-set.js';
import { contextsBy, type PriceSettings } from './offer-context.js';
import type { EventType, RuleSet } from './rules/rule.js';
import type { Sheet } from './sheet.js';
import { answersBy, productsIn } from './verdict.js';

/** What one rule does on the facts of a run: how often it is heard, and what its prices come to. */
export interface RuleHit extends RuleCount, EffectTotals {
  name: string;
  type: EventType;
}

export interface RuleHitsInProgress {
  /** Judges every listing of a sheet. */
  add(sheet: Sheet): void;
  /** Once all sheets are in: every rule of the set, in its order. */
  result(): { listings: number; rules: RuleHit[] };
}

/** Counts a set, rule by rule, on the facts of a run. Writes nothing and compares with nothing; a preview does that. */
export function createRuleHits(set: RuleSet, settings: PriceSettings): RuleHitsInProgress {
  const judged = judgedSet(set, answersBy(settings.policy, contextsBy(settings)));
  const effects = new Map<string, Effect[]>(set.rules.map(({ name }) => [name, []]));
  let listings = 0;
  return {
    add(sheet) {
      const fired = judged.evaluate(sheet.facts);
      listings += sheet.facts.size;
      for (const [first, end] of productsIn(sheet, fired)) {
        const { verdicts } = judged.judge(sheet, first, end, fired);
        for (let row = first; row < end; row++) {
          const verdict = verdicts[row - first]!;
          countVerdict(judged, fired, row, verdict);
          const effect = effectOfVerdict(sheet, row, verdict);
          if (effect !== null) effects.get(effect.rule)!.push(effect);
        }
      }
    },
    result: () => ({
      listings,
      rules: set.rules.map(({ name, event }) => ({
        ...{ name, type: event.type },
        ...judged.hits.get(name)!,
        ...totalsOf(effects.get(name)!),
      })),
    }),
  };
}
