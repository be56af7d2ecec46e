import { toRequiredPorts } from './clients.ts';
import { nothingKnown } from './exposure/exposure.ts';
import { toTrafficOfFamilies } from './families.ts';
import { judgeReplies, type Viewpoint } from './judgement.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { PlanSettings } from './plan/placing.ts';
import { isSomeDenied, toReplies } from './replies.ts';
import { toAdmissions } from './requests.ts';
import { isEmpty, type PortSet } from './space/port-set.ts';
import type { Traffic } from './traffic.ts';
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
  // Stryker disable next-line StringLiteral: traffic has no reason
  const traffic = toTrafficOfFamilies(networkAcl, nothingKnown('not-needed'));
  const viewpoint: Viewpoint = {
    direction: 'ingress',
    exposure: 'unknown',
    required: ephemeralPorts,
    weigh: toIngressWeigh(networkAcl, true, toRequiredPorts(ephemeralPorts)),
  };
  return traffic.some(
    one =>
      mayDenyReplies(one, ephemeralPorts) ||
      judgeReplies(one, viewpoint).denied.some(({ severity }) => severity === 'high'),
  );
}

/** Whether a required reply is denied, if all that ingress entries let in were a service. */
function mayDenyReplies({ areas, transport }: Traffic, required: PortSet): boolean {
  const kinds = new Set(areas.map(({ kind }) => kind));
  return [...kinds].some(({ ingress, egress }) => {
    const admissions = toAdmissions(ingress, transport);
    const isServed = admissions.some(({ answerable }) => !isEmpty(answerable));
    return isServed && isSomeDenied(toReplies(egress, required));
  });
}
