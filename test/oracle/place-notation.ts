import { INTERFACE_KINDS, UNREAD_REASONS } from '../../functions/coverage/exposure/exposure.ts';
import { formatBlock, parseBlock } from './address.ts';
import type { Group, Interface, KnownExposure, Place, Rule, Source } from './case.ts';
import { formatProtocol, formatRange, toProtocol } from './notation.ts';

/**
 * Reads a place from lines:
 *
 *     in s1 s2                          the network ACL's subnets; none: unused
 *     vpc 10.0.0.0/16
 *     subnet s1 10.0.1.0/24
 *     unknown no-time                   or all of the following:
 *     interface s1 other public ipv6 a b      with its security groups
 *     client s2 10.0.2.9/32
 *     internet-facing-nlb
 *     group a tcp 443 cidr 10.0.0.0/8   or: list pl-1; reference b; peer b vpc-2 active
 *     carriers b s2
 *     list pl-1 10.0.0.0/8
 */
export function place(...lines: readonly string[]): Place {
  const facts = lines.map(line => line.split(' '));
  const of = (wanted: string) => facts.filter(([kind]) => kind === wanted).map(([, ...rest]) => rest);
  const subnetIds = of('in')[0] ?? ['s1'];
  return {
    subnetIds,
    inUse: subnetIds.length > 0,
    vpcBlocks: of('vpc').flat().map(parseBlock),
    subnetBlocks: new Map(of('subnet').map(([id = '', ...blocks]) => [id, blocks.map(parseBlock)])),
    exposure: parseExposure(of),
  };
}

type Facts = (wanted: string) => string[][];

function parseExposure(of: Facts): Place['exposure'] {
  const [unknown] = of('unknown').flat();
  if (unknown !== undefined) return { kind: 'unknown', reason: oneOf(UNREAD_REASONS, unknown) };
  return {
    kind: 'known',
    interfaces: of('interface').map(parseInterface),
    clients: of('client').map(([subnetId = '', address = '']) => ({
      subnetId,
      address: parseBlock(address),
    })),
    hasInternetFacingNlb: of('internet-facing-nlb').length > 0,
    groups: parseGroups(of('group')),
    carriers: new Map(of('carriers').map(([groupId = '', ...subnetIds]) => [groupId, subnetIds])),
    prefixLists: new Map(of('list').map(([id = '', ...blocks]) => [id, blocks.map(parseBlock)])),
  };
}

function oneOf<T extends string>(options: readonly T[], text: string): T {
  const found = options.find(option => option === text);
  if (found === undefined) throw new Error(`${text} is none of ${options}`);
  return found;
}

function parseInterface([subnetId = '', kind = '', ...words]: readonly string[]): Interface {
  return {
    subnetId,
    kind: oneOf(INTERFACE_KINDS, kind),
    isPublic: words.includes('public'),
    hasIpv6: words.includes('ipv6'),
    groupIds: words.filter(word => word !== 'public' && word !== 'ipv6'),
  };
}

function parseGroups(lines: readonly (readonly string[])[]): Map<string, Group> {
  const groupIds = new Set(lines.map(([groupId = '']) => groupId));
  return new Map(
    [...groupIds].map(groupId => {
      const rules = lines.filter(([id, protocol]) => id === groupId && protocol !== undefined);
      return [groupId, { groupId, vpcId: 'vpc-1', rules: rules.map(([, ...rule]) => parseRule(rule)) }];
    }),
  );
}

function parseRule([protocol = '', ...rest]: readonly string[]): Rule {
  const [from = '', to = from] = rest[0]?.split('-') ?? [];
  const hasPorts = /^\d+$/.test(from);
  const [kind = '', id = '', vpcId, peeringStatus] = hasPorts ? rest.slice(1) : rest;
  const ports = hasPorts ? { ports: { from: Number(from), to: Number(to) } } : {};
  return { protocol: toProtocol(protocol), ...ports, source: toSource(kind, id, vpcId, peeringStatus) };
}

function toSource(kind: string, id: string, vpcId?: string, peeringStatus?: string): Source {
  if (kind === 'cidr') return { kind, block: parseBlock(id) };
  if (kind === 'list') return { kind: 'prefix-list', prefixListId: id };
  if (kind === 'reference') return { kind: 'group', groupId: id };
  if (kind === 'peer') return { kind: 'group', groupId: id, vpcId, peeringStatus };
  throw new Error(`${kind} is no source of a rule`);
}

/** The lines from which `place` reads it back. */
export function formatPlace({ subnetIds, vpcBlocks, subnetBlocks, exposure }: Place): string[] {
  return [
    toLine('in', subnetIds),
    ...(vpcBlocks.length > 0 ? [toLine('vpc', vpcBlocks.map(formatBlock))] : []),
    ...[...subnetBlocks].map(([id, blocks]) => toLine('subnet', [id, ...blocks.map(formatBlock)])),
    ...(exposure.kind === 'unknown' ? [`unknown ${exposure.reason}`] : formatExposure(exposure)),
  ];
}

function toLine(fact: string, words: readonly string[]): string {
  return [fact, ...words].join(' ');
}

function formatExposure(exposure: KnownExposure): string[] {
  const { interfaces, clients, groups, carriers, prefixLists } = exposure;
  return [
    ...interfaces.map(({ subnetId, kind, isPublic, hasIpv6, groupIds }) =>
      toLine('interface', [
        subnetId,
        kind,
        ...(isPublic ? ['public'] : []),
        ...(hasIpv6 ? ['ipv6'] : []),
        ...groupIds,
      ]),
    ),
    ...clients.map(({ subnetId, address }) => `client ${subnetId} ${formatBlock(address)}`),
    ...(exposure.hasInternetFacingNlb ? ['internet-facing-nlb'] : []),
    ...[...groups.values()].flatMap(formatGroup),
    ...[...carriers].map(([groupId, subnetIds]) => toLine('carriers', [groupId, ...subnetIds])),
    ...[...prefixLists].map(([id, blocks]) => toLine('list', [id, ...blocks.map(formatBlock)])),
  ];
}

function formatGroup({ groupId, rules }: Group): string[] {
  if (rules.length === 0) return [`group ${groupId}`];
  return rules.map(({ protocol, ports, source }) =>
    toLine('group', [
      groupId,
      formatProtocol(protocol),
      ...(ports === undefined ? [] : [formatRange(ports)]),
      ...formatSource(source),
    ]),
  );
}

function formatSource(source: Source): string[] {
  if (source.kind === 'cidr') return ['cidr', formatBlock(source.block)];
  if (source.kind === 'prefix-list') return ['list', source.prefixListId];
  const { groupId, vpcId, peeringStatus } = source;
  if (vpcId === undefined) return ['reference', groupId];
  return ['peer', groupId, vpcId, ...(peeringStatus === undefined ? [] : [peeringStatus])];
}
