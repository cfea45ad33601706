import { compileForColumns, type Fired } from './bulk.js';
import { FACT_BY_NAME } from './facts.js';
import { escapePointer, warning, type Finding, type RelatedPlace } from './finding.js';
import { leafText } from './reasoning/domain.js';
import type { Condition, FactTable, LeafCondition, Rule, RuleSet } from './rule.js';
import { childrenOf, isLeaf } from './tree.js';

interface Watched {
  leaf: LeafCondition;
  places: RelatedPlace[];
  /** What it was so far; null: no row has come yet. */
  seen: boolean | null;
}

/** A comparison that was the same for every row, with the places that it is told of. */
interface Told {
  places: RelatedPlace[];
  held: boolean;
}

/** Which comparisons come out the same on every row of a run, wherever they stand. */
export interface LeafWatch {
  see(table: FactTable): void;
  /** Comparisons that held on no row: what keeps a rule from firing. */
  neverHeld(): (RelatedPlace & { fact: string })[];
  /** @param isExplained whether a place belongs to a rule of which it is said already that it never fired */
  findings(isExplained: (path: string) => boolean): Finding[];
}

export function createLeafWatch(set: RuleSet): LeafWatch {
  let open = distinctLeaves(set);
  let rules = open.map(asRule);
  let evaluate = compileForColumns({ rules, conditions: {}, onTie: 'first' });
  let rows = 0;
  return {
    see(table) {
      rows += table.size;
      if (open.length === 0 || table.size === 0) return;
      const still = stillConstant(open, rules, evaluate(table), table.size);
      if (still.length === open.length) return;
      // What has come out both ways needs no more looking: after some tables next to nothing is left to evaluate.
      open = still;
      rules = open.map(asRule);
      evaluate = compileForColumns({ rules, conditions: {}, onTie: 'first' });
    },
    neverHeld: () =>
      open.flatMap(({ leaf, places, seen }) =>
        seen === false ? places.map((place) => ({ ...place, fact: leaf.fact })) : [],
      ),
    findings(isExplained) {
      if (rows === 0) return [];
      const byFact = new Map<string, Told[]>();
      for (const { leaf, places, seen } of open) {
        if (isAboutNull(leaf)) continue; // said for the day when it is not known
        const told = places.filter(({ path }) => seen === true || !isExplained(path));
        if (told.length === 0) continue;
        byFact.set(leaf.fact, [...(byFact.get(leaf.fact) ?? []), { places: told, held: seen === true }]);
      }
      return [...byFact].map(([fact, told]) => constant(fact, told, rows));
    },
  };
}

/** Equal comparisons are watched once. The calendar is left out: in one run it is the same for every row by its nature. */
function distinctLeaves(set: RuleSet): Watched[] {
  const found = new Map<string, Watched>();
  const visit = (condition: Condition, path: string): void => {
    if (!isLeaf(condition)) {
      for (const { child, pointer } of childrenOf(condition)) visit(child, path + pointer);
      return;
    }
    if (condition.fact.startsWith('calendar.')) return;
    const what = leafText(condition);
    const key = JSON.stringify([condition.fact, condition.operator, condition.value]);
    const same = found.get(key);
    if (same === undefined) found.set(key, { leaf: condition, places: [{ path, what }], seen: null });
    else same.places.push({ path, what });
  };
  set.rules.forEach((rule, index) => {
    if (rule.enabled) visit(rule.conditions, `/rules/${index}/conditions`);
  });
  for (const [name, condition] of Object.entries(set.conditions))
    visit(condition, `/conditions/${escapePointer(name)}`);
  return [...found.values()];
}

/** A rule that fires where the comparison holds. */
function asRule({ leaf }: Watched): Rule {
  return {
    name: '',
    title: { id: '', en: '' },
    version: 1,
    enabled: true,
    priority: 1,
    conditions: { all: [leaf] },
    event: { type: 'restore' },
    examples: [],
  };
}

function stillConstant(open: Watched[], rules: Rule[], fired: Fired, size: number): Watched[] {
  const held = new Map(rules.map((rule) => [rule, 0]));
  for (let row = 0; row < size; row++) {
    if (!fired.any(row)) continue;
    for (const rule of fired.on(row)) held.set(rule, held.get(rule)! + 1);
  }
  return open.filter((each, index) => {
    const times = held.get(rules[index]!)!;
    if (times > 0 && times < size) return false;
    const now = times > 0;
    const isSame = each.seen === null || each.seen === now;
    each.seen = now;
    return isSame;
  });
}

function isAboutNull({ fact, value }: LeafCondition): boolean {
  return value === null || FACT_BY_NAME.get(fact)?.knownOf != null;
}

/** One finding for each fact: where all its values are alike, one cause makes many comparisons idle. */
function constant(fact: string, told: Told[], rows: number): Finding {
  const [first, ...related] = told.flatMap(({ places }) => places) as [RelatedPlace, ...RelatedPlace[]];
  const texts = (held: boolean): string =>
    told.flatMap((each) => (each.held === held ? each.places[0]!.what : [])).join(', ');
  const [always, never] = [texts(true), texts(false)];
  const said = [always === '' ? '' : `${always} held for all of them`, never === '' ? '' : `${never} for none`];
  const message = `${fact} told none of the ${rows} products and channels of the last run apart: ${said.filter((text) => text !== '').join('; ')}.`;
  const comparisons = told.map(({ places, held }) => ({ comparison: places[0]!.what, held }));
  return warning(first.path, 'constant-on-run', message, {
    basis: 'empirical',
    mend: 'Look whether the values are those that are meant; leave out what is always so.',
    values: { fact, rows, comparisons },
    related,
  });
}
