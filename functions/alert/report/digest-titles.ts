import type { Client } from '../../coverage/clients.ts';
import { formatPorts, isEmpty, subtract, toPortSet } from '../../coverage/space/port-set.ts';
import { type AlertKind, showsBefore } from '../../review/words/alert-kind.ts';
import type { Cause, DigestGroup } from '../../review/words/digest.ts';
import type { Impact } from '../../review/words/impact.ts';
import { renderDecisions } from '../words/decision-text.ts';
import { renderNoEffect } from '../words/no-effect-text.ts';
import { capitalize, joinFirst, uncapitalize } from '../words/plain-text.ts';
import { renderClientNames, renderHostNames, toHitClients } from '../words/share-text.ts';

const RANGES_SHOWN = 3;

/** What the network ACLs of a group have in common: `High (11): no client gets a reply. No outbound rule allows replies.` */
export function renderGroupTitle(group: DigestGroup): string {
  const { state = capitalize(group.severity), attempt } = KIND_TITLES[group.kind];
  const start = `${state} (${group.members.length}): `;
  const [first = '', ...others] = [...(attempt ? [attempt] : []), ...renderCause(group)];
  return start + [uncapitalize(first), ...others].join(' ').replace(/^eC2/, 'EC2');
}

/** The word before the number, where that is not the severity, and what the guard tried. */
const KIND_TITLES: Readonly<Record<AlertKind, { readonly state?: string; readonly attempt?: string }>> = {
  gap: {},
  reminder: {},
  remediated: { state: 'Fixed', attempt: 'The guard added the missing rules.' },
  'remediation-failed': { attempt: 'The guard could not add the missing rules.' },
  conflict: { attempt: 'The rules that the guard adds are removed again and again.' },
  resolved: { state: 'Resolved' },
  'cannot-evaluate': { state: 'Unknown' },
};

function renderCause(group: DigestGroup): string[] {
  const { cause, kind } = group;
  if (showsBefore(kind)) return [];
  switch (cause.kind) {
    case 'missing':
      return renderMissing(cause, toShares(group));
    case 'broad':
      return ['Inbound allows everything, outbound does not.', 'Narrow the inbound rules first.'];
    case 'decided':
      return [`${capitalize(renderDecisions(cause.ruleNumbers))}.`];
    case 'no-effect':
      return [renderNoEffect(cause.noEffect)];
    case 'unreadable':
      return cause.reason.kind === 'not-allowed'
        ? ["EC2 refused ec2:DescribeNetworkAcls to the guard's role."]
        : ['EC2 described them in a way that this version does not know.'];
    case 'over':
      return ['Clients get replies again.'];
  }
}

function renderMissing(
  { missing, ephemeralPorts }: Extract<Cause, { kind: 'missing' }>,
  shares: Impact['shares'],
) {
  const [first] = missing;
  const isEgress = first?.direction !== 'ingress';
  const denied = toPortSet(missing.flatMap(({ ports }) => ports));
  const allowed = subtract(ephemeralPorts, denied);
  const side = isEgress ? 'outbound' : 'inbound';
  const rules = isEmpty(allowed)
    ? `No ${side} rule allows replies.`
    : `${capitalize(side)} allows only ${joinFirst(
        allowed.map(range => formatPorts([range])),
        RANGES_SHOWN,
        'ranges',
      )}.`;
  return [renderHit(shares, isEgress), rules];
}

function renderHit(shares: Impact['shares'], isEgress: boolean): string {
  const [{ share, clients }] = toHitClients({ shares, isNatKnown: isEgress });
  const who = isEgress ? renderClientNames(clients) : renderHostNames(clients);
  if (share === 'all' && who === '')
    return isEgress ? 'No client gets a reply.' : 'No outgoing connection gets a reply.';
  const of = share === 'all' ? 'all' : `${share} of the`;
  const from = who === '' ? '' : ` from ${who}`;
  return capitalize(`${of} ${isEgress ? '' : 'outgoing '}connections${from} time out.`);
}

function toShares({ clients }: DigestGroup): Impact['shares'] {
  const of = (wanted: Client) => clients.find(({ client }) => client === wanted)?.deniedShare ?? 0;
  return { linux: of('linux'), windows: of('windows'), nat: of('nat-elb-lambda') };
}
