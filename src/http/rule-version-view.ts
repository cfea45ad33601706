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

/** Findings point into the set; problems point into the request that holds it. */
export async function inRequest<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-rules') throw error;
    const { kind, code, message, values, issues } = error;
    const inside = (issues as Finding[]).map((issue) => moved(issue, (path) => `/ruleSet${path}`)!);
    throw new Refusal(kind, code, message, values, inside);
  }
}
