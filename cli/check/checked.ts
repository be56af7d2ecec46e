import type { EvaluatedNetworkAcl } from './evaluated.ts';
import { type CheckFinding, type Level, toFindings, toLevel } from './findings/finding.ts';
import { type FailureRule, fails, isCaused } from './summary.ts';

/**
 * How a network ACL counts. `accepted`: the baseline has all that would fail. `unchanged`: it has gaps, but the plan does
 * not make them worse. The last ones are not worth a line.
 */
export const STANDINGS = [
  'high',
  'unknown',
  'medium',
  'low',
  'accepted',
  'muted',
  'unchanged',
  'covered',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** A network ACL as reports get it. */
export interface CheckedNetworkAcl extends EvaluatedNetworkAcl {
  /** Worst first. */
  readonly findings: readonly CheckFinding[];
  readonly standing: Standing;
  /** Whether it makes `check` exit with 1. */
  readonly failed: boolean;
}

/** Whether an operator has accepted this finding of this network ACL. */
export type IsAccepted = (evaluated: EvaluatedNetworkAcl, finding: CheckFinding) => boolean;

/** @param isAccepted - undefined without a baseline */
export function toChecked(
  evaluated: EvaluatedNetworkAcl,
  rule: FailureRule,
  isAccepted: IsAccepted | undefined,
): CheckedNetworkAcl {
  const findings = toFindings(evaluated);
  const wouldFail = fails(evaluated, rule);
  const failing = findings.filter(finding => failsAlone(finding, rule));
  const accepted =
    wouldFail && isAccepted !== undefined && failing.every(finding => isAccepted(evaluated, finding));
  return {
    ...evaluated,
    findings,
    standing: accepted ? 'accepted' : toStanding(evaluated, rule),
    failed: wouldFail && !accepted,
  };
}

/** Whether the finding is among those that make its network ACL fail. */
export function failsAlone(
  { rule, level }: Pick<CheckFinding, 'rule' | 'level'>,
  { failOn, strict }: FailureRule,
): boolean {
  if (failOn === 'never' || rule === 'deny-never-takes-effect') return false;
  if (level === 'unknown') return strict;
  const from = { low: 3, medium: 2, high: 0 }[failOn];
  return STANDINGS.indexOf(level) <= from;
}

function toStanding(evaluated: EvaluatedNetworkAcl, rule: FailureRule): Standing {
  const { muted, status, worst } = evaluated;
  if (muted) return 'muted';
  const level: Level | undefined = status === 'unknown' ? 'unknown' : toLevel(worst);
  if (level === undefined) return 'covered';
  return rule.all || isCaused(evaluated) ? level : 'unchanged';
}
