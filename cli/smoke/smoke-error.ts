/** Why the deployment cannot be tested, or what went wrong. The message is one line for the operator. */
export class SmokeError extends Error {
  override readonly name = 'SmokeError';
}
