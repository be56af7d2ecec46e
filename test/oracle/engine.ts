import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { Gap } from '../../functions/coverage/gaps.ts';
import { needsExposure } from '../../functions/coverage/needs-exposure.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { findNoEffect } from '../../functions/coverage/no-effect.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import {
  type CidrBlock,
  formatCidrBlock,
  parseCidrBlock,
} from '../../functions/coverage/space/cidr-block.ts';
import { type Block, formatBlock, parseBlock } from './address.ts';
import type { Case, Place, Source } from './case.ts';
import { type Direction, type Entry, type Range, TCP, UDP } from './entry.ts';
import type { Rectangle, Report } from './report.ts';

/** The only file that knows both sides: asks the engine, and puts its answer into the oracle's words. */

const TRANSPORT = { tcp: TCP, udp: UDP } as const;

export function ask(it: Case): Report {
  const coverage = evaluate(it);
  const { status, severity, ingressSeverity, clients, gaps, served, plan, restraints, assumptions } =
    coverage;
  return {
    status,
    severity,
    ingressSeverity,
    clients: Object.fromEntries(clients.map(({ client, ...verdict }) => [client, verdict])),
    gaps: gaps.map(toRectangle),
    served: served.map(({ direction, protocol }) => ({ direction, transport: TRANSPORT[protocol] })),
    planned: plan.entries.map(toEntry),
    writable: coverage.writable.map(toEntry),
    restraints,
    unplaced: plan.unplaced.map(({ protocol, cidrBlock, ...rest }) => ({
      ...rest,
      transport: TRANSPORT[protocol],
      block: toBlock(cidrBlock),
    })),
    assumptions,
  };
}

/** The engine's whole answer as it is. */
export function evaluate({ entries, settings, place }: Case): Coverage {
  const { subnetIds, inUse } = place;
  const networkAcl = { entries: Object.freeze(entries.map(toEngineEntry)), subnetIds, inUse };
  return evaluateCoverage(networkAcl, toSurroundings(place), {
    ephemeralPorts: settings.required,
    ruleQuota: settings.ruleQuota,
  });
}

export function askNeedsExposure({ entries, settings, place: { subnetIds, inUse } }: Case): boolean {
  const networkAcl = { entries: entries.map(toEngineEntry), subnetIds, inUse };
  return needsExposure(networkAcl, { ephemeralPorts: settings.required });
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

/** The deny that decides in front of the allow; undefined where the allow takes effect. */
export function askNoEffect({ entries }: Case, { egress, ruleNumber }: Entry): number | undefined {
  return findNoEffect(entries.map(toEngineEntry), { direction: egress ? 'egress' : 'ingress', ruleNumber });
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

/** Parsed once for each block: parsing takes as long as judging, and a case is asked about several times. */
function toCidrBlock(block: Block): CidrBlock {
  const cidrBlock = parsed.get(block) ?? Object.freeze(parseCidrBlock(formatBlock(block)));
  parsed.set(block, cidrBlock);
  return cidrBlock;
}

function toSurroundings({ vpcBlocks, subnetBlocks, exposure }: Place): Surroundings {
  const around = { vpcBlocks: vpcBlocks.map(toCidrBlock), subnetBlocks: toCidrBlocks(subnetBlocks) };
  if (exposure.kind === 'unknown') return { ...around, exposure };
  const { interfaces, clients, groups, prefixLists, ...others } = exposure;
  return {
    ...around,
    exposure: {
      ...others,
      interfaces: interfaces.map((one, index) => ({
        ...one,
        count: 1,
        owners: [{ type: 'interface', name: `${index}` }],
      })),
      clients: clients.map(({ subnetId, address }) => ({ subnetId, address: toCidrBlock(address) })),
      securityGroups: new Map(
        [...groups].map(([id, { rules, ...group }]) => [
          id,
          { ...group, groupName: id, rules: rules.map(toRule) },
        ]),
      ),
      prefixLists: toCidrBlocks(prefixLists),
    },
  };
}

function toCidrBlocks(blocks: ReadonlyMap<string, readonly Block[]>): Map<string, readonly CidrBlock[]> {
  return new Map([...blocks].map(([id, some]) => [id, some.map(toCidrBlock)]));
}

function toRule({
  protocol,
  ports,
  source,
}: {
  protocol: number;
  ports?: Range | undefined;
  source: Source;
}) {
  return { protocol, ...(ports && { ports }), source: toSource(source) };
}

function toSource(source: Source) {
  if (source.kind === 'cidr') return { kind: source.kind, cidrBlock: toCidrBlock(source.block) };
  if (source.kind === 'prefix-list') return source;
  const { kind, groupId, vpcId, peeringStatus } = source;
  return { kind, groupId, ...(vpcId && { vpcId }), ...(peeringStatus && { peeringStatus }) };
}

/** The block by way of the text that AWS would get, so that the engine's formatting is checked, too. */
function toEntry({ ruleNumber, direction, action, protocol, cidrBlock, portRange }: NetworkAclEntry): Entry {
  const block = parseBlock(formatCidrBlock(cidrBlock));
  return { ruleNumber, egress: direction === 'egress', action, protocol, block, ports: portRange };
}

function toBlock({ family, first, last }: CidrBlock): Block {
  return { family, first, last };
}

function toRectangle({ direction, protocol, cidrBlock, ports, deniedBy, behind, ...gap }: Gap): Rectangle {
  const { admittedBy, acceptedBy, evidence, severity } = gap;
  return {
    direction,
    transport: TRANSPORT[protocol],
    block: toBlock(cidrBlock),
    ports,
    deniedBy: deniedBy.kind === 'default' ? undefined : deniedBy.ruleNumber,
    admittedBy,
    acceptedBy,
    behind: behind.map(({ name }) => Number(name)).sort((a, b) => a - b),
    evidence,
    severity,
  };
}
