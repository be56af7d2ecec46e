import { renderProtocol } from '../../../functions/alert/words/entry-text.ts';
import {
  type Client,
  type RequiredPorts,
  toDeniedShare,
  toRequiredPorts,
} from '../../../functions/coverage/clients.ts';
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
  type CidrBlock,
  contains,
  formatCidrBlock,
  isInside,
} from '../../../functions/coverage/space/cidr-block.ts';
import {
  ALL_PORTS,
  contains as containsPorts,
  formatPorts,
  toPortSet,
} from '../../../functions/coverage/space/port-set.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { type NamedBlocks, nameBlocks } from './blocks.ts';
import type { FindingTense, HeadlineFacts, Shares } from './headline.ts';

/** Gaps of one network ACL can be hundreds; the first ones have the worst ports. */
const GAPS_COMPARED = 100;

/** What a headline says of these gaps, which are of one direction. */
export function toHeadlineFacts(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): HeadlineFacts {
  const [first] = gaps;
  const transport = gaps.some(({ protocol }) => protocol === 'tcp') ? 'tcp' : 'udp';
  const ofTransport = gaps.filter(({ protocol }) => protocol === transport);
  const entries = admitting(ofTransport, evaluated.networkAcl);
  const { blocks, except } = toNamedBlocks(ofTransport, evaluated);
  return {
    transport,
    outgoing: first?.direction === 'ingress',
    services: toServices(entries, transport),
    blocks: blocks.map(formatCidrBlock),
    except: except.map(formatCidrBlock),
    onlyFamily: toOnlyFamily(ofTransport, evaluated.networkAcl),
    shares: toShares(ofTransport, evaluated),
    tense: toTense(evaluated),
  };
}

/** The request entries that let in the clients, or the requests of the subnets out. */
export function admitting(gaps: readonly Gap[], { entries }: NetworkAcl): NetworkAclEntry[] {
  const [first] = gaps;
  const numbers = new Set(gaps.flatMap(({ admittedBy }) => admittedBy));
  return entries.filter(
    ({ direction, ruleNumber }) => direction !== first?.direction && numbers.has(ruleNumber),
  );
}

/** Where the gaps are, in the blocks that a reader knows. */
export function toNamedBlocks(
  gaps: readonly Gap[],
  { networkAcl, ownBlocks }: EvaluatedNetworkAcl,
): NamedBlocks {
  return nameBlocks(
    gaps.map(({ cidrBlock }) => cidrBlock),
    admitting(gaps, networkAcl).map(({ cidrBlock }) => cidrBlock),
    ownBlocks,
  );
}

/** None where a rule is for everything. */
function toServices(entries: readonly NetworkAclEntry[], transport: Gap['protocol']): string[] {
  const ports = entries.flatMap(entry => matchedPorts(entry, transport) ?? []);
  if (ports.some(range => containsPorts([range], ALL_PORTS))) return [];
  return [...new Set(ports.map(range => `${transport}/${formatPorts([range])}`))];
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

function toTense({ networkAcl, change }: EvaluatedNetworkAcl): FindingTense {
  if (!networkAcl.inUse) return 'unused';
  return change === undefined ? 'now' : 'planned';
}

/** At the addresses that are hit worst. */
function toShares(gaps: readonly Gap[], { settings, exposure }: EvaluatedNetworkAcl): Shares {
  const required = toRequiredPorts(settings.ephemeralPorts);
  const share = (client: Client) => worstShare(client, gaps.slice(0, GAPS_COMPARED), required);
  const isNatKnown = gaps.some(({ cidrBlock }) => mayHaveNat(cidrBlock, exposure));
  return {
    linux: share('linux'),
    windows: share('windows'),
    nat: isNatKnown ? share('nat-elb-lambda') : undefined,
  };
}

/** Gaps are disjoint, so that the same addresses may be in several of them, each with other ports. */
function worstShare(client: Client, gaps: readonly Gap[], required: RequiredPorts): number {
  const shares = gaps.map(({ cidrBlock }) => {
    const around = gaps.filter(other => contains(other.cidrBlock, cidrBlock));
    return toDeniedShare(client, toPortSet(around.map(({ ports }) => ports)), required);
  });
  return Math.max(0, ...shares);
}

/** Anyone on the internet may be behind a NAT; at private addresses only what is known. */
function mayHaveNat(block: CidrBlock, exposure: EvaluatedNetworkAcl['exposure']): boolean {
  if (!isInside(block, PRIVATE_BLOCKS)) return true;
  return exposure.kind === 'known' && exposure.clients.some(({ address }) => contains(block, address));
}

/** `tcp/22`, `tcp` for every port, `all protocols`. */
export function renderRequests(entry: NetworkAclEntry): string {
  const ports = entry.portRange ? `/${formatPorts([entry.portRange])}` : '';
  return entry.protocol < 0 ? 'everything' : renderProtocol(entry.protocol) + ports;
}
