import { CLIENT_PORTS, type Client } from '../coverage/clients.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { formatPorts, toPortSet } from '../coverage/port-set.ts';
import type { Alert } from './alert.ts';
import { renderMatch } from './entry-text.ts';

/** What people call each kind of client. */
export const CLIENT_NAMES: Readonly<Record<Client, string>> = {
  linux: 'Linux',
  windows: 'Windows',
  'windows-legacy': 'Windows XP, Server 2003',
  'nat-elb-lambda': 'NAT gateway, load balancer, Lambda',
};

/** The one sentence that says what is wrong, or no longer is, and for whom. */
export function renderSummary(alert: Alert): string {
  const { networkAcl, coverage, remediation } = alert;
  const place = `network ACL ${networkAcl.networkAclId} of ${networkAcl.vpcId} (${renderSubnets(alert)})`;
  if (alert.kind === 'resolved') return `Replies through ${place} reach their clients again.`;
  const gaps = egressGaps(coverage);
  const services = renderServices(networkAcl.entries, gaps);
  const ports = renderGapPorts(gaps);
  if (alert.kind === 'remediated') {
    const count =
      remediation?.created.length === 1 ? 'The missing outbound rule was' : 'The missing outbound rules were';
    return `${count} added: clients of ${services} through ${place} got no answer on ${ports}, and do now.`;
  }
  return `Clients that open ${services} through ${place} ${renderHarm(coverage)}: no outbound rule lets the replies out to ${ports}.`;
}

/** Who is hit: `blocked` clients get no answer at all, `partial` ones only sometimes. */
function renderHarm(coverage: Coverage): string {
  const blocked = coverage.clients.filter(({ replies }) => replies === 'blocked');
  return blocked.length > 0 ? 'get no answer' : 'get an answer only sometimes';
}

export function egressGaps({ gaps }: Coverage): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'egress');
}

/** The services whose clients are hit, such as `tcp/22 and tcp/443`. */
export function renderServices(entries: readonly NetworkAclEntry[], gaps: readonly Gap[]): string {
  const admitting = new Set(gaps.flatMap(({ admittedBy }) => admittedBy));
  const matches = entries
    .filter(({ egress, ruleNumber }) => !egress && admitting.has(ruleNumber))
    .map(renderMatch);
  return joinWords([...new Set(matches)]);
}

function renderGapPorts(gaps: readonly Gap[]): string {
  const protocols = [...new Set(gaps.map(({ protocol }) => protocol))];
  const ports = (protocol: string) => gaps.filter(gap => gap.protocol === protocol).map(gap => gap.ports);
  return joinWords(protocols.map(protocol => `${protocol} ${formatPorts(toPortSet(ports(protocol)))}`));
}

function renderSubnets({ networkAcl: { subnetIds } }: Alert): string {
  if (subnetIds.length === 0) return 'unused: associated with no subnet yet';
  return `${subnetIds.length === 1 ? 'subnet' : 'subnets'} ${joinWords(subnetIds)}`;
}

/** `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The table of clients, one line each. */
export function renderClients({ clients }: Coverage): string[] {
  const width = Math.max(...Object.values(CLIENT_NAMES).map(name => name.length));
  return clients.map(({ client, replies }) => {
    const ports = formatPorts([CLIENT_PORTS[client]]);
    return `${CLIENT_NAMES[client].padEnd(width)}  ${ports.padEnd(11)}  ${replies}`;
  });
}
