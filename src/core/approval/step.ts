import { Refusal } from '../refusal.js';
import type { Instant } from '../units.js';
import type { Decision, Suggestion, SuggestionState } from './suggestion.js';

/** A change of state and the decision that made it; nothing has happened yet. */
export interface Step {
  suggestion: Pick<Suggestion, 'state' | 'version' | 'openKey' | 'updatedAt'>;
  decision: Omit<Decision, 'id'>;
}

export const OPEN_STATES: SuggestionState[] = ['pending', 'half-approved'];
export const APPROVED_STATES: SuggestionState[] = ['approved', 'adjusted'];

/** Of open suggestions there is one at a time for each of these. */
export const keyOf = ({ productId, channelId, kind }: Suggestion): string => `${productId}:${channelId}:${kind}`;

/** A suggestion goes from its state to the next, and it is written down who said so. */
export function step(
  suggestion: Suggestion,
  to: SuggestionState,
  action: Decision['action'],
  reason: string | null,
  detail: Record<string, unknown>,
  { now, actor }: { now: Instant; actor: string },
): Step {
  return {
    suggestion: {
      state: to,
      version: suggestion.version + 1,
      openKey: OPEN_STATES.includes(to) ? keyOf(suggestion) : null,
      updatedAt: now,
    },
    decision: {
      suggestionId: suggestion.id,
      action,
      fromState: suggestion.state,
      toState: to,
      actor,
      at: now,
      reason,
      detail,
    },
  };
}

/** @throws Refusal `suggestion-expired` */
export function refuseIfExpired(suggestion: Suggestion, now: Instant): void {
  if (now < suggestion.expiresAt) return;
  throw refusal(suggestion, 'suggestion-expired', 'The time to decide on this is over; the next run suggests anew.');
}

/** @throws Refusal `suggestion-changed` */
export function refuseOtherVersion(suggestion: Suggestion, expectedVersion: number | null): void {
  if (expectedVersion === null || expectedVersion === suggestion.version) return;
  throw refusal(
    suggestion,
    'suggestion-changed',
    `This suggestion is at version ${suggestion.version} and you decided on ${expectedVersion}. Look at it again.`,
  );
}

export const stateOf = ({ id, state, version }: Suggestion) => ({ suggestionId: id, state, version });

export function refusal(
  suggestion: Suggestion,
  code: string,
  message: string,
  values: Record<string, unknown> = {},
): Refusal {
  return new Refusal('conflict', code, message, { ...stateOf(suggestion), ...values });
}

export const alreadyDecided = (suggestion: Suggestion): Refusal =>
  refusal(suggestion, 'already-decided', `This suggestion is closed: it is ${suggestion.state}.`);
