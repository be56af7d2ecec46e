/** Why the deployment cannot be tried, or what went wrong with it; the message is for the operator, one line. */
export class SmokeError extends Error {
  override readonly name = 'SmokeError';
}
