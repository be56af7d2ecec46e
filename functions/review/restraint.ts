import type { Coverage } from '../coverage/coverage.ts';
import { findDecisions } from '../coverage/decisions.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import type { ReviewSettings } from './interfaces.ts';
import type { Progress } from './remediation.ts';
import type { Restraint } from './words/done.ts';
import { TAG } from './words/mode.ts';

/** What keeps the guard from adding the missing entries; undefined: nothing does. */
export function toRestraint(
  { networkAcl, coverage }: Progress,
  settings: ReviewSettings,
): Restraint | undefined {
  if (settings.mode === 'notify') return { kind: 'notify-mode' };
  const { entries, unplaced } = coverage.plan;
  if (entries.length + unplaced.length === 0) return toUnneeded(coverage);
  if (!reaches(coverage.severity, settings.minSeverity)) return { kind: 'below-min-severity' };
  // With this tag no other one lets the guard write, so that it is named first.
  if (isManaged(networkAcl)) return { kind: 'firewall-manager' };
  return toTagRestraint(settings.mode, networkAcl.tags[TAG]) ?? toPlanRestraint(coverage);
}

/** The tag of AWS Firewall Manager on the network ACLs that it manages. */
const MANAGED_TAG = 'FMManaged';

function isManaged({ tags }: NetworkAcl): boolean {
  return tags[MANAGED_TAG]?.toLowerCase() === 'true';
}

/** What keeps the guard from creating the plan, or keeps the plan from having entries. */
function toPlanRestraint({ gaps, writable, restraints, plan }: Coverage): Restraint | undefined {
  if (writable.length > 0) return undefined;
  if (restraints.length > 0) return { kind: 'restrained', restraints };
  const reasons = new Set(plan.unplaced.map(({ reason }) => reason));
  // That the plan has no place for entries is a failure to report, as operators expect a write.
  return reasons.has('quota') || reasons.has('rule-numbers')
    ? undefined
    : { kind: 'not-planned', reasons: [...reasons], decidedBy: findDecisions({ gaps, plan }) };
}

/** Why nothing is planned at all. */
function toUnneeded(coverage: Coverage): Restraint {
  const ruleNumbers = findDecisions(coverage);
  return ruleNumbers.length > 0 ? { kind: 'decided', ruleNumbers } : { kind: 'nothing-to-add' };
}

function toTagRestraint(
  mode: Exclude<ReviewSettings['mode'], 'notify'>,
  tag: string | undefined,
): Restraint | undefined {
  switch (mode) {
    case 'opt-in':
      return tag === 'remediate' ? undefined : { kind: 'not-opted-in', tag };
    case 'remediate':
      return tag === undefined || tag === 'remediate' ? undefined : { kind: 'tagged', tag };
  }
}
