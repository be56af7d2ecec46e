import { isCertain } from '../evidence.ts';
import type { Exposure, UnreadReason } from '../exposure/exposure.ts';
import type { NetworkAcl } from '../network-acl.ts';
import { type NetworkAclEntry, TRANSPORTS } from '../network-acl-entry.ts';
import { RESTRAINTS, type Restraint } from '../restraint.ts';
import { isAreaIn } from '../space/area.ts';
import { ALL_PORTS, overlaps } from '../space/port-set.ts';
import type { JudgedReplies } from './placing.ts';
import type { Plan } from './plan.ts';

/** What the guard itself may create of a plan. */
export interface Writable {
  readonly entries: readonly NetworkAclEntry[];
  /** Why it is less than would close the gaps, in the order of {@link RESTRAINTS}. */
  readonly restraints: readonly Restraint[];
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

/** Leaves out of the plan what is in doubt, and what only security groups say: these never add to what is written. */
export function toWritable(
  { entries, unplaced }: Plan,
  judged: readonly JudgedReplies[],
  { subnetIds }: Pick<NetworkAcl, 'subnetIds'>,
  exposure: Exposure,
): Writable {
  const restraints = new Set<Restraint>();
  if (unplaced.some(({ reason }) => reason === 'no-interfaces')) restraints.add('no-interfaces');
  if (entries.length > 0 && subnetIds.length === 0) restraints.add('unused');
  if (entries.length > 0 && exposure.kind === 'unknown' && WAS_DUE[exposure.reason]) {
    restraints.add('exposure-unread');
  }
  const isForbidden = restraints.size > 0;
  const allowed = entries.filter(entry => {
    const found = findRestraints(entry, judged);
    for (const restraint of found) restraints.add(restraint);
    return found.length === 0;
  });
  return {
    entries: isForbidden ? [] : allowed,
    restraints: RESTRAINTS.filter(restraint => restraints.has(restraint)),
  };
}

/** The restraints of the areas that a planned entry opens for a service. */
function findRestraints(
  { protocol, cidrBlock, portRange }: NetworkAclEntry,
  judged: readonly JudgedReplies[],
): Restraint[] {
  const ports = portRange ? [portRange] : ALL_PORTS;
  const mine = judged.filter(({ judgement: { traffic } }) => {
    return traffic.family === cidrBlock.family && TRANSPORTS[traffic.transport] === protocol;
  });
  return mine
    .flatMap(({ judgement }) => judgement.denied)
    .filter(({ service, replies }) => {
      return isCertain(service.evidence) && overlaps(replies.deniedByDefault, ports);
    })
    .filter(({ area }) => isAreaIn(area.node, cidrBlock))
    .flatMap(({ service }) => service.restraint ?? []);
}
