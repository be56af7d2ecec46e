import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import type { Severity } from '../../../functions/coverage/severity.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { toDenyFinding } from './deny-finding.ts';
import { toGapFinding } from './gap-finding.ts';
import { toNoEffectFinding } from './no-effect-finding.ts';
import type { RuleId } from './rules.ts';
import { toNoVerdict } from './unknown-finding.ts';

/** Worst first; `unknown` is without a verdict. */
export const LEVELS = ['high', 'unknown', 'medium', 'low'] as const;
export type Level = (typeof LEVELS)[number];

/** One thing that is wrong with a network ACL, in words. What they quote is on one line and controls nothing. */
export interface CheckFinding {
  readonly rule: RuleId;
  readonly level: Level;
  /** What users see; a sentence, or a few. */
  readonly headline: string;
  /** What a plan does to it, in a sentence; undefined: nothing is known of before. */
  readonly difference: string | undefined;
  /** The headline without ports and addresses, in lower case. */
  readonly title: string;
  /** Why it is so, a sentence each. */
  readonly causes: readonly string[];
  /** Why it counts as a service, a sentence each. */
  readonly evidence: readonly string[];
  /** The missing rules. */
  readonly entries: readonly NetworkAclEntry[];
  /** What an operator can do instead, a sentence each. */
  readonly advice: readonly string[];
  /** What it is about without words: equal for equal findings of one network ACL. */
  readonly facts: string;
}

/** All that is found at a network ACL, the worst first. */
export function toFindings(evaluated: EvaluatedNetworkAcl): CheckFinding[] {
  const { coverage, status, shadowed } = evaluated;
  const found: (CheckFinding | undefined)[] =
    status === 'unknown'
      ? [toNoVerdict(evaluated)]
      : [
          toGapFinding(evaluated, 'egress', coverage.severity),
          toGapFinding(evaluated, 'ingress', coverage.ingressSeverity),
        ];
  const denies = shadowed.filter(({ action }) => action === 'deny');
  return [...found, toNoEffectFinding(evaluated), toDenyFinding(denies)]
    .filter(finding => finding !== undefined)
    .sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
}

/** Undefined: nothing is wrong. */
export function toLevel(severity: Severity): Level | undefined {
  return severity === 'none' ? undefined : severity;
}
