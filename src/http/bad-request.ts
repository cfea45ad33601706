import { shapeIssues, shapeSentence, type ShapeFinding } from '../contract/shape-issues.js';
import { Refusal } from '../core/refusal.js';

/** What a schema found wrong with a request, as 400 `bad-request` with JSON pointers. */
export function badRequest(findings: readonly ShapeFinding[]): Refusal {
  const errors = shapeIssues(findings);
  const detail = `The request does not have the expected shape: ${shapeSentence(errors, findings.length)}`;
  return new Refusal('invalid', 'bad-request', detail, {}, errors);
}
