import type { Exposure, UnreadReason } from '../exposure/exposure.ts';
import type { DeniedArea, Judgement } from '../judgement.ts';
import type { NetworkAcl } from '../network-acl.ts';
import { type NetworkAclEntry, TRANSPORTS } from '../network-acl-entry.ts';
import { isResolved } from '../services.ts';
import { WRITE_RESTRAINTS, type WriteRestraint } from '../write-restraint.ts';
import type { JudgedReplies, PlanSettings } from './placing.ts';
import { type Plan, planEntries } from './plan.ts';
import { STATED } from './scope.ts';
import { isWanted } from './wanted.ts';

/** What the guard itself may create. */
export interface Writable {
  readonly entries: readonly NetworkAclEntry[];
  /** Why it is less than would close the gaps, in the order of {@link WRITE_RESTRAINTS}. */
  readonly restraints: readonly WriteRestraint[];
}

/** Whether reading was due, and failed, so that nothing is written without it. Operators may turn reading off. */
const WAS_DUE: Readonly<Record<UnreadReason, boolean>> = {
  'not-needed': false,
  'turned-off': false,
  offline: false,
  'not-allowed': true,
  'no-time': true,
  'shared-vpc': true,
  failed: true,
};

/**
 * Plans without what only security groups say, which never adds to what is written, and without all that is in doubt.
 *
 * @param plan - of all that is wanted
 */
export function toWritable(
  networkAcl: Pick<NetworkAcl, 'entries' | 'subnetIds'>,
  judged: readonly JudgedReplies[],
  plan: Plan,
  exposure: Exposure,
  settings: PlanSettings,
): Writable {
  const wanted = judged.flatMap(({ judgement }) => judgement.denied.filter(isWanted));
  const restraints = toRestraints(wanted, networkAcl, exposure);
  if (restraints.length === 0 && isStated(judged, wanted)) return { entries: plan.entries, restraints };
  // With any other nothing is written, not even a part: what is in doubt takes rule numbers and quota, too.
  if (restraints.some(restraint => restraint !== 'security-groups-only')) return { entries: [], restraints };
  const planned = judged.filter(({ judgement }) => isPlanned(judgement, plan));
  const stated = planEntries(networkAcl.entries, planned, settings, STATED);
  return { entries: stated.entries, restraints };
}

/** Whether something is planned for the replies. Where operators read that nothing can be, nothing is written. */
function isPlanned({ traffic }: Judgement, { entries }: Plan): boolean {
  return entries.some(
    ({ cidrBlock, protocol }) =>
      cidrBlock.family === traffic.family && protocol === TRANSPORTS[traffic.transport],
  );
}

/**
 * Whether the plan rests on nothing but what entries name and is known, so that it is the one to be written, too. If this
 * says no, the same is planned again: mutants that always say no survive.
 */
function isStated(judged: readonly JudgedReplies[], wanted: readonly DeniedArea[]): boolean {
  return (
    wanted.every(({ service }) => service.statedBy.length === service.certainBy.length) &&
    judged.every(({ judgement }) => judgement.traffic.acceptances.every(isResolved))
  );
}

function toRestraints(
  wanted: readonly DeniedArea[],
  { subnetIds }: Pick<NetworkAcl, 'subnetIds'>,
  exposure: Exposure,
): readonly WriteRestraint[] {
  const ofServices = new Set(wanted.map(({ service }) => service.restraint));
  // Stryker disable next-line ConditionalExpression: what is known has no reason
  const isUnread = exposure.kind === 'unknown' && WAS_DUE[exposure.reason];
  const restrains: Readonly<Record<WriteRestraint, boolean>> = {
    'security-groups-only': ofServices.has('security-groups-only'),
    'no-interfaces': exposure.kind === 'known' && exposure.interfaces.length === 0,
    unused: subnetIds.length === 0,
    'exposure-unread': isUnread || ofServices.has('exposure-unread'),
  };
  return wanted.length === 0 ? [] : WRITE_RESTRAINTS.filter(restraint => restrains[restraint]);
}
