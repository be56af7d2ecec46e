import type { Evidence } from '../../coverage/evidence.ts';
import { formatPorts, toPortSet } from '../../coverage/space/port-set.ts';
import type { Burst, Digest, DigestGroup, DigestMember } from '../../review/words/digest.ts';
import { renderActorName } from '../words/actor-text.ts';
import { recognizeTool, renderNewContent, renderToolPhrase, renderVerb } from '../words/change-text.ts';
import { changeLink } from '../words/links.ts';
import { renderHeading } from '../words/place-text.ts';
import { joinFirst, joinWords } from '../words/plain-text.ts';
import { renderContent, renderRuleName } from '../words/rule-text.ts';
import { renderMore } from '../words/target-text.ts';
import { renderMinute } from '../words/time-text.ts';
import { toAbsentList } from './digest-absent.ts';
import { countMembers, countOpen, renderCount } from './digest-count.ts';
import { type DigestList, renderVpcName } from './digest-lists.ts';
import type { DigestReport } from './digest-report.ts';

const NAMES_SHOWN = 4;
const VPCS_SHOWN = 6;
const CODE_TOOLS = /^(Terraform|OpenTofu|Pulumi|Ansible|CloudFormation)$/;

type BurstParts = Pick<DigestReport, 'lines' | 'fix' | 'lists' | 'facts' | 'details'>;

/** One caller, one cause, one fix; undefined where the changes have several causes, which lists show better. */
export function toBurstParts(digest: Digest, burst: Burst): BurstParts | undefined {
  const [group, ...others] = digest.groups;
  const isOne = group !== undefined && others.length === 0 && group.cause.kind === 'missing';
  if (!isOne || countOpen(digest) === 0) return undefined;
  return {
    lines: [renderImpact(group, burst), ...renderChange(group, burst), ...renderWhy(group)],
    fix: renderFix(group, burst),
    lists: [toVpcs(group, digest), ...toAbsentList(digest)],
    facts: [renderAffected(group)],
    details: toDetails(digest, group, burst),
  };
}

function renderImpact({ clients, members }: DigestGroup, { span }: Burst): string {
  const isAll = clients.every(({ deniedShare }) => deniedShare === undefined || deniedShare >= 0.99);
  const since = span ? ` since ${renderMinute(span.first)}` : '';
  const count = renderCount(members.length);
  return isAll
    ? `All connections to services behind ${count} have timed out${since}.`
    : `Connections to services behind ${count} have timed out at random${since}.`;
}

function renderChange({ members }: DigestGroup, { change, isSameChange, span }: Burst): string[] {
  if (change === undefined) return ['Several callers changed them shortly after each other.'];
  const actor = renderActorName(change) ?? 'An unknown caller';
  const when = span ? ` between ${toClock(span.first)} and ${toClock(span.last)} UTC` : '';
  const how = renderToolPhrase(change);
  const sentence = `${[`${actor} changed them`, ...how].join(' ')}${when}.`;
  const { target } = change;
  if (!isSameChange || target?.kind !== 'rule') return [sentence];
  const deed = `${renderRuleName(target)} ${renderVerb(change)}`;
  return [sentence, `The change is the same in all ${members.length}: ${deed}.`, ...renderNewContent(change)];
}

/** Seconds matter in a burst. */
function toClock(time: Date): string {
  return time.toISOString().slice(11, 19);
}

function renderWhy({ cause }: DigestGroup): string[] {
  if (cause.kind !== 'missing') return [];
  const isEgress = cause.missing[0]?.direction !== 'ingress';
  const ports = toPortSet(cause.missing.flatMap(missing => missing.ports));
  const shown = joinFirst(
    ports.map(range => formatPorts([range])),
    NAMES_SHOWN,
    'ranges',
  );
  return isEgress
    ? [`Replies go to client ports ${shown}. No outbound rule allows them.`]
    : [`Replies come back to ports ${shown}. No inbound rule allows them.`];
}

/** What a command that prints the missing rules is good for, where code made the changes. */
export function renderStopGap(burst: Burst): string | undefined {
  const tool = toCodeTool(burst);
  return (
    tool &&
    `If you cannot run ${tool} now, this prints commands that add the rules (its next run may remove them):`
  );
}

function toCodeTool({ change }: Burst): string | undefined {
  const tool = change && recognizeTool(change);
  return tool !== undefined && CODE_TOOLS.test(tool) ? tool : undefined;
}

