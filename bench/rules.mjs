// How fast are rules evaluated in bulk: against json-rules-engine, other engines, and `if`s that a programmer would write?
// 20, 100 and 500 rules drawn with a fixed seed in the style of the shipped ones, and the shipped ones themselves; the
// same random facts for all, and what fires is compared before anything is timed.
//
//   npm run build && npm install --prefix bench/others && node bench/rules.mjs
//   ... --rounds 11      more rounds (7)          ... --show 20      print the `if`s for 20 rules and stop
//
// One evaluation = one product on one channel against all rules. Time is processor time of the process (all threads), so
// that other programs disturb little; ways take turns, round by round; told are the median, and the spread from the
// slowest to the fastest round. The 20,000 rows come in blocks of the size that a run works in: over a single block, said
// again and again, a processor learns by heart which way each `if` goes, and few rules look cheaper than they are.
//
// Wanted: on columns (what runs use) at least 0.9 of the hand-written `if`s at 20 rules, and a condition at 500 rules
// at most 1.5 times as dear as at 20.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Engine } from 'json-rules-engine';
import { byHand } from './rules-by-hand.mjs';
import { randomRuleSet, randomTable } from './rules-generated.mjs';
import { inJsonLogic, inZen, nested } from './rules-others.mjs';
import { ifsOnColumns, ifsOnObjects } from './rules-printed.mjs';

// LARISIN_DIST: another build, so that one that is being rebuilt is not in the way.
const dist = process.env.LARISIN_DIST ?? new URL('../dist', import.meta.url).pathname;
const { loadRuleSet } = await import(`${dist}/src/contract/rule-set.js`);
const { compileForColumns, compileForFacts } = await import(`${dist}/src/core/rules/bulk.js`);
const { createFactTable, factsOfRow, FACTS, FACT_BY_NAME } = await import(`${dist}/src/core/rules/facts.js`);
const { inFiringOrder, leavesOf } = await import(`${dist}/src/core/rules/tree.js`);

const { values: options } = parseArgs({ options: { rounds: { type: 'string' }, show: { type: 'string' } } });
const ROUNDS = Number(options.rounds ?? 7);
const BLOCKS = 10;
const ROWS = 2000; // of a block
const SLOW_ROWS = 200; // of one block are compared with engines that take a millisecond, or this takes all day
const ROUND_MS = 150;
const WARM_UP_MS = 1500;
const CONCURRENT = 100; // zen-engine works in threads of its own

if (options.show !== undefined) {
  const set = randomRuleSet(Number(options.show));
  console.log(ifsOnObjects(set, FACT_BY_NAME).source, ifsOnColumns(set, FACT_BY_NAME).source);
  process.exit();
}

const tables = Array.from({ length: BLOCKS }, (_, block) => randomTable(ROWS, FACTS, createFactTable, block));
// As they come from JSON: objects filled key by key in a loop are hash tables to V8, and slow for everybody.
const objects = tables.map((table) =>
  Array.from({ length: ROWS }, (_, row) => JSON.parse(JSON.stringify(factsOfRow(table, row)))),
);
const nestedObjects = objects.map((block) => block.map(nested));

if (inZen(randomRuleSet(1)) === null) console.log('Other engines are left out: npm install --prefix bench/others');
const perCondition = new Map();
for (const set of [
  shippedSet(),
  ...[20, 100, 500].map((count) => ({ name: `${count} rules`, ...randomRuleSet(count) })),
])
  await measure(set);
const [at20, at500] = [perCondition.get('20 rules'), perCondition.get('500 rules')];
console.log(`\na condition on columns at 500 rules costs ${(at500 / at20).toFixed(2)} of what it costs at 20`);

