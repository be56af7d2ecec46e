import type { Judged, Verdict } from './judged.ts';

/** A form in which `check` writes what it found, piece by piece. */
export interface Report {
  readonly start: string;
  /** What there is to say of one network ACL; called once for each, in order. */
  readonly render: (judged: Judged) => string;
  readonly end: (verdicts: readonly Verdict[]) => string;
}
