import type { Ground } from './areas.ts';
import { inRange, TRANSPORTS } from './entry.ts';
import { matchesAt, permits } from './first-match.ts';
import type { Replies } from './replies.ts';
import { neverAnswers, toSides } from './services.ts';
import { isIngressAlertDue } from './severity.ts';

/**
 * Section 5, before reading: whether what the interfaces accept could matter. It could where a reply is denied in egress
 * if every allow is a service, except one-way UDP and port 0; and where an alert about ingress is due if a NAT gateway
 * is behind the network ACL, as that is all that ingress asks of the interfaces.
 */
export function needsExposure(ground: Ground, ingress: readonly Replies[]): boolean {
  if (!ground.it.place.inUse) return false;
  return isAnyDenied(ground) || ingress.some(replies => isIngressAlertDue(replies, true));
}

function isAnyDenied({ it, areas, ports }: Ground): boolean {
  const sides = toSides(it.entries, 'egress');
  return TRANSPORTS.some(transport => {
    const all = [...ports[transport].keys()];
    const answered = all.filter(port => !neverAnswers(transport, port));
    const required = all.filter(port => it.settings.required.some(range => inRange(range, port)));
    return areas.some(({ family, address }) => {
      const isMet = (entry: (typeof it.entries)[number]) => matchesAt(entry, family, transport, address);
      const [requests, replies] = [sides.requests.filter(isMet), sides.replies.filter(isMet)];
      return answered.some(port => permits(requests, port)) && required.some(port => !permits(replies, port));
    });
  });
}
