import { planView, readPlanQuestion } from '../contract/plans.js';
import { planMarkdown } from '../core/pricing/markdown-plan.js';
import { Refusal } from '../core/refusal.js';
import { answerLines, LINE_CHARS_MAX } from './lines.js';

/**
 * `plan`: one line of JSON out for each question in, in their order: the plan, or `{"error": {"line", "code", "detail",
 * "errors"}}`. Blank lines are passed over.
 * @throws Refusal `file-not-found`
 */
export async function planFile(path: string): Promise<{ answered: number; refused: number }> {
  let answered = 0;
  let refused = 0;
  await answerLines(path, (line, lineNumber) => {
    const text = lineNumber === 1 && line !== null ? line.replace(/^\uFEFF/, '') : line;
    if (text?.trim() === '') return null;
    try {
      const answer = JSON.stringify(planView(planMarkdown(questionOf(text))));
      answered++;
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused++;
      const { code, message, issues } = error;
      return JSON.stringify({ error: { line: lineNumber, code, detail: message, errors: issues } });
    }
  });
  return { answered, refused };
}

function questionOf(text: string | null): ReturnType<typeof readPlanQuestion> {
  if (text !== null) return readPlanQuestion(text);
  throw new Refusal('tooLarge', 'line-too-long', `The line is longer than ${LINE_CHARS_MAX} characters.`);
}
