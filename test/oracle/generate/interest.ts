import { isDefaultRule, TRANSPORTS } from '../entry.ts';
import type { Examined } from '../examined.ts';
import { inOrder, isDenyOfEverything } from '../first-match.ts';
import { findCutOff } from '../kill-switch.ts';
import { isStatedAlone } from '../restraint.ts';
import { toReceivers } from '../services.ts';

/** What makes a generated case worth its while, by name. */
export function toTraits({ it, report, judgement }: Examined): string[] {
  const { egress, ingress, ground } = judgement;
  const requests = inOrder(it.entries, false);
  const chains = TRANSPORTS.map(transport => toReceivers(requests, transport).size);
  const existing = inOrder(it.entries, true);
  const isKillSwitch = (entry: (typeof existing)[number]) =>
    isDenyOfEverything(entry) && findCutOff(existing, entry).length > 0;
  const evidence = new Set([...egress, ...ingress].map(one => one.evidence ?? 'none'));
  const traits = {
    [judgement.status]: true,
    [`severity ${judgement.severity}`]: true,
    [`ingress severity ${judgement.ingressSeverity}`]: true,
    [`exposure ${it.place.exposure.kind}`]: true,
    'no interfaces': it.place.exposure.kind === 'known' && it.place.exposure.interfaces.length === 0,
    'denied by an entry': report.gaps.some(({ direction, deniedBy }) => direction === 'egress' && deniedBy),
    receivers: chains.some(count => count > 0),
    'chain of several': chains.some(count => count > 1),
    'kill switch': existing.some(isKillSwitch),
    'own subnet': ground.areas.some(({ isOwn }) => isOwn),
    'said by groups only': egress.some(one => one.evidence === 'accepted' && !isStatedAlone(one)),
    'client behind NAT': egress.some(one => one.evidence !== undefined && one.area.hasNatClient),
    plan: report.planned.length > 0,
    'plan of three or more': report.planned.length > 2,
    'less writable than planned': report.writable.length < report.planned.length,
    'full list': it.entries.filter(entry => !isDefaultRule(entry)).length >= 40,
    'both families': new Set(it.entries.map(({ block }) => block.family)).size > 1,
  };
  return [
    ...Object.entries(traits).flatMap(([trait, present]) => (present ? [trait] : [])),
    ...[...evidence].map(one => `evidence ${one}`),
    ...[...new Set(report.unplaced.map(({ reason }) => `unplaced: ${reason}`))],
  ];
}
