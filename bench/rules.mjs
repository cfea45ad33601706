// How fast are rules evaluated in bulk, against json-rules-engine and against `if`s that a programmer would write?
// The shipped rules and the same random facts for all; the events are compared before anything is timed.
//
//   npm run build && node bench/rules.mjs [copies of the rule set, default 1]
//
// Expected: at least 500 times json-rules-engine, and no slower than the hand-written functions.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Engine } from 'json-rules-engine';
import { byHand } from './rules-by-hand.mjs';

// LARISIN_DIST: another build, so that one that is being rebuilt is not in the way.
const dist = process.env.LARISIN_DIST ?? new URL('../dist', import.meta.url).pathname;
const { loadRuleSet } = await import(`${dist}/src/contract/rule-set.js`);
const { compileForColumns, compileForFacts } = await import(`${dist}/src/core/rules/bulk.js`);
const { createFactTable, factsOfRow, FACTS } = await import(`${dist}/src/core/rules/facts.js`);

const ROWS = 4096; // a block of the size that a run works in
const ENGINE_ROWS = 400; // json-rules-engine gets fewer, or this takes all day
const COPIES = Number(process.argv[2] ?? 1);

const folder = new URL('../rules/', import.meta.url);
const files = readdirSync(folder).map((fileName) => ({
  fileName,
  text: readFileSync(new URL(fileName, folder), 'utf8'),
}));
const shipped = loadRuleSet(files);
// Scope and the enabled flag are ours, not json-rules-engine's: left out, so that both do the same work.
const plain = shipped.rules.map(({ channels: _, categories: __, ...rule }) => ({ ...rule, enabled: true }));
const rules = Array.from({ length: COPIES }, (_, copy) =>
  plain.map((rule) => ({ ...rule, name: copy === 0 ? rule.name : `${rule.name}-${copy}` })),
).flat();
const set = { ...shipped, rules };

const table = randomTable(ROWS);
const objects = Array.from({ length: ROWS }, (_, row) => factsOfRow(table, row));

const columns = compileForColumns(set);
const facts = compileForFacts(set, 'strict');
const engine = new Engine();
for (const [name, condition] of Object.entries(copyOf(set.conditions))) engine.setCondition(name, condition);
for (const { name, priority, conditions } of copyOf(rules))
  engine.addRule({ name, priority, conditions, event: { type: name } });

let events = 0;
const fired = columns(table);
for (let row = 0; row < ROWS; row++) {
  const names = fired.on(row).map((rule) => rule.name);
  events += names.length;
  assert.deepEqual(
    facts(objects[row]).map((rule) => rule.name),
    names,
  );
  if (COPIES === 1) assert.deepEqual(byHand(objects[row]).sort(), [...names].sort());
  if (row < ENGINE_ROWS) {
    const found = (await engine.run(objects[row])).events.map((event) => event.type);
    assert.deepEqual(found.sort(), [...names].sort());
  }
}
console.log(`${rules.length} rules, ${ROWS} rows, ${events} events; identical in all ways compared`);

const enginePace = await paceOf(async () => {
  for (let row = 0; row < ENGINE_ROWS; row++) await engine.run(objects[row]);
  return ENGINE_ROWS;
});
const report = (name, pace) =>
  console.log(
    `${name.padEnd(34)} ${Math.round(pace).toLocaleString('en').padStart(12)} rows/s ${(pace / enginePace).toFixed(0).padStart(7)} x`,
  );
report('json-rules-engine', enginePace);
if (COPIES === 1) {
  report('hand-written ifs on objects', await paceOf(() => (objects.forEach((each) => byHand(each)), ROWS)));
}
report('compiled, on objects', await paceOf(() => (objects.forEach((each) => facts(each)), ROWS)));
report('compiled, on columns', await paceOf(() => (columns(table), ROWS)));

/** json-rules-engine writes into what it is given. */
function copyOf(value) {
  return JSON.parse(JSON.stringify(value));
}

/** Rows per second: the best of five rounds of at least 0.4 s, after a warm-up round. */
async function paceOf(work) {
  let best = 0;
  for (let round = 0; round < 6; round++) {
    const start = performance.now();
    let rows = 0;
    while (performance.now() - start < 400) rows += await work();
    if (round > 0) best = Math.max(best, (1000 * rows) / (performance.now() - start));
  }
  return best;
}

function randomTable(size) {
  let state = 20261122;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const ceilings = {
    days: 150,
    units: 40,
    money: 200_000,
    bp: 4000,
    'units/day': 3,
    milli: 3000,
    orders: 30,
    count: 7,
  };
  const built = createFactTable(size);
  for (const { name, type, unit, nullable, knownOf } of FACTS) {
    if (knownOf !== null) continue;
    const isNull = () => nullable && random() < 0.15;
    for (let row = 0; row < size; row++) {
      if (isNull()) continue;
      // A third is 0: no cut is running, nothing is stale, nothing was sold.
      const amount = random() < 0.33 ? 0 : Math.round(random() * ceilings[unit]);
      if (type === 'number') built.numbers[name][row] = name.startsWith('competitor.gap') ? amount - 500 : amount;
      else if (type === 'boolean') built.booleans[name][row] = random() < 0.5 ? 1 : 0;
      else if (type === 'text') built.texts[name][row] = `${name}-${Math.floor(random() * 20)}`;
      else built.lists[name][row] = ['a', 'b'].filter(() => random() < 0.5);
    }
  }
  return built;
}
