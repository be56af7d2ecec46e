import type { EvaluatedNetworkAcl } from './evaluated.ts';
import type { Summary } from './summary.ts';

/** A form in which `check` writes its results. */
export interface Report {
  /** Whether the worst results come first; otherwise the order of the input stays. */
  readonly worstFirst: boolean;
  /** The text about one network ACL. */
  readonly render: (evaluated: EvaluatedNetworkAcl) => string;
  readonly start: (summary: Summary) => string;
  /** Between the texts that are not empty. */
  readonly separator: string;
  readonly end: (summary: Summary) => string;
}
