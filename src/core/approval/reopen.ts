import type { Instant } from '../units.js';
import { refusal, refuseIfExpired, refuseOtherVersion, step, type Step } from './step.js';
import type { Suggestion } from './suggestion.js';

/**
 * Takes back what was said: a rejection, a first of two approvals, an alert that was seen, an approval whose price was
 * withdrawn. The suggestion is open again, with as much time as it had; what was said stays on record.
 * @param isTaken a newer run has an open suggestion of this kind for the same listing
 * @throws Refusal `not-reopenable`, `suggestion-changed`, `suggestion-expired`, `newer-suggestion`
 */
export function reopen(
  suggestion: Suggestion,
  request: { expectedVersion: number | null; reason: string | null },
  { now, actor, isTaken }: { now: Instant; actor: string; isTaken: boolean },
): Step {
  if (!isReopenable(suggestion)) {
    throw refusal(
      suggestion,
      'not-reopenable',
      suggestion.state === 'pending'
        ? 'This suggestion is open already.'
        : `Only what was rejected, withdrawn, seen or half approved can be opened again: it is ${suggestion.state}.`,
    );
  }
  refuseOtherVersion(suggestion, request.expectedVersion);
  refuseIfExpired(suggestion, now);
  if (isTaken) throw newerSuggestion(suggestion);
  return step(suggestion, 'pending', 'reopen', request.reason, {}, { now, actor });
}

export const newerSuggestion = (suggestion: Suggestion): Error =>
  refusal(
    suggestion,
    'newer-suggestion',
    'A newer suggestion for this product and channel is open: decide on that one.',
  );

function isReopenable({ state, kind }: Suggestion): boolean {
  const isSeenAlert = kind === 'alert' && state === 'approved';
  return isSeenAlert || state === 'rejected' || state === 'withdrawn' || state === 'half-approved';
}
