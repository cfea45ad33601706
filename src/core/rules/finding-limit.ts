import type { Finding } from './finding.js';

/** More than anybody mends at once; a file of nothing but mistakes must not answer with a hundred times its size. */
export const FINDINGS_MAX = 1000;

/** What `check` finds in one item after another; items after FINDINGS_MAX errors are not looked into. */
export function findingsIn<T>(items: Iterable<T>, check: (item: T, index: number) => readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  let errors = 0;
  let index = 0;
  for (const item of items) {
    if (errors > FINDINGS_MAX) break;
    for (const finding of check(item, index++)) {
      found.push(finding);
      if (finding.severity === 'error') errors++;
    }
  }
  return found;
}

/**
 * The findings that are told: all of them, or the first FINDINGS_MAX (errors before warnings) and a last one,
 * `too-many-findings`, that says where the next would stand.
 */
export function toldFindings<T extends Finding>(findings: T[]): T[] {
  if (findings.length <= FINDINGS_MAX) return findings;
  const isError = ({ severity }: T): boolean => severity === 'error';
  const ordered = [...findings.filter(isError), ...findings.filter((each) => !isError(each))];
  const next = ordered[FINDINGS_MAX] as T;
  const message = `Only the first ${FINDINGS_MAX.toLocaleString('en')} findings are told; the next one is here. Mend those and check again.`;
  return [...ordered.slice(0, FINDINGS_MAX), { ...next, code: 'too-many-findings', message }];
}
