import type { Problem } from '../../src/contract/http';

/** What the server refused, in its own words (RFC 9457). `code` is stable; `message` is the sentence for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: NonNullable<Problem['errors']>;
  readonly values: Record<string, unknown>;
  /** Of the request, as the operator finds it in the log. */
  readonly instance: string;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.values = problem.values ?? {};
    this.instance = problem.instance;
  }
}

/** The server could not be reached: nothing is known of what became of the request. */
export class ConnectionLost extends Error {
  constructor() {
    super('connection lost');
    this.name = 'ConnectionLost';
  }
}

/** Worth asking again by itself: nobody answered, or the server said to come back soon. */
export function isPassing(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof ApiProblem && [502, 503, 504].includes(error.status));
}
