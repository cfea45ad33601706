import { useDebouncedValue } from '@mantine/hooks';
import { useSetCheck, type FoundExample, type RuleFinding } from '../../../api/rules';
import { SHARED } from './edited-set';
import { segmentsOf } from './pointer';
import type { Draft } from './use-draft';

const CHECK_AFTER_MS = 350;

/** What the server says of the draft as it stands, a moment after the last key. */
export interface Checked {
  findings: readonly RuleFinding[];
  errors: number;
  failingExamples: number;
  /** Of the rule that is open. */
  examples: readonly FoundExample[] | undefined;
  /** The last change is not checked yet. */
  isWaiting: boolean;
  problem: unknown;
}

/** @param index place of the rule that is open; null: none is */
export function useChecked(draft: Draft, index: number | null): Checked {
  const { edit, ruleSet, kept } = draft;
  const [asked] = useDebouncedValue({ edit, ruleSet }, CHECK_AFTER_MS);
  const check = useSetCheck(kept.version, asked.ruleSet, asked.edit, index);
  const { data } = check;
  const findings = data?.findings ?? [];
  return {
    findings,
    errors: data?.errors ?? 0,
    failingExamples: findings.filter(({ code }) => code === 'failing-example').length,
    examples: data?.examplesOf === index ? data.examples : undefined,
    isWaiting: data?.edit !== edit && !check.isError,
    problem: check.error,
  };
}

/** The findings of one document, with paths that begin at it. */
export function findingsOf(findings: readonly RuleFinding[], prefix: string): RuleFinding[] {
  const within = (path: string): string | null =>
    path === prefix || path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : null;
  return findings.flatMap((finding) => {
    const path = within(finding.path);
    if (path === null) return [];
    const { patch, ...rest } = finding;
    const steps = patch?.flatMap((step) => {
      const inside = within(step.path);
      return inside === null ? [] : [{ ...step, path: inside }];
    });
    const isWhole = steps !== undefined && steps.length === patch!.length;
    return [{ ...rest, path, ...(isWhole ? { patch: steps } : {}) }];
  });
}

export const prefixOf = (key: string, index: number): string => (key === SHARED ? '/conditions' : `/rules/${index}`);

/** Of a finding of the whole set: the place of its rule, null for the named conditions and the set itself. */
export function ruleOf({ path }: Pick<RuleFinding, 'path'>): number | null {
  const [first, index] = segmentsOf(path);
  return first === 'rules' && index !== undefined ? Number(index) : null;
}
