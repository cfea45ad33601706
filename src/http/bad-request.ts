import { Refusal } from '../core/refusal.js';

interface Finding {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string;
}

/** How many findings of one body are told: a body of nonsense must not be answered with a book. */
const FINDINGS_MAX = 50;

/** What a schema found wrong with a request, as 400 `bad-request` with JSON pointers. */
export function badRequest(findings: readonly Finding[]): Refusal {
  const errors = findings.slice(0, FINDINGS_MAX).map(({ path = [], code, message }) => ({
    path: path.map((step) => `/${String(typeof step === 'object' ? step.key : step)}`).join(''),
    code: (code ?? 'invalid').replaceAll('_', '-'),
    message,
  }));
  const first = errors.slice(0, 3).map(({ path, message }) => `${path === '' ? 'the whole' : path}: ${message}`);
  const more = findings.length > 3 ? ` (and ${findings.length - 3} more)` : '';
  const detail = `The request does not have the expected shape: ${first.join('; ')}${more}`;
  return new Refusal('invalid', 'bad-request', detail, {}, errors);
}
