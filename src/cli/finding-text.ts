import type { FileFinding, Place } from '../contract/rule-file.js';

/**
 * A finding as compilers write it, so that editors and terminals make the place a link:
 * `old.json:14:7 error contradiction (static): ...`, below it what to do and the further places.
 * @param whole what stands in place of a file where the finding is of the whole set
 */
export function findingText(
  { severity, basis, code, path, message, mend, related, ...place }: FileFinding,
  whole: string,
): string {
  const at = ({ file, line, column }: Place): string => (file === '' ? whole : `${file}:${line}:${column}`);
  const lines = [`${at(place)} ${severity} ${code} (${basis}): ${message}${path === '' ? '' : ` (${path})`}`];
  if (mend !== null) lines.push(`    mend: ${mend}`);
  for (const each of related ?? []) lines.push(`    see ${at(each)} ${each.what}`);
  return `${lines.join('\n')}\n`;
}

/** `2 errors, 1 warning`; empty where there is nothing. */
export function countText(findings: readonly FileFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return [counted(errors, 'error'), counted(findings.length - errors, 'warning')]
    .filter((part) => part !== '')
    .join(', ');
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
