import { loadRuleSet } from '../contract/rule-set.js';
import { Refusal } from '../core/refusal.js';
import { factLineEvaluator } from '../core/rules/eval-file.js';
import { readRulesFolder } from '../outside/package-files.js';
import { answerLines, LINE_CHARS_MAX } from './lines.js';

/**
 * `rules eval`: a line of JSON out for each line of facts in, in constant memory.
 * @throws Refusal `no-such-folder`, `invalid-rules`, `file-not-found`, `bad-fact-line` (what came before it is printed)
 */
export async function evaluateFile(folder: string, factsPath: string): Promise<void> {
  const evaluate = factLineEvaluator(loadRuleSet(await readRulesFolder(folder), 'foreign'));
  await answerLines(factsPath, (line, lineNumber) => {
    if (line !== null) return evaluate(line, lineNumber);
    const message = `Line ${lineNumber}: it is longer than ${LINE_CHARS_MAX} characters; a line is one JSON object of facts.`;
    throw new Refusal('invalid', 'bad-fact-line', message, { line: lineNumber });
  });
}
