/** A file or an option that cannot be used. The message is one line for the operator. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
