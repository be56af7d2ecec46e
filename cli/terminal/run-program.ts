import type { Terminal } from './terminal.ts';

/**
 * Prints the text that a command line asks for, or does the work.
 *
 * @param options - what the command line says: a text where it asks for help or the version
 * @returns the exit code
 */
export async function runProgram<Options extends object>(
  options: Options | string,
  stdout: Terminal,
  work: (options: Options) => Promise<number>,
): Promise<number> {
  if (typeof options !== 'string') return work(options);
  stdout.write(`${options}\n`);
  return 0;
}
