import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { Gap } from '../../functions/coverage/gaps.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import {
  type CidrBlock,
  formatCidrBlock,
  parseCidrBlock,
} from '../../functions/coverage/space/cidr-block.ts';
import { type Block, formatBlock, parseBlock } from './address.ts';
import { type Case, type Direction, type Entry, type Range, TCP, type Transport, UDP } from './entry.ts';

/** The only file that knows both sides: asks the engine, and puts its answer into the oracle's words. */

/** Replies that the engine calls required and denied. */
export interface Rectangle {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly block: Block;
  readonly ports: Range;
  readonly deniedBy: number | undefined;
  readonly admittedBy: readonly number[];
}

const TRANSPORT = { tcp: TCP, udp: UDP } as const;

export interface Report {
  readonly status: string;
  readonly severity: string;
  readonly clients: Readonly<Record<string, string>>;
  readonly gaps: readonly Rectangle[];
  readonly served: readonly { readonly direction: Direction; readonly transport: Transport }[];
  /** In the order in which they are to be created. */
  readonly planned: readonly Entry[];
  readonly unplaced: readonly { readonly gap: Rectangle; readonly reason: string }[];
}

export function ask(it: Case): Report {
  const { status, severity, clients, gaps, served, plan } = evaluate(it);
  return {
    status,
    severity,
    clients: Object.fromEntries(clients.map(({ client, replies }) => [client, replies ?? ''])),
    gaps: gaps.map(toRectangle),
    served: served.map(({ direction, protocol }) => ({ direction, transport: TRANSPORT[protocol] })),
    planned: plan.entries.map(toEntry),
    unplaced: plan.unplaced.map(left => ({
      gap: toRectangle({ ...left, ...UNPLACED }),
      reason: left.reason,
    })),
  };
}

/** The engine's whole answer as it is. */
export function evaluate({ entries, settings }: Case): Coverage {
  const networkAcl = {
    entries: Object.freeze(entries.map(toEngineEntry)),
    subnetIds: ['subnet-1'],
    inUse: true,
  };
  return evaluateCoverage(networkAcl, nothingKnown('offline'), {
    ephemeralPorts: settings.required,
    ruleQuota: settings.ruleQuota,
  });
}

/** The entries that the engine calls shadowed, as rule numbers, ascending. */
export function askShadowed({ entries }: Case): Record<Direction, number[]> {
  const shadowed = findShadowed(entries.map(toEngineEntry));
  const inDirection = (wanted: Direction) =>
    shadowed
      .filter(entry => entry.direction === wanted)
      .map(({ ruleNumber }) => ruleNumber)
      .sort((a, b) => a - b);
  return { egress: inDirection('egress'), ingress: inDirection('ingress') };
}

/** Frozen: the engine changes no entry. */
export function toEngineEntry({ block, ports, egress, ...entry }: Entry): NetworkAclEntry {
  return Object.freeze({
    ...entry,
    direction: egress ? 'egress' : 'ingress',
    cidrBlock: toCidrBlock(block),
    ...(ports && { portRange: ports }),
  }) as NetworkAclEntry;
}

const parsed = new WeakMap<Block, CidrBlock>();

/** Parsed once for each entry: parsing takes as long as judging, and a case is asked about several times. */
function toCidrBlock(block: Block): CidrBlock {
  const cidrBlock = parsed.get(block) ?? Object.freeze(parseCidrBlock(formatBlock(block)));
  parsed.set(block, cidrBlock);
  return cidrBlock;
}

/** The block by way of the text that AWS would get, so that the engine's formatting is held to account, too. */
function toEntry({ ruleNumber, direction, action, protocol, cidrBlock, portRange }: NetworkAclEntry): Entry {
  const block = parseBlock(formatCidrBlock(cidrBlock));
  return { ruleNumber, egress: direction === 'egress', action, protocol, block, ports: portRange };
}

/** What a gap says beside its place that an unplaced part does not. */
const UNPLACED = { direction: 'egress', deniedBy: { kind: 'default' }, admittedBy: [] } as const;

function toRectangle({
  direction,
  protocol,
  cidrBlock,
  ports,
  deniedBy,
  admittedBy,
}: Pick<Gap, 'direction' | 'protocol' | 'cidrBlock' | 'ports' | 'deniedBy' | 'admittedBy'>): Rectangle {
  return {
    direction,
    transport: TRANSPORT[protocol],
    block: { family: cidrBlock.family, first: cidrBlock.first, last: cidrBlock.last },
    ports,
    deniedBy: deniedBy.kind === 'entry' ? deniedBy.ruleNumber : undefined,
    admittedBy,
  };
}
