/** A line of the details: `Evidence: security group web accepts tcp/443 from 0.0.0.0/0`. */
export interface Detail {
  readonly label: string;
  readonly text: string;
}

/** What a step is in: each form shows the steps for which it has room. */
export const STEP_KINDS = ['terraform', 'cloudformation', 'console', 'cli', 'all', 'undo', 'mute'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Something to copy, or to do. */
export interface Step {
  readonly kind: StepKind;
  /** A sentence with a colon at its end; empty where what comes before says it. */
  readonly intro: string;
  /** Code, or what to fill in; a line each. */
  readonly lines: readonly string[];
  /** Sentences about it. */
  readonly notes: readonly string[];
}

/** What an operator can do. */
export interface Fix {
  /** Sentences that fit any tool; at least one. */
  readonly sentences: readonly string[];
  readonly isNeeded: boolean;
  readonly steps: readonly Step[];
  /** What comes next by itself. */
  readonly next: readonly string[];
}

/** An alert in words, in the order in which an operator who is on call needs them; every form is made of it. */
export interface AlertReport {
  /** The impact in one sentence. */
  readonly headline: string;
  /** Sentences, a line each; the first is the headline. */
  readonly lines: readonly string[];
  /** Who changed what; empty where no change is known. */
  readonly change: readonly string[];
  /** Why replies are denied. */
  readonly cause: readonly string[];
  readonly fix: Fix;
  readonly details: readonly Detail[];
  /** How to mute it, and the id. */
  readonly closing: string;
}
