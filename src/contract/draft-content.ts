import { Refusal } from '../core/refusal.js';
import type { CheckContext } from '../core/rules/check.js';
import type { Finding } from '../core/rules/finding.js';
import type { RuleSet } from '../core/rules/rule.js';
import { refusalOf } from './rule-file.js';
import { checkRuleFiles, type RuleFileText } from './rule-set.js';
import { checkSetJson } from './rules-api.js';

/** What a draft is to hold: a set as one JSON value, or the files of a folder. */
export type DraftContent = { ruleSet: unknown } | { files: readonly RuleFileText[] };

/**
 * Reads what a draft is to hold. Errors of meaning (an unknown fact, a failing example) come back as findings; only what
 * has not the shape of a rule set is refused.
 *
 * @param context what the shop knows beside its rules
 * @returns findings of files carry file, line and column
 * @throws Refusal `invalid-rules`
 */
export function readDraftContent(content: DraftContent, context: CheckContext): { body: RuleSet; findings: Finding[] } {
  if ('files' in content) {
    const { draft, findings } = checkRuleFiles(content.files, 'strict', context);
    if (draft !== null) return { body: draft, findings };
    throw refusalOf('invalid-rules', findings.filter(isError));
  }
  const { draft, findings } = checkSetJson(content.ruleSet, context);
  if (draft !== null) return { body: draft, findings };
  throw invalidRules(findings);
}

/** The refusal of a set for its errors, with the first one in its sentence. */
export function invalidRules(findings: readonly Finding[]): Refusal {
  const errors = findings.filter(isError);
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Refusal('invalid', 'invalid-rules', `${first!.path} ${first!.message}${more}`.trim(), {}, errors);
}

const isError = ({ severity }: Finding): boolean => severity === 'error';
