import { createInterface } from 'node:readline/promises';

/** Asks a question that only `y` or `yes` agrees to. */
export type Confirm = (question: string) => Promise<boolean>;

/** Undefined where no one can answer. */
export function createConfirm({
  stdin,
  stdout,
}: Pick<NodeJS.Process, 'stdin' | 'stdout'>): Confirm | undefined {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return async question => {
    const terminal = createInterface({ input: stdin, output: stdout });
    try {
      return /^y(es)?$/i.test((await terminal.question(question)).trim());
    } finally {
      terminal.close();
    }
  };
}
