import { reaches, type Severity } from '../../functions/coverage/severity.ts';
import type { Muted } from '../input/listed-network-acl.ts';

/** From which severity `check` exits with 1. */
export const FAIL_ON = ['low', 'medium', 'high', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** `unknown`: a value is known only after apply, and `worst` is not high whatever it is. */
export const STATUSES = ['covered', 'gap', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

/** What a plan or template does to a network ACL. `new`: it creates the network ACL. */
export const CHANGES = ['worse', 'better', 'same', 'new'] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** What the counts need of one network ACL. */
export interface Verdict {
  readonly status: Status;
  /** The worse of both directions; with unknown values, what holds for every value. */
  readonly worst: Severity;
  /** Undefined: the input shows one moment, no change. */
  readonly change: ChangeKind | undefined;
  readonly muted: Muted | undefined;
}

/** Which results make `check` exit with 1. */
export interface FailureRule {
  readonly failOn: FailOn;
  /** Also those that a plan leaves as they are, or makes better. */
  readonly all: boolean;
  /** Also those without a verdict. */
  readonly strict: boolean;
}

/** How many network ACLs have which result, each in one count. Its fields are a contract: add, never change. */
export interface Summary {
  readonly networkAcls: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  /** Without a verdict: a value is known only after apply. */
  readonly unknown: number;
  /** Their tag, a comment or metadata says `ignore`. */
  readonly muted: number;
  /** The baseline has all that would fail. */
  readonly accepted: number;
  /** They have gaps, and the plan does not make them worse. */
  readonly unchanged: number;
  readonly covered: number;
  /** At or above `--fail-on`. */
  readonly failed: number;
}

/** Whether a plan or template makes it so; without a change it always counts. */
export function isCaused({ change }: Pick<Verdict, 'change'>): boolean {
  return change === undefined || change === 'worse' || change === 'new';
}

export function fails(verdict: Verdict, { failOn, all, strict }: FailureRule): boolean {
  if (failOn === 'never' || verdict.muted) return false;
  if (!all && !isCaused(verdict)) return false;
  return verdict.status === 'unknown' ? strict : reaches(verdict.worst, failOn);
}

const EMPTY = {
  ...{ networkAcls: 0, high: 0, medium: 0, low: 0, unknown: 0 },
  ...{ muted: 0, accepted: 0, unchanged: 0, covered: 0, failed: 0 },
};

/** Counts network ACLs one by one. */
export class SummaryCount {
  readonly #counts = { ...EMPTY };

  add({
    standing,
    failed,
  }: {
    readonly standing: keyof Omit<Summary, 'networkAcls' | 'failed'>;
    readonly failed: boolean;
  }): void {
    this.#counts.networkAcls += 1;
    this.#counts[standing] += 1;
    if (failed) this.#counts.failed += 1;
  }

  get summary(): Summary {
    return { ...this.#counts };
  }
}
