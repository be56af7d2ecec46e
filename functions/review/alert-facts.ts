import type { Evidence } from '../coverage/evidence.ts';
import type { Severity } from '../coverage/severity.ts';
import { formatPorts } from '../coverage/space/port-set.ts';
import type { Alert } from './words/alert.ts';
import { IMPACT_CLIENTS, type Impact, type ImpactClient } from './words/impact.ts';

/** What a line of the log says of an alert, so that a query answers who, what and how bad without the alert. */
export interface AlertFacts {
  /** The Name tag: somebody else's text. */
  readonly networkAclName?: string;
  readonly ingressSeverity?: Severity;
  /** The clients of which most replies are denied, or were; absent: no share is known. */
  readonly client?: ImpactClient;
  /** Of these clients, 0-1. */
  readonly deniedShare?: number;
  readonly evidence?: Evidence;
  /** Such as `tcp/443`; empty: everything. */
  readonly services?: readonly string[];
  /** Who made the change that the alert shows, and its event in CloudTrail. */
  readonly actor?: string;
  readonly eventId?: string;
}

/** The facts of an alert; what is not known is absent. */
export function toAlertFacts(alert: Alert): AlertFacts {
  const { actor, eventId } = alert.change ?? {};
  return {
    ...(alert.kind !== 'cannot-evaluate' && {
      ...(alert.networkAcl.tags.Name && { networkAclName: alert.networkAcl.tags.Name }),
      ingressSeverity: alert.coverage.ingressSeverity,
      ...(alert.impacts[0] && toImpactFacts(alert.impacts[0])),
    }),
    ...(actor && { actor }),
    ...(eventId && { eventId }),
  };
}

function toImpactFacts({ shares, isNatKnown, evidence, services, transport }: Impact): AlertFacts {
  const clients = IMPACT_CLIENTS.filter(client => client !== 'nat' || isNatKnown);
  const client = clients.reduce((worst, one) => (shares[one] > shares[worst] ? one : worst));
  return {
    ...{ client, deniedShare: shares[client], evidence },
    services: services.shown.map(ports => `${transport}/${formatPorts([ports])}`),
  };
}