async function measure(set) {
  const rules = inFiringOrder(set);
  const sorted = { ...set, rules };
  const conditions = rules.flatMap((rule) => leavesOf(rule.conditions, set.conditions)).length;
  const columns = compileForColumns(set);
  const facts = compileForFacts(set, 'strict');
  const objectIfs = ifsOnObjects(sorted, FACT_BY_NAME);
  const columnIfs = ifsOnColumns(sorted, FACT_BY_NAME);
  const engine = engineOf(set);
  const zen = inZen(sorted);
  const jsonLogic = inJsonLogic(sorted);

  let events = 0;
  for (let block = 0; block < BLOCKS; block++) {
    const fired = columns(tables[block]);
    const words = columnIfs.run(tables[block]);
    for (let row = 0; row < ROWS; row++) {
      const [flat, deep] = [objects[block][row], nestedObjects[block][row]];
      const names = fired.on(row).map((rule) => rule.name);
      const same = (way, found) => assert.deepEqual(found, names, `${way}, block ${block}, row ${row}`);
      const named = (indices) => indices.map((index) => rules[index].name);
      events += names.length;
      const own = facts(flat).map((rule) => rule.name);
      same('Larisin on objects', own);
      same('ifs on objects', named(objectIfs.run(flat)));
      same('ifs on columns', named(bitsOf(words, row, columnIfs.rulesAFunction)));
      if (set.name.startsWith('shipped')) assert.deepEqual(byHand(flat).sort(), [...names].sort());
      if (block > 0 || row >= SLOW_ROWS) continue;
      if (jsonLogic !== null) same('json-logic-engine', named(jsonLogic(deep)));
      if (zen !== null) same('zen-engine', named(await zen(deep)));
      // It gives rules of equal priority in the order of completion.
      const judged = (await engine.run(flat)).events.map((event) => event.type);
      assert.deepEqual(judged.sort(), [...names].sort());
    }
  }

  const each = (blocks, run) => (block) => {
    for (const one of blocks[block]) run(one);
    return ROWS;
  };
  const ways = [
    { name: 'json-rules-engine', run: sequential((row) => engine.run(objects[0][row])) },
    zen && { name: 'zen-engine, decision table', run: concurrent((row) => zen(nestedObjects[0][row])) },
    jsonLogic && { name: 'json-logic-engine, compiled', run: sequential((row) => jsonLogic(nestedObjects[0][row])) },
    set.name.startsWith('shipped') && { name: '`if`s by hand, on objects', run: each(objects, byHand) },
    { name: '`if`s, on objects', run: each(objects, objectIfs.run) },
    { name: 'Larisin, on objects', run: each(objects, facts) },
    { name: '`if`s, on columns', run: (block) => (columnIfs.run(tables[block]), ROWS) },
    { name: 'Larisin, on columns', run: (block) => (columns(tables[block]), ROWS) },
  ].filter(Boolean);
  for (const way of ways) {
    await paceOf(way.run, WARM_UP_MS);
    way.paces = [];
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ways) way.paces.push(await paceOf(way.run, ROUND_MS));
  }

  console.log(
    `\n${set.name}: ${conditions} conditions (${(conditions / rules.length).toFixed(1)} a rule), ${events} events on ${BLOCKS * ROWS} rows, the same in all ways\n`,
  );
  const reference = { objects: medianOf(ways, '`if`s, on objects'), columns: medianOf(ways, '`if`s, on columns') };
  console.log('| way | evaluations/s | spread | of the `if`s on objects | of the `if`s on columns | ns a condition |');
  console.log('|---|--:|--:|--:|--:|--:|');
  for (const { name, paces } of ways) {
    const pace = median(paces);
    const spread = `${short(Math.min(...paces))} - ${short(Math.max(...paces))}`;
    const ns = 1e9 / pace / conditions;
    if (name === 'Larisin, on columns') perCondition.set(set.name, ns);
    console.log(
      `| ${name} | ${short(pace)} | ${spread} | ${ratio(pace / reference.objects)} | ${ratio(pace / reference.columns)} | ${ns < 10 ? ns.toFixed(2) : Math.round(ns).toLocaleString('en')} |`,
    );
  }
}

/** Scope and the enabled flag are ours, not other engines': left out, so that all do the same work. */
function shippedSet() {
  const folder = new URL('../rules/', import.meta.url);
  const set = loadRuleSet(
    readdirSync(folder).map((fileName) => ({ fileName, text: readFileSync(new URL(fileName, folder), 'utf8') })),
  );
  const rules = set.rules.map(({ channels: _, categories: __, ...rule }) => ({ ...rule, enabled: true }));
  return { ...set, rules, name: `shipped (${rules.length} rules)` };
}

/** json-rules-engine writes into what it is given. */
function engineOf(set) {
  const { rules, conditions } = JSON.parse(JSON.stringify(set));
  const engine = new Engine();
  for (const [name, condition] of Object.entries(conditions)) engine.setCondition(name, condition);
  for (const rule of rules) {
    engine.addRule({ ...rule, conditions: rule.conditions, event: { type: rule.name } });
  }
  return engine;
}

function bitsOf(words, row, rulesAFunction) {
  return words.flatMap((part, index) =>
    Array.from({ length: 32 }, (_, bit) => bit)
      .filter((bit) => (part[row] >>> bit) & 1)
      .map((bit) => index * rulesAFunction + bit),
  );
}

function sequential(run) {
  let next = 0;
  return async () => {
    for (let done = 0; done < 10; done++) await run(next++ % ROWS);
    return 10;
  };
}

function concurrent(run) {
  let next = 0;
  return async () => {
    await Promise.all(Array.from({ length: CONCURRENT }, () => run(next++ % ROWS)));
    return CONCURRENT;
  };
}

/** Evaluations per second of processor time. */
async function paceOf(run, forMs) {
  const start = cpuMs();
  let rows = 0;
  for (let turn = 0; cpuMs() - start < forMs; turn++) rows += await run(turn % BLOCKS);
  return (1000 * rows) / (cpuMs() - start);
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values) {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)];
}
function medianOf(ways, name) {
  return median(ways.find((way) => way.name === name).paces);
}
function ratio(value) {
  return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
function short(pace) {
  return pace >= 1e6 ? `${(pace / 1e6).toFixed(2)} M` : pace >= 1e4 ? `${(pace / 1e3).toFixed(0)} k` : pace.toFixed(0);
}
