import type { Client } from '../../coverage/clients.ts';
import type { Coverage } from '../../coverage/coverage.ts';
import { type Gap, isForgotten } from '../../coverage/gaps.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatPorts, toPortSet } from '../../coverage/space/port-set.ts';
import type { Alert, CoverageAlert } from '../../review/words/alert.ts';
import { renderMatch } from './entry-text.ts';
import { joinFirst, joinWords, withName } from './plain-text.ts';

const SUBNETS_SHOWN = 4;
const SERVICES_SHOWN = 5;
const RANGES_SHOWN = 6;

/** What people call the clients of each kind, in the middle of a sentence. */
const CLIENT_WORDS: Readonly<Record<Client, string>> = {
  windows: 'Windows',
  linux: 'Linux',
  'windows-legacy': 'Windows XP and Server 2003',
  'nat-elb-lambda': 'NAT gateway, load balancer and Lambda',
};

/** What people call the services behind the commonest ports (IANA's service names and port numbers). */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  'tcp/21': 'FTP',
  'tcp/22': 'SSH',
  'tcp/25': 'SMTP',
  'tcp/53': 'DNS',
  'udp/53': 'DNS',
  'tcp/80': 'HTTP',
  'udp/123': 'NTP',
  'tcp/389': 'LDAP',
  'tcp/443': 'HTTPS',
  'tcp/1433': 'SQL Server',
  'tcp/3306': 'MySQL',
  'tcp/3389': 'RDP',
  'tcp/5432': 'PostgreSQL',
};

/** The one sentence that says what is wrong, or no longer is, and for whom. */
export function renderSummary(alert: Alert): string {
  if (alert.kind === 'cannot-evaluate') {
    return `Nobody knows whether replies through network ACL ${alert.networkAclId} reach their clients: ${alert.reason}.`;
  }
  const name = renderName(alert.networkAcl);
  if (alert.kind === 'resolved') return renderResolved(alert, name);
  const gaps = egressGaps(alert.coverage);
  if (gaps.length === 0) return renderIngressSummary(alert, name);
  const clients = `that open ${renderServices(alert.networkAcl.entries, gaps)}`;
  const to = renderSubnets(alert);
  if (alert.kind === 'remediated') {
    return `The guard added what was missing: clients ${clients}${to} got no answer on ${renderPorts(gaps)}, for want of an outbound rule of ${name}.`;
  }
  const who = renderWho(alert.coverage);
  const unanswered = `${who} ${clients}${to} get no answer: ${renderCause(gaps, name)}.`;
  if (alert.networkAcl.subnetIds.length > 0) return unanswered;
  return `No subnet uses network ACL ${alert.networkAclId} yet. Once one does: ${unanswered}`;
}

function renderResolved({ coverage }: CoverageAlert, name: string): string {
  if (coverage.status === 'covered') return `Replies through ${name} reach their clients again.`;
  return `${capitalize(name)} no longer has a gap that is alerted: what is left is of severity ${coverage.severity}, which is only logged.`;
}

function renderIngressSummary(alert: CoverageAlert, name: string): string {
  const { coverage, networkAcl } = alert;
  const services = renderServices(networkAcl.entries, coverage.gaps);
  const from = renderSubnets(alert).replace(' to ', ' from ');
  const cause = `no inbound rule of ${name} lets the answers in on ${renderPorts(coverage.gaps.filter(isForgotten))}`;
  return `Some connections${from} that open ${services} get no answer: ${cause}.`;
}

/** The clients that are hit: all, those of which none gets an answer, or some. */
function renderWho({ clients }: Coverage): string {
  const blocked = clients.filter(({ replies }) => replies === 'blocked').map(({ client }) => client);
  if (blocked.length === clients.length) return 'Clients';
  const names = (Object.keys(CLIENT_WORDS) as Client[]).filter(client => blocked.includes(client));
  if (names.length === 0) return 'Some clients';
  const others = clients.some(({ replies }) => replies === 'partial') ? ', and some others,' : '';
  return `${joinWords(names.map(client => CLIENT_WORDS[client]))} clients${others}`;
}

function renderCause(gaps: readonly Gap[], name: string): string {
  const forgotten = gaps.filter(isForgotten);
  if (forgotten.length > 0) {
    return `no outbound rule of ${name} lets the replies out to ${renderPorts(forgotten)}`;
  }
  const rules = [
    ...new Set(gaps.flatMap(({ deniedBy }) => (deniedBy.kind === 'entry' ? deniedBy.ruleNumber : []))),
  ].map(String);
  const verb = rules.length === 1 ? 'rule' : 'rules';
  return `the replies to ${renderPorts(gaps)} are denied by outbound ${verb} ${joinWords(rules)} of ${name}`;
}

export function egressGaps({ gaps }: Coverage): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'egress');
}

/** The gaps that the alert is about: those of egress, and of ingress only where there are no others. */
export function mainGaps(coverage: Coverage): readonly Gap[] {
  return coverage.status === 'gap' ? egressGaps(coverage) : coverage.gaps;
}

/** What is open to the clients that are hit, such as `SSH (tcp/22) and HTTPS (tcp/443)`. */
function renderServices(entries: readonly NetworkAclEntry[], gaps: readonly Gap[]): string {
  const opened = entries.filter(({ direction, ruleNumber }) =>
    gaps.some(gap => direction !== gap.direction && gap.admittedBy.includes(ruleNumber)),
  );
  return joinFirst([...new Set(opened.map(renderService))], SERVICES_SHOWN, 'services');
}

function renderService(entry: NetworkAclEntry): string {
  const match = renderMatch(entry);
  const name = SERVICE_NAMES[match];
  return name ? `${name} (${match})` : match;
}

/** The ports of the gaps, such as `tcp 1024-65535`, or `tcp 1024-65535 over IPv6` where IPv4 is not hit. */
function renderPorts(gaps: readonly Gap[]): string {
  const protocols = [...new Set(gaps.map(({ protocol }) => protocol))];
  const listed = protocols.map(protocol => {
    const ranges = toPortSet(gaps.filter(gap => gap.protocol === protocol).map(({ ports }) => ports));
    return `${protocol} ${joinFirst(
      ranges.map(range => formatPorts([range])),
      RANGES_SHOWN,
      'ranges',
    )}`;
  });
  const only = gaps.every(({ cidrBlock }) => cidrBlock.family === 'ipv6') ? ' over IPv6' : '';
  return joinWords(listed) + only;
}

/** ` to subnet-1 (web-a) and subnet-2`, or nothing where no subnet is associated. */
function renderSubnets({ networkAcl: { subnetIds }, names }: CoverageAlert): string {
  if (subnetIds.length === 0) return '';
  const subnets = subnetIds.map(id => withName(id, names.get(id)));
  return ` to ${joinFirst(subnets, SUBNETS_SHOWN, 'subnets')}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `network ACL acl-1 (production)`. */
export function renderName({ networkAclId, tags }: NetworkAcl): string {
  return `network ACL ${withName(networkAclId, tags.Name)}`;
}
