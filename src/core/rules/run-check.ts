import { compileForColumns, type ColumnEvaluator } from './bulk.js';
import { warning, type Finding, type RelatedPlace } from './finding.js';
import { createGapWatch } from './gap-watch.js';
import { createLeafWatch } from './leaf-watch.js';
import { resolve } from './resolve.js';
import type { FactTable, Rule, RuleSet } from './rule.js';
import { createUnknownWatch } from './unknown-watch.js';

/** Sees the facts of a run go by, table after table, and says at the end what the rules made of them. */
export interface RunCheck {
  /** Rows of one product stand together, as a run fills them; its channels may go on in the next table. */
  add(table: FactTable): void;
  findings(): Finding[];
}

/**
 * What the facts of the last run show of a set without errors: stale products that no rule reaches, rules that never fire or
 * always lose, comparisons that were the same for every row, facts that were hardly ever known. Paths as in checkRuleSet;
 * every finding is `empirical`: the next run may say otherwise. One pass, and no memory of the rows.
 */
export function checkOnFacts(set: RuleSet, tables: Iterable<FactTable>): Finding[] {
  const check = createRunCheck(set);
  for (const table of tables) check.add(table);
  return check.findings();
}

interface Tally {
  fired: number;
  won: number;
  /** Who won where it lost, by name. */
  lostTo: Map<string, number>;
}

export function createRunCheck(set: RuleSet): RunCheck {
  const evaluate: ColumnEvaluator = compileForColumns(set);
  const tallies = new Map(set.rules.map((rule): [Rule, Tally] => [rule, { fired: 0, won: 0, lostTo: new Map() }]));
  const gaps = createGapWatch();
  const leaves = createLeafWatch(set);
  const unknown = createUnknownWatch(set);
  let rows = 0;
  return {
    add(table) {
      const fired = evaluate(table);
      const basePrices = table.numbers['channel.basePrice']!;
      for (let row = 0; row < table.size; row++) {
        const isReached = fired.any(row);
        gaps.see(table, row, isReached);
        if (isReached) count(fired.on(row), basePrices[row]!, set.onTie, tallies);
      }
      leaves.see(table);
      unknown.see(table);
      rows += table.size;
    },
    findings() {
      if (rows === 0) return [];
      const neverHeld = leaves.neverHeld();
      const idle = new Set<string>();
      const ofRules = set.rules.flatMap((rule, index) => {
        const path = `/rules/${index}`;
        const tally = tallies.get(rule)!;
        if (rule.enabled && tally.fired === 0) idle.add(path);
        return ofRule(rule, path, tally, rows, neverHeld);
      });
      const isCause = (path: string, fact: string): boolean =>
        idle.has(path) && neverHeld.some((place) => place.fact === fact && place.path.startsWith(`${path}/`));
      const isOfIdle = (path: string): boolean => idle.has(path.split('/').slice(0, 3).join('/'));
      return [...gaps.findings(), ...ofRules, ...leaves.findings(isOfIdle), ...unknown.findings(isCause)];
    },
  };
}

function count(fired: Rule[], basePrice: number, onTie: RuleSet['onTie'], tallies: Map<Rule, Tally>): void {
  for (const rule of fired) tallies.get(rule)!.fired++;
  if (fired.length === 1) {
    tallies.get(fired[0]!)!.won++;
    return;
  }
  const { winner, hold } = resolve(fired, onTie, Number.isNaN(basePrice) ? null : basePrice);
  const best = winner ?? hold;
  for (const rule of fired) {
    const tally = tallies.get(rule)!;
    if (rule === best || rule.event.type === 'alert') tally.won++;
    else if (tally.won === 0 && best !== null) tally.lostTo.set(best.name, (tally.lostTo.get(best.name) ?? 0) + 1);
  }
}

function ofRule(
  rule: Rule,
  path: string,
  { fired, won, lostTo }: Tally,
  rows: number,
  neverHeld: readonly (RelatedPlace & { fact: string })[],
): Finding[] {
  if (!rule.enabled) return [];
  if (fired === 0) {
    const causes = neverHeld.flatMap(({ path: at, what }) =>
      at.startsWith(`${path}/conditions/`) ? [{ path: at, what }] : [],
    );
    const why = causes.length === 0 ? '' : ` ${causes.map(({ what }) => what).join(', ')} held nowhere.`;
    const message = `${rule.name} fired on none of the ${rows} products and channels of the last run.${why}`;
    const mend = 'Look at what its conditions ask for, or keep it for times to come.';
    const detail = { mend, values: { rule: rule.name, rows, neverHeld: causes }, related: causes };
    return [warning(path, 'never-fired', message, { ...detail, basis: 'empirical' })];
  }
  if (won > 0) return [];
  const winners = [...lostTo].sort((a, b) => b[1] - a[1]).map(([name, times]) => ({ rule: name, times }));
  const said = winners.slice(0, 3).map(({ rule: name, times }) => `${name} (${times})`);
  const message = `${rule.name} fired ${fired} times in the last run and lost each time: to ${said.join(', ')}.`;
  const mend = 'Give it a higher priority, or narrow those that win.';
  const values = { rule: rule.name, fired, lostTo: winners };
  return [warning(path, 'always-beaten', message, { basis: 'empirical', mend, values })];
}