function renderFix({ entries }: DigestGroup, burst: Burst): string[] {
  const tool = toCodeTool(burst);
  const rules = entries.map(entry => `${renderRuleName(entry)}, ${renderContent(entry)}`);
  const add = rules.length > 0 && rules.length < 3 ? joinWords(rules) : undefined;
  if (tool) {
    const also = add ? ` Or add to the code: ${add}.` : '';
    return [`Revert the ${tool} change.${also}`];
  }
  return [add ? `Add to each of them: ${add}.` : 'Revert the change, or add the missing rules.'];
}

/** `load balancers shop-web, shop-api and 5 more; 61 instances; 12 VPCs`. */
function renderAffected({ members }: DigestGroup): string {
  const targets = members.flatMap(member => member.targets);
  const omitted = members.reduce((sum, { targetsOmitted }) => sum + targetsOmitted, 0);
  const balancers = targets.filter(({ type }) => type === 'load balancer').map(({ name }) => name);
  const instances = targets.filter(({ type }) => type === 'instance').length;
  const vpcs = new Set(members.map(({ vpcId }) => vpcId)).size;
  const shown = balancers.slice(0, 2);
  const parts = [
    ...(shown.length > 0
      ? [`load balancers ${joinWords([...shown, ...renderMore(balancers.length - shown.length, '')])}`]
      : []),
    ...(instances > 0
      ? [`${instances}${omitted > 0 ? ' or more' : ''} instance${instances === 1 ? '' : 's'}`]
      : []),
    `${vpcs} VPC${vpcs === 1 ? '' : 's'}`,
  ];
  return `Affected: ${parts.join('; ')}.`;
}

/** A reader looks for their VPC. */
function toVpcs({ members, account }: DigestGroup, { hub }: Digest): DigestList {
  const byVpc = Map.groupBy(members, ({ vpcId, region }) => `${region} ${vpcId}`);
  const vpcs = [...byVpc.values()].toSorted((one, other) => other.length - one.length);
  const lines = vpcs.slice(0, VPCS_SHOWN).map(some => renderVpc(some, hub !== undefined));
  const rest = vpcs.slice(VPCS_SHOWN);
  const count = rest.reduce((sum, some) => sum + some.length, 0);
  const more = `${rest.length} more VPC${rest.length === 1 ? '' : 's'}: ${renderCount(count)}`;
  return {
    ...(hub && { account: renderHeading(account, hub) }),
    title: 'Network ACLs by VPC:',
    lines: [...lines, ...(rest.length > 0 ? [more] : [])],
  };
}

function renderVpc(members: readonly DigestMember[], isOfHub: boolean): string {
  const [first = { vpcId: '', region: '' }] = members as readonly [DigestMember?];
  const names = members.map(({ name, networkAclId }) => name ?? networkAclId);
  const shown = names.slice(0, NAMES_SHOWN);
  const list = joinWords([...shown, ...renderMore(names.length - shown.length, '')]);
  return `${renderVpcName(first)}${isOfHub ? `, ${first.region}` : ''}: ${list}`;
}

function toDetails(
  { partition, mode, groups }: Digest,
  { members }: DigestGroup,
  { change }: Burst,
): DigestReport['details'] {
  const evidence = renderEvidence(members);
  const { sourceAddress, actor, eventId, region = '' } = change ?? {};
  return [
    ...(eventId ? [{ label: 'First change', text: changeLink({ partition, region }, eventId) }] : []),
    ...(actor
      ? [{ label: 'Changed by', text: `${actor}${sourceAddress ? ` from ${sourceAddress}` : ''}` }]
      : []),
    ...(evidence ? [{ label: 'Evidence', text: evidence }] : []),
    ...(mode === 'notify' && countMembers(groups) > 0
      ? [{ label: 'No change made', text: 'notify mode only reports.' }]
      : []),
  ];
}

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  accepted: 'security groups accept the services behind',
  named: 'inbound rules name the services of',
  broad: 'inbound rules allow everything to',
  unaccepted: 'no security group accepts the services behind',
};

/** `security groups accept the services behind 29; inbound rules name the services of 8`. */
function renderEvidence(members: readonly DigestMember[]): string {
  const counted = Map.groupBy(members, ({ evidence }) => evidence);
  return (Object.keys(EVIDENCE) as Evidence[])
    .flatMap(evidence => {
      const count = counted.get(evidence)?.length ?? 0;
      return count === 0 ? [] : `${EVIDENCE[evidence]} ${count}`;
    })
    .join('; ');
}
