import { escapeUnprintable } from '../../functions/parsing/printable.ts';

/** A file or an option that cannot be used. */
export class InputError extends Error {
  override readonly name = 'InputError';

  /** @param lines - one for the operator, or one for each file; what they quote controls no terminal */
  constructor(lines: string | readonly string[], options?: ErrorOptions) {
    super([lines].flat().map(escapeUnprintable).join('\n'), options);
  }
}
