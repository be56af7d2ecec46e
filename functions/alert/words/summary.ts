import type { Client } from '../../coverage/clients.ts';
import type { Coverage } from '../../coverage/coverage.ts';
import { type Gap, isForgotten } from '../../coverage/gaps.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatPorts, toPortSet } from '../../coverage/space/port-set.ts';
import type { Alert, CoverageAlert, GapAlert } from '../../review/words/alert.ts';
import { egressGaps } from './alert-gaps.ts';
import { renderMatch } from './entry-text.ts';
import { renderNoEffect, renderNoEffectOver } from './no-effect-text.ts';
import { joinFirst, joinWords, withName } from './plain-text.ts';
import { renderUnreadable } from './unreadable-text.ts';

const SUBNETS_SHOWN = 4;
const SERVICES_SHOWN = 5;
const RANGES_SHOWN = 6;

/** The clients of each kind, in the middle of a sentence. */
const CLIENT_WORDS: Readonly<Record<Client, string>> = {
  windows: 'Windows',
  linux: 'Linux',
  'windows-legacy': 'Windows XP and Server 2003',
  'nat-elb-lambda': 'NAT gateway, load balancer and Lambda',
};

/** The services behind the commonest ports (IANA's service names and port numbers). */
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

/** What is wrong, or no longer is, and for whom; a few sentences. */
export function renderSummary(alert: Alert): string {
  if (alert.kind === 'cannot-evaluate' || alert.noEffect === undefined) return renderReplies(alert);
  if (alert.kind === 'resolved') return renderNoEffectOver(alert.noEffect);
  const noEffect = renderNoEffect(alert.noEffect);
  return alert.noEffect.isOnlyCause ? noEffect : `${renderReplies(alert)} ${noEffect}`;
}

function renderReplies(alert: Alert): string {
  if (alert.kind === 'cannot-evaluate') {
    const id = alert.networkAclId;
    return `The guard could not evaluate network ACL ${id}, which may block replies: ${renderUnreadable(alert.reason)}.`;
  }
  const name = renderName(alert.networkAcl);
  if (alert.kind === 'resolved') return renderResolved(alert.coverage, name);
  const gaps = egressGaps(alert.coverage);
  if (gaps.length === 0) return renderIngressSummary(alert, name);
  const replies = `from ${renderServices(alert.networkAcl.entries, gaps)}${renderSubnets(alert, 'in')}`;
  if (alert.kind === 'remediated')
    return `The guard added the missing rules. Clients got no replies ${replies} because ${name} had no outbound rule for ${renderPorts(gaps)}.`;
  const sentence = `${renderWho(alert.coverage)} get no replies ${replies} because ${renderCause(gaps, name)}.`;
  if (alert.networkAcl.subnetIds.length > 0) return capitalize(sentence);
  return `No subnet uses network ACL ${alert.networkAclId} yet. Once a subnet uses it, ${sentence}`;
}

function renderResolved({ status, severity }: Coverage, name: string): string {
  if (status === 'covered') return `Replies through ${name} reach their clients again.`;
  return `The reported gap of ${name} is gone. Other gaps have severity ${severity}, which is only logged.`;
}

function renderIngressSummary(alert: GapAlert, name: string): string {
  const { coverage, networkAcl } = alert;
  const services = renderServices(networkAcl.entries, coverage.gaps);
  const ports = renderPorts(coverage.gaps.filter(isForgotten));
  return `Some connections${renderSubnets(alert, 'from')} to ${services} get no replies because ${name} has no inbound rule for ${ports}.`;
}

/** The clients that are hit: all, those of which none gets a reply, or some. */
function renderWho({ clients }: Coverage): string {
  const blocked = clients.filter(({ replies }) => replies === 'blocked').map(({ client }) => client);
  if (blocked.length === clients.length) return 'clients';
  const names = (Object.keys(CLIENT_WORDS) as Client[]).filter(client => blocked.includes(client));
  if (names.length === 0) return 'some clients';
  const others = clients.some(({ replies }) => replies === 'partial') ? ', and some others,' : '';
  return `${joinWords(names.map(client => CLIENT_WORDS[client]))} clients${others}`;
}

function renderCause(gaps: readonly Gap[], name: string): string {
  const forgotten = gaps.filter(isForgotten);
  if (forgotten.length > 0) return `${name} has no outbound rule for ${renderPorts(forgotten)}`;
  const rules = [
    ...new Set(gaps.flatMap(({ deniedBy }) => (deniedBy.kind === 'entry' ? deniedBy.ruleNumber : []))),
  ].map(String);
  const [noun, verb] = rules.length === 1 ? ['rule', 'denies'] : ['rules', 'deny'];
  return `outbound ${noun} ${joinWords(rules)} of ${name} ${verb} ${renderPorts(gaps)}`;
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

/** ` in subnet-1 (web-a) and subnet-2`, or nothing where no subnet is associated. */
function renderSubnets(
  { networkAcl: { subnetIds }, names }: CoverageAlert,
  preposition: 'in' | 'from',
): string {
  if (subnetIds.length === 0) return '';
  const subnets = subnetIds.map(id => withName(id, names.get(id)));
  return ` ${preposition} ${joinFirst(subnets, SUBNETS_SHOWN, 'subnets')}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `network ACL acl-1 (production)`. */
export function renderName({ networkAclId, tags }: NetworkAcl): string {
  return `network ACL ${withName(networkAclId, tags.Name)}`;
}
