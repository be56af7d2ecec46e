import { CLIENT_PORTS, type Client } from '../coverage/clients.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { type Gap, isForgotten } from '../coverage/gaps.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
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
  const { kind, networkAcl, coverage } = alert;
  const place = renderPlace(networkAcl);
  if (kind === 'resolved') return renderResolved(alert, place);
  const gaps = egressGaps(coverage);
  if (gaps.length === 0) return renderIngressSummary(alert, place);
  const services = renderServices(networkAcl.entries, gaps);
  if (kind === 'remediated') {
    return `The guard added what was missing: clients of ${services} through ${place} got no answer on ${renderPorts(gaps)}.`;
  }
  const blocked = coverage.clients.every(({ replies }) => replies === 'blocked');
  return `${blocked ? 'Clients' : 'Some clients'} that open ${services} through ${place} get no answer: ${renderCause(gaps)}.`;
}

function renderResolved({ coverage }: Alert, place: string): string {
  if (coverage.status === 'covered') return `Replies through ${place} reach their clients again.`;
  return `The gap of ${place} that was alerted is mended; what is left is of severity ${coverage.severity}, which is only logged.`;
}

function renderIngressSummary({ coverage: { gaps }, networkAcl: { entries } }: Alert, place: string): string {
  const services = renderServices(entries, gaps);
  const forgotten = gaps.filter(isForgotten);
  const cause = `no inbound rule lets the answers in on ${renderPorts(forgotten)}`;
  return `Some connections to ${services} that start behind ${place} get no answer: ${cause}.`;
}

function renderCause(gaps: readonly Gap[]): string {
  const forgotten = gaps.filter(isForgotten);
  if (forgotten.length > 0) return `no outbound rule lets the replies out to ${renderPorts(forgotten)}`;
  const rules = [...new Set(gaps.flatMap(({ deniedBy }) => deniedBy ?? []))].map(String);
  const verb = rules.length === 1 ? 'rule' : 'rules';
  return `the replies to ${renderPorts(gaps)} are denied by outbound ${verb} ${joinWords(rules)}`;
}

export function egressGaps({ gaps }: Coverage): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'egress');
}

/** What is open to the clients that are hit, such as `tcp/22 and tcp/443`. */
function renderServices(entries: readonly NetworkAclEntry[], gaps: readonly Gap[]): string {
  const opened = entries.filter(({ egress, ruleNumber }) =>
    gaps.some(
      ({ direction, admittedBy }) => egress === (direction === 'ingress') && admittedBy.includes(ruleNumber),
    ),
  );
  return joinWords([...new Set(opened.map(renderMatch))]);
}

/** The ports of the gaps, such as `tcp 1024-65535`, or `tcp 1024-65535 over IPv6` where IPv4 is not hit. */
function renderPorts(gaps: readonly Gap[]): string {
  const protocols = [...new Set(gaps.map(({ protocol }) => protocol))];
  const ports = (protocol: string) => gaps.filter(gap => gap.protocol === protocol).map(gap => gap.ports);
  const listed = joinWords(
    protocols.map(protocol => `${protocol} ${formatPorts(toPortSet(ports(protocol)))}`),
  );
  return gaps.every(({ cidrBlock }) => cidrBlock.family === 'ipv6') ? `${listed} over IPv6` : listed;
}

function renderPlace({ networkAclId, vpcId, subnetIds }: NetworkAcl): string {
  const subnets = subnetIds.length === 1 ? 'subnet' : 'subnets';
  const around =
    subnetIds.length > 0 ? `${subnets} ${joinWords(subnetIds)}` : 'unused: associated with no subnet yet';
  return `network ACL ${networkAclId}${vpcId && ` of ${vpcId}`} (${around})`;
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
