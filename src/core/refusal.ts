/** What sort of no it is; the HTTP shell maps it to a status, the command line to an exit code. */
export type RefusalKind =
  | 'invalid' // 400 / 422: the input is wrong
  | 'unauthenticated' // 401
  | 'forbidden' // 403: known, but not in this role or scope
  | 'notFound' // 404
  | 'conflict' // 409: the state has changed meanwhile, or the thing exists already
  | 'tooLarge' // 413
  | 'tooMany' // 429
  | 'unavailable'; // 503: not now, try again

/** One finding inside a refused input: where (a field path or JSON pointer), which code, and a sentence. */
export interface RefusalIssue {
  path: string;
  code: string;
  message: string;
  /** What the sentence speaks of, as plain data: with the code enough to say it in another language. */
  values?: Record<string, unknown>;
}

/**
 * An expected no, as data: a stable `code` (kebab-case) for programs, a sentence for people that says what is wrong
 * and what to do, and the values it speaks of. Thrown by core and flows; every shell knows how to tell it.
 * A bug is never a Refusal (see `assert` in units.ts).
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly values: Record<string, unknown> = {},
    readonly issues: RefusalIssue[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
