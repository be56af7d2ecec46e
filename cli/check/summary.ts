import { reaches, type Severity } from '../../functions/coverage/severity.ts';

/** From which severity `check` exits with 1. */
export const FAIL_ON = ['low', 'medium', 'high', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What the counts need of one network ACL. */
export interface Verdict {
  /** The worse of both directions. */
  readonly worst: Severity;
  readonly muted: boolean;
}

/** How many network ACLs have which result. Its fields are a contract: add, never change. */
export interface Summary {
  readonly networkAcls: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  /** Without a verdict: a value is known only after apply. */
  readonly unknown: number;
  /** Their tag says `ignore`: they count nowhere else. */
  readonly muted: number;
  readonly covered: number;
  /** At or above `--fail-on`. */
  readonly failed: number;
}

export function fails({ worst, muted }: Verdict, failOn: FailOn): boolean {
  return failOn !== 'never' && !muted && reaches(worst, failOn);
}

export function summarize(verdicts: readonly Verdict[], failOn: FailOn): Summary {
  const counted = verdicts.filter(({ muted }) => !muted);
  const count = (severity: Severity) => counted.filter(({ worst }) => worst === severity).length;
  return {
    networkAcls: verdicts.length,
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    unknown: 0,
    muted: verdicts.length - counted.length,
    covered: count('none'),
    failed: verdicts.filter(verdict => fails(verdict, failOn)).length,
  };
}
