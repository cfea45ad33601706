import { invalidRules } from '../contract/draft-content.js';
import { rulesHead, type DraftView } from '../contract/rule-versions.js';
import type { RulesView } from '../contract/rules-api.js';
import { Refusal } from '../core/refusal.js';
import { moved, type Finding } from '../core/rules/finding.js';
import type { RuleSetVersion } from '../core/rules/rule.js';
import type { KeptDraft } from '../flow/rules/drafts.js';

export function rulesView(row: RuleSetVersion, timeZone: string): RulesView {
  const { rules, conditions, onTie } = row.body;
  return { ...rulesHead(row, timeZone), ruleSet: { rules: rules.map((rule) => ({ ...rule })), conditions, onTie } };
}

export function draftView({ row, findings }: KeptDraft, timeZone: string): DraftView {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const check = { isValid: errors === 0, errors, warnings: findings.length - errors, findings };
  return { ...rulesView(row, timeZone), check };
}

/** Findings point into the set; problems, their sentence too, point into the request that holds it. */
export async function inRequest<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal) || !OF_THE_SET.has(error.code)) throw error;
    const inside = (error.issues as Finding[]).map((issue) => moved(issue, (path) => `/ruleSet${path}`)!);
    if (error.code === 'invalid-rules') throw invalidRules(inside);
    throw new Refusal(error.kind, error.code, error.message, error.values, inside);
  }
}

const OF_THE_SET = new Set(['invalid-rules', 'no-rules']);

/** How a publication over HTTP confirms how much it changes. */
export const confirmingField = (changes: number): string => `send "confirmedChanges": ${changes} in the body`;
