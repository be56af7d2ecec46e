import { type RequiredPorts, toRequiredPorts } from '../../coverage/clients.ts';
import type { Coverage } from '../../coverage/coverage.ts';
import { type Evidence, strongest } from '../../coverage/evidence.ts';
import type { Surroundings } from '../../coverage/exposure/exposure.ts';
import type { Gap } from '../../coverage/gaps.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import { TRANSPORTS, type Transport, toMatch } from '../../coverage/network-acl-entry.ts';
import { PRIVATE_BLOCKS } from '../../coverage/private-addresses.ts';
import { SEVERITIES, worst } from '../../coverage/severity.ts';
import { contains, isInside } from '../../coverage/space/cidr-block.ts';
import type { PortSet } from '../../coverage/space/port-set.ts';
import { hasWideClientsBehind } from '../../coverage/weight.ts';
import type { Impact } from '../words/impact.ts';
import { type HitArea, toWeight, toWorstArea } from './areas.ts';
import { countInterfaces } from './interfaces.ts';
import { toListed } from './listed.ts';
import { toServices } from './services.ts';
import { toAdmitting, toSources } from './sources.ts';
import { toTargets } from './targets.ts';

/** Rules that an impact names. */
const MOST_RULES = 6;

/** What impacts are made of. */
export interface Assessed {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Pick<Coverage, 'gaps'>;
  readonly surroundings: Surroundings;
  /** The ports that replies must reach. */
  readonly ephemeralPorts: PortSet;
  /** Name tags of instances and subnets, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Who is hit, worst first: one impact for each direction and transport that has gaps. */
export function toImpacts(assessed: Assessed): Impact[] {
  const required = toRequiredPorts(assessed.ephemeralPorts);
  const transports = Object.keys(TRANSPORTS) as Transport[];
  const impacts = ['egress' as const, 'ingress' as const].flatMap(direction =>
    transports.flatMap(protocol => {
      const gaps = assessed.coverage.gaps.filter(
        gap => gap.direction === direction && gap.protocol === protocol,
      );
      return toImpact(toBelieved(gaps), assessed, required) ?? [];
    }),
  );
  return impacts
    .toSorted((one, other) => toRank(other) - toRank(one))
    .map(({ severity: _, ...impact }) => impact);
}

/** Beside gaps of services that are accepted or likely, those that nothing accepts say little. */
function toBelieved(gaps: readonly Gap[]): readonly Gap[] {
  const believed = gaps.filter(({ evidence }) => evidence !== 'unaccepted');
  return believed.length > 0 ? believed : gaps;
}

interface Ranked extends Impact {
  readonly severity: Gap['severity'];
}

function toRank({ severity, direction, shares }: Ranked): number {
  const bySeverity = SEVERITIES.indexOf(severity) * 1_000_000;
  return bySeverity + (direction === 'egress' ? 500_000 : 0) + toWeight({ shares });
}

function toImpact(gaps: readonly Gap[], assessed: Assessed, required: RequiredPorts): Ranked | undefined {
  const severity = worst(gaps.map(gap => gap.severity));
  const leading = gaps.filter(gap => gap.severity === severity);
  const found = toWorstFamily(leading, gaps, required);
  if (found === undefined) return undefined;
  const { networkAcl, surroundings, names } = assessed;
  const { area, ofFamily, direction, transport } = found;
  const admitting = toAdmitting(networkAcl, area.gaps);
  const evidence = toEvidence(area.gaps);
  const { sources, isOnlyThere } = toSources(area, ofFamily, networkAcl, toOwnBlocks(assessed));
  const onlyFamily = toOnlyFamily(ofFamily, gaps, networkAcl);
  const interfaces = countInterfaces(area.gaps, surroundings.exposure);
  return {
    ...{ severity, direction, transport, shares: area.shares },
    evidence,
    ...toServices(area.gaps, admitting, surroundings.exposure),
    admittedBy: toListed(
      [...new Set(admitting.map(({ ruleNumber }) => ruleNumber))].sort(ascending),
      MOST_RULES,
    ),
    sources,
    // What security groups do not accept from elsewhere is no connection.
    isOnlyThere: isOnlyThere && evidence === 'named',
    ...(onlyFamily && { onlyFamily }),
    isNatKnown: direction === 'ingress' ? hasWideClientsBehind(surroundings) : isNatKnown(area, surroundings),
    targets: toTargets(area.gaps, networkAcl, names, interfaces),
    ...(interfaces && { interfaces }),
  };
}

function toOwnBlocks({ networkAcl, surroundings }: Assessed) {
  return networkAcl.subnetIds.flatMap(id => surroundings.subnetBlocks.get(id) ?? []);
}

function ascending(one: number, other: number): number {
  return one - other;
}

function toEvidence(gaps: readonly Gap[]): Evidence {
  return strongest(gaps.map(({ evidence }) => evidence));
}

/** The worst area of the family that is hit harder; IPv4 where both are hit alike. */
function toWorstFamily(leading: readonly Gap[], gaps: readonly Gap[], required: RequiredPorts) {
  const areas = (['ipv4', 'ipv6'] as const).flatMap(family => {
    const isOfFamily = ({ cidrBlock }: Gap) => cidrBlock.family === family;
    const blocks = leading.filter(isOfFamily);
    const ofFamily = gaps.filter(isOfFamily);
    const area = toWorstArea(ofFamily, required, blocks);
    const [gap] = blocks;
    if (area === undefined || gap === undefined) return [];
    return [{ area, ofFamily, direction: gap.direction, transport: gap.protocol }];
  });
  return areas.toSorted((one, other) => toWeight(other.area) - toWeight(one.area))[0];
}

/** The family, where the rules let in clients of both and replies of the other pass. */
function toOnlyFamily(
  ofFamily: readonly Gap[],
  gaps: readonly Gap[],
  { entries }: Pick<NetworkAcl, 'entries'>,
): Impact['onlyFamily'] {
  const [first] = ofFamily;
  if (first === undefined || ofFamily.length < gaps.length) return undefined;
  const { family } = first.cidrBlock;
  const isBoth = entries.some(
    entry =>
      entry.action === 'allow' &&
      entry.direction !== first.direction &&
      entry.cidrBlock.family !== family &&
      toMatch(entry, first.protocol) !== undefined,
  );
  return isBoth ? family : undefined;
}

/** At private addresses there is such a client only where one is known. */
function isNatKnown(area: HitArea, { exposure, vpcBlocks }: Surroundings): boolean {
  const privateBlocks = [...PRIVATE_BLOCKS, ...vpcBlocks];
  if (!area.blocks.every(block => isInside(block, privateBlocks))) return true;
  const clients = exposure.kind === 'known' ? exposure.clients : [];
  return clients.some(({ address }) => area.blocks.some(block => contains(block, address)));
}
