import { nothingKnown } from './exposure/exposure.ts';
import { toTrafficOfFamilies } from './families.ts';
import { judgeReplies, toDenied } from './judgement.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { PlanSettings } from './plan/placing.ts';
import { toReplies } from './replies.ts';
import { toAdmissions } from './requests.ts';
import { isEmpty, overlaps, type PortSet, subtract } from './space/port-set.ts';
import type { AreaKind, Traffic } from './traffic.ts';
import { toNeverAnswered } from './unanswered.ts';
import { toIngressWeigh } from './weight.ts';

/**
 * Whether what the interfaces accept could change the verdict. It cannot where every reply gets out even if all that is
 * let in were a service, and operators would not hear of ingress even if NAT gateways were behind the network ACL.
 */
export function needsExposure(
  networkAcl: Pick<NetworkAcl, 'entries' | 'subnetIds' | 'inUse'>,
  { ephemeralPorts }: Pick<PlanSettings, 'ephemeralPorts'>,
): boolean {
  if (!networkAcl.inUse) return false;
  const traffic = toTrafficOfFamilies(networkAcl, nothingKnown('not-needed'));
  const weigh = toIngressWeigh(networkAcl, true, ephemeralPorts);
  return traffic.some(
    one =>
      mayDenyReplies(one, ephemeralPorts) ||
      judgeReplies(one, 'ingress', 'unknown', ephemeralPorts, weigh).served.some(
        ({ severity }) => severity === 'high',
      ),
  );
}

/** Whether a required reply is denied, if all that ingress entries let in were a service. */
function mayDenyReplies({ areas, transport }: Traffic, required: PortSet): boolean {
  const never = toNeverAnswered(transport);
  const kinds = new Set(areas.map(({ kind }) => kind));
  return [...kinds].some(({ matches }: AreaKind) => {
    const admissions = toAdmissions(matches.ingress);
    const isServed = admissions.some(({ ports }) => !isEmpty(subtract(ports, never)));
    return isServed && overlaps(toDenied(toReplies(matches.egress)), required);
  });
}
