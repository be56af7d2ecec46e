import type { UnreadableInput } from '../../input/listed-network-acl.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import type { FailureRule, Summary } from '../summary.ts';

/** What all results together are. */
export interface RunResult {
  readonly summary: Summary;
  readonly unreadable: readonly UnreadableInput[];
}

/** How a run was asked for. */
export interface ReportSettings extends FailureRule {
  /** What to give `check` again to read the same: files or options. */
  readonly input: readonly string[];
  readonly isColored: boolean;
  /** Of the terminal. */
  readonly columns: number;
}

/** A form in which `check` writes its results. */
export interface CheckReport {
  /** Takes a network ACL, in the order of the input. It keeps only what it writes: ten thousand results take much memory. */
  readonly add: (checked: CheckedNetworkAcl) => void;
  /** The parts of the text, in their order. */
  readonly end: (result: RunResult) => Iterable<string>;
}
