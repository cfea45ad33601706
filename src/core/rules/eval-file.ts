import { Refusal } from '../refusal.js';
import { compileForFacts } from './bulk.js';
import type { Facts, Rule, RuleSet } from './rule.js';

/**
 * The pure part of `larisin rules eval`: each line of facts (a JSON object by dotted name; a missing fact is null)
 * gives one line of JSON, `[{"rule", "type", "params"}]` in firing order. An empty line gives null: nothing is printed.
 * Scope (channels, categories, validity) counts only where the line names that fact. Conflicts are not settled here:
 * everything that fires is listed.
 *
 * @throws Refusal `bad-fact-line` with the line number, for what is not an object of plain facts
 */
export function factLineEvaluator(ruleSet: RuleSet): (line: string, lineNumber: number) => string | null {
  const evaluate = compileForFacts(ruleSet, 'whereGiven');
  const texts = new Map<Rule, string>();
  for (const rule of ruleSet.rules) {
    const { type, params } = rule.event;
    texts.set(rule, JSON.stringify({ rule: rule.name, type, params: params ?? {} }));
  }
  return (line, lineNumber) => {
    if (line.trim() === '') return null;
    const fired = evaluate(factsOfLine(line, lineNumber));
    return `[${fired.map((rule) => texts.get(rule)).join(',')}]`;
  };
}

function factsOfLine(line: string, lineNumber: number): Facts {
  let parsed: unknown;
  try {
    parsed = JSON.parse(lineNumber === 1 ? line.replace(/^\uFEFF/, '') : line);
  } catch (cause) {
    throw refused(lineNumber, `it is not JSON (${(cause as Error).message})`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw refused(lineNumber, 'a line is one JSON object of facts, such as {"stock.onHand": 12}');
  }
  for (const [name, value] of Object.entries(parsed)) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      const inner = Object.keys(value as object)[0] ?? 'name';
      throw refused(lineNumber, `${JSON.stringify(name)} holds an object; facts have dotted names: "${name}.${inner}"`);
    }
    if (value.some((each) => typeof each === 'object' && each !== null)) {
      throw refused(lineNumber, `the list ${JSON.stringify(name)} holds more than plain values`);
    }
  }
  return parsed as Facts;
}

function refused(lineNumber: number, what: string): Refusal {
  return new Refusal('invalid', 'bad-fact-line', `Facts, line ${lineNumber}: ${what}.`, { line: lineNumber });
}
