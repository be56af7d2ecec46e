import { renderProtocol } from '../../../functions/alert/words/entry-text.ts';
import type { HeadlineImpact, Tense } from '../../../functions/alert/words/headline-parts.ts';
import {
  type Client,
  type RequiredPorts,
  toDeniedShare,
  toRequiredPorts,
} from '../../../functions/coverage/clients.ts';
import { strongest } from '../../../functions/coverage/evidence.ts';
import { nothingKnown } from '../../../functions/coverage/exposure/exposure.ts';
import type { Gap } from '../../../functions/coverage/gaps.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import {
  isDefaultRule,
  matchedPorts,
  type NetworkAclEntry,
} from '../../../functions/coverage/network-acl-entry.ts';
import { PRIVATE_BLOCKS } from '../../../functions/coverage/private-addresses.ts';
import {
  type AddressFamily,
  contains,
  formatCidrBlock,
  isInside,
} from '../../../functions/coverage/space/cidr-block.ts';
import {
  ALL_PORTS,
  contains as containsPorts,
  formatPorts,
  type PortRange,
  toPortSet,
} from '../../../functions/coverage/space/port-set.ts';
import { hasWideClientsBehind } from '../../../functions/coverage/weight.ts';
import { toListed } from '../../../functions/review/impact/listed.ts';
import { toAdmitting } from '../../../functions/review/impact/sources.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { type NamedBlocks, nameBlocks } from './blocks.ts';

/** Gaps of one network ACL can be hundreds; the first ones have the worst ports. */
const GAPS_COMPARED = 100;
/** Rules, and other things of one kind, that a headline can name. */
const MOST_RULES = 6;
const MOST_LISTED = 10;

/** What a headline says of these gaps, which are of one direction: of TCP where that is hit. */
export function toFindingImpact(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): HeadlineImpact {
  const [first] = gaps;
  const transport = gaps.some(({ protocol }) => protocol === 'tcp') ? 'tcp' : 'udp';
  const ofTransport = gaps.filter(({ protocol }) => protocol === transport);
  const { networkAcl } = evaluated;
  const entries = toAdmitting(networkAcl, ofTransport);
  const { blocks, except } = toNamedBlocks(ofTransport, evaluated);
  const evidence = strongest(ofTransport.map(gap => gap.evidence));
  const onlyFamily = toOnlyFamily(ofTransport, networkAcl);
  return {
    ...{ direction: first?.direction ?? 'egress', transport, evidence },
    // A rule that lets everything in names no service.
    services: toListed(evidence === 'broad' ? [] : toServices(entries, transport), MOST_LISTED),
    admittedBy: toListed([...new Set(entries.map(({ ruleNumber }) => ruleNumber))], MOST_RULES),
    sources: toListed(blocks.map(formatCidrBlock), MOST_LISTED),
    except: toListed(except.map(formatCidrBlock), MOST_LISTED),
    ...(onlyFamily && { onlyFamily }),
    shares: toShares(ofTransport, evaluated),
    isNatKnown: ofTransport.some(gap => isNatKnown(gap, evaluated)),
    // The report has its own line for the network ACL.
    targets: { shown: [], omitted: 0 },
  };
}

/** When connections fail: now, once a plan is applied, or once a subnet uses the network ACL. */
export function toFindingTense({ networkAcl, change }: EvaluatedNetworkAcl): Tense {
  if (!networkAcl.inUse) return 'unused';
  return change === undefined ? 'now' : 'planned';
}

/** Where the gaps are, in the blocks that a reader knows. */
export function toNamedBlocks(
  gaps: readonly Gap[],
  { networkAcl, ownBlocks }: EvaluatedNetworkAcl,
): NamedBlocks {
  return nameBlocks(
    gaps.map(({ cidrBlock }) => cidrBlock),
    toAdmitting(networkAcl, gaps).map(({ cidrBlock }) => cidrBlock),
    ownBlocks,
  );
}

/** None where a rule is for everything. */
function toServices(entries: readonly NetworkAclEntry[], transport: Gap['protocol']): PortRange[] {
  const ports = entries.flatMap(entry => matchedPorts(entry, transport) ?? []);
  if (ports.some(range => containsPorts([range], ALL_PORTS))) return [];
  return [...new Map(ports.map(range => [formatPorts([range]), range])).values()];
}

function toOnlyFamily(gaps: readonly Gap[], { entries }: NetworkAcl): AddressFamily | undefined {
  const [first] = gaps;
  const hit = new Set(gaps.map(({ cidrBlock }) => cidrBlock.family));
  const [family] = hit;
  if (first === undefined || family === undefined || hit.size > 1) return undefined;
  const isOther = (entry: NetworkAclEntry) =>
    entry.direction !== first.direction && entry.action === 'allow' && !isDefaultRule(entry);
  return entries.some(entry => isOther(entry) && entry.cidrBlock.family !== family) ? family : undefined;
}

/** At the addresses that are hit worst. */
function toShares(
  gaps: readonly Gap[],
  { settings }: Pick<EvaluatedNetworkAcl, 'settings'>,
): HeadlineImpact['shares'] {
  const required = toRequiredPorts(settings.ephemeralPorts);
  const share = (client: Client) => worstShare(client, gaps.slice(0, GAPS_COMPARED), required);
  return { linux: share('linux'), windows: share('windows'), nat: share('nat-elb-lambda') };
}

/** Gaps are disjoint, so that the same addresses may be in several of them, each with other ports. */
function worstShare(client: Client, gaps: readonly Gap[], required: RequiredPorts): number {
  const shares = gaps.map(({ cidrBlock }) => {
    const around = gaps.filter(other => contains(other.cidrBlock, cidrBlock));
    return toDeniedShare(client, toPortSet(around.map(({ ports }) => ports)), required);
  });
  return Math.max(0, ...shares);
}

/** Anyone on the internet may be behind a NAT; at private addresses, and behind the network ACL itself, only what is known. */
function isNatKnown({ direction, cidrBlock }: Gap, { exposure }: EvaluatedNetworkAcl): boolean {
  if (direction === 'ingress') return hasWideClientsBehind({ ...nothingKnown('offline'), exposure });
  if (!isInside(cidrBlock, PRIVATE_BLOCKS)) return true;
  return exposure.kind === 'known' && exposure.clients.some(({ address }) => contains(cidrBlock, address));
}

/** `tcp/22`, `tcp` for every port, `all protocols`. */
export function renderRequests(entry: NetworkAclEntry): string {
  const ports = entry.portRange ? `/${formatPorts([entry.portRange])}` : '';
  return entry.protocol < 0 ? 'everything' : renderProtocol(entry.protocol) + ports;
}
