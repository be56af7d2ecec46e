import type { Terminal } from '../../terminal/terminal.ts';

/** A line of a terminal that changes. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Erases the line: what is written next begins at its start. */
  readonly clear: () => void;
  readonly end: () => void;
}

/** Erases from the cursor to the end of the line (ECMA-48, EL). */
const ERASE = '\u001b[K';

/** Shows nothing where the stream is no terminal. */
export function showProgress(stream: Terminal): ProgressLine {
  let isShown = false;
  return {
    show: text => {
      if (!stream.isTTY) return;
      stream.write(`\r${text}${ERASE}`);
      isShown = true;
    },
    clear: () => {
      if (isShown) stream.write(`\r${ERASE}`);
      isShown = false;
    },
    end: () => {
      if (isShown) stream.write('\n');
    },
  };
}
