// How long does it take to explain every rule of a large set on one product and channel, and how much of that is
// json-rules-engine itself?
//
//   npm run build && node bench/explain.mjs [rules, default 500] [comparisons a rule, default 8]
//
// Expected: 500 rules x 8 comparisons, sentences and text included, in well under a second; no more than 3 times the bare engine.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { Engine } from 'json-rules-engine';

const dist = process.env.LARISIN_DIST ?? new URL('../dist', import.meta.url).pathname;
const { explainCase } = await import(`${dist}/src/core/rules/case.js`);
const { wordedCase } = await import(`${dist}/src/core/rule-sentences.js`);
const { explanationText } = await import(`${dist}/src/cli/explanation-text.js`);
const { FACTS } = await import(`${dist}/src/core/rules/facts.js`);

const RULES = Number(process.argv[2] ?? 500);
const COMPARISONS = Number(process.argv[3] ?? 8);
const ROUNDS = 9;

const numbers = FACTS.filter(({ type }) => type === 'number');
const facts = Object.fromEntries(FACTS.map(({ name, example }) => [name, example]));
const operators = ['lessThan', 'greaterThanInclusive', 'equal', 'lessThanInclusive'];
const leaf = (n) => {
  const { name, example } = numbers[(n * 7) % numbers.length];
  return { fact: name, operator: operators[n % operators.length], value: example + (n % 5) - 2 };
};
const rules = Array.from({ length: RULES }, (_, rule) => {
  const leaves = Array.from({ length: COMPARISONS }, (_, at) => leaf(rule * COMPARISONS + at));
  const half = COMPARISONS >> 1;
  const conditions = { all: [{ any: leaves.slice(0, half) }, { not: { all: leaves.slice(half) } }] };
  const title = { id: `Aturan ${rule}`, en: `Rule ${rule}` };
  const event = { type: 'discount', params: { percent: 1 + (rule % 50) } };
  return {
    name: `rule-${rule}`,
    title,
    version: 1,
    enabled: true,
    priority: 1 + (rule % 9),
    conditions,
    event,
    examples: [],
  };
});
const set = { rules, conditions: {}, onTie: 'smallestCut' };

const times = { 'json-rules-engine alone': [], explained: [], 'sentences, both languages': [], 'text of all': [] };
for (let round = 0; round < ROUNDS; round++) {
  const engine = new Engine();
  const copy = JSON.parse(JSON.stringify(rules));
  const t0 = performance.now();
  for (const { name, conditions } of copy) engine.addRule({ name, conditions, event: { type: name } });
  const { events } = await engine.run(facts);
  const t1 = performance.now();
  const explanation = await explainCase(set, facts, 125_000);
  const t2 = performance.now();
  const worded = wordedCase(explanation, { code: 'IDR', scale: 0 });
  const t3 = performance.now();
  const text = explanationText(worded, 'id', { all: true });
  const t4 = performance.now();
  assert.equal(explanation.rules.filter(({ fires }) => fires).length, events.length);
  assert.ok(text.split('\n').length > RULES * COMPARISONS);
  [t1 - t0, t2 - t1, t3 - t2, t4 - t3].forEach((ms, at) => Object.values(times)[at].push(ms));
}
for (const [what, all] of Object.entries(times)) {
  const sorted = [...all].sort((a, b) => a - b);
  const [first, median, worst] = [all[0], sorted[ROUNDS >> 1], sorted.at(-1)].map((ms) => ms.toFixed(0));
  console.log(`${what.padEnd(26)} first ${first} ms, median ${median} ms, worst ${worst} ms`);
}
