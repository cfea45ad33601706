/**
 * A message that did not go out. `isCertain`: it surely did not, and may be sent again where `mayRetry` says so. Otherwise
 * nobody knows: the connection broke after everything had been said.
 */
export class NotSent extends Error {
  constructor(
    message: string,
    readonly isCertain: boolean,
    readonly mayRetry: boolean,
  ) {
    super(message);
    this.name = 'NotSent';
  }
}
