import { compileForColumns } from './bulk.js';
import { FACT_BY_NAME } from './facts.js';
import { warning, type Finding, type RelatedPlace } from './finding.js';
import type { FactTable, Rule, RuleSet } from './rule.js';
import { factOfValue, factsReadBy, leavesOf, type Named } from './tree.js';

/** A fact that is null on more than this share of the rows where a rule reads it is hardly ever known. */
const UNKNOWN_SHARE = 0.9;

/** Rules with the same channels, categories and days, and how often the facts that they read were null there. */
interface Scope {
  probe: Rule;
  readers: Map<string, RelatedPlace[]>;
  rows: number;
  nulls: Map<string, number>;
}

/**
 * Facts that were hardly ever known in the scope of the rules that compare them. A rule that asks whether the fact is
 * known has thought of it, and is left out.
 */
export function createUnknownWatch(set: RuleSet): {
  see(table: FactTable): void;
  /** @param isExplained whether it is said already that this fact kept the rule at a path from firing */
  findings(isExplained: (path: string, fact: string) => boolean): Finding[];
} {
  const scopes = scopesOf(set);
  const evaluate = compileForColumns({ rules: scopes.map(({ probe }) => probe), conditions: {}, onTie: 'first' });
  return {
    see(table) {
      const rowsOf = new Map(scopes.map(({ probe }) => [probe, [] as number[]]));
      const fired = evaluate(table);
      for (let row = 0; row < table.size; row++) {
        if (fired.any(row)) for (const probe of fired.on(row)) rowsOf.get(probe)!.push(row);
      }
      for (const scope of scopes) {
        const rows = rowsOf.get(scope.probe)!;
        scope.rows += rows.length;
        for (const name of scope.readers.keys()) {
          scope.nulls.set(name, (scope.nulls.get(name) ?? 0) + nullsIn(table, name, rows));
        }
      }
    },
    findings(isExplained) {
      const worst = new Map<string, { places: RelatedPlace[]; nulls: number; rows: number }>();
      for (const { readers, rows, nulls } of scopes) {
        for (const [name, readBy] of readers) {
          const places = readBy.filter(({ path }) => !isExplained(path, name));
          const missing = nulls.get(name) ?? 0;
          if (places.length === 0 || rows === 0 || missing <= UNKNOWN_SHARE * rows) continue;
          const before = worst.get(name);
          if (before === undefined) worst.set(name, { places, nulls: missing, rows });
          else before.places.push(...places);
        }
      }
      return [...worst].map(([name, found]) => hardlyKnown(name, found));
    },
  };
}

function scopesOf(set: RuleSet): Scope[] {
  const scopes = new Map<string, Scope>();
  set.rules.forEach((rule, index) => {
    if (!rule.enabled) return;
    const { channels, categories, validFrom, validTo } = rule;
    const key = JSON.stringify([channels, categories, validFrom, validTo]);
    let scope = scopes.get(key);
    if (scope === undefined) {
      const probe = { ...rule, conditions: { all: [] } };
      scopes.set(key, (scope = { probe, readers: new Map(), rows: 0, nulls: new Map() }));
    }
    const asked = factsAskedAfter(rule, set.conditions);
    for (const name of factsReadBy(rule, set.conditions)) {
      const fact = FACT_BY_NAME.get(name);
      if (fact?.nullable !== true || asked.has(name) || asked.has(name.replace(/[^.]*$/, ''))) continue;
      const places = scope.readers.get(name) ?? [];
      scope.readers.set(name, [...places, { path: `/rules/${index}`, what: rule.name }]);
    }
  });
  return [...scopes.values()];
}

/** Facts of which a rule asks whether they are known; `pair.` for all that `pair.known` speaks of. */
function factsAskedAfter(rule: Rule, named: Named): Set<string> {
  const asked = new Set<string>();
  for (const { fact, value } of leavesOf(rule.conditions, named)) {
    const knownOf = FACT_BY_NAME.get(fact)?.knownOf;
    if (knownOf != null) asked.add(fact.endsWith('.known') ? fact.replace(/known$/, '') : knownOf);
    const isNullAmong = value === null || (Array.isArray(value) && (value as unknown[]).includes(null));
    if (isNullAmong && factOfValue(value) === null) asked.add(fact);
  }
  return asked;
}

function nullsIn(table: FactTable, name: string, rows: number[]): number {
  const numbers = table.numbers[name];
  const booleans = table.booleans[name];
  const others = table.texts[name] ?? table.lists[name];
  let nulls = 0;
  for (const row of rows) {
    if (numbers !== undefined ? Number.isNaN(numbers[row]) : booleans ? booleans[row] === 2 : others![row] === null) {
      nulls++;
    }
  }
  return nulls;
}

function hardlyKnown(
  fact: string,
  { places, nulls, rows }: { places: RelatedPlace[]; nulls: number; rows: number },
): Finding {
  const [first, ...related] = places as [RelatedPlace, ...RelatedPlace[]];
  const percent = Math.floor((100 * nulls) / rows);
  const readers = places.map(({ what }) => what);
  const message = `${fact} was not known for ${percent} % of the ${rows} products and channels where ${readers.join(', ')} ${readers.length === 1 ? 'reads' : 'read'} it.`;
  return warning(first.path, 'mostly-unknown', message, {
    basis: 'empirical',
    mend: 'Bring the data in, or say in the rule what holds while it is not known.',
    values: { fact, nulls, rows, rules: readers },
    related,
  });
}
