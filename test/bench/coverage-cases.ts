import type {
  SecurityGroup,
  SecurityGroupRule,
  Surroundings,
} from '../../functions/coverage/exposure/exposure.ts';
import {
  DIRECTIONS,
  type Direction,
  type NetworkAclEntry,
} from '../../functions/coverage/network-acl-entry.ts';
import { parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

/** A network ACL to be timed. */
export interface CoverageCase {
  readonly name: string;
  readonly entries: readonly NetworkAclEntry[];
  /** Absent: nothing is known of interfaces. */
  readonly surroundings?: Surroundings;
}

const SEED = ingress('100 allow tcp 22 0.0.0.0/0');

const SMALL_INGRESS = ingress('100 allow tcp 443 0.0.0.0/0', '110 allow tcp 22 10.0.0.0/8');
const SMALL_EGRESS = egress('100 allow tcp 443 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0');

/** A subnet with a public web server, a database behind it and what administrators need; it also calls out. */
const TYPICAL_INGRESS = ingress(
  '90 deny all 192.0.2.0/24',
  '100 allow tcp 443 0.0.0.0/0',
  '110 allow tcp 80 0.0.0.0/0',
  '120 allow tcp 22 203.0.113.0/24',
  '130 allow tcp 22 198.51.100.0/24',
  '140 allow tcp 3389 10.0.0.0/8',
  '150 allow tcp 5432 10.20.0.0/16',
  '160 allow udp 53 10.0.0.0/16',
  '170 allow udp 123 0.0.0.0/0',
  '180 allow tcp 1024-65535 0.0.0.0/0',
);

const TYPICAL_EGRESS = egress(
  '90 deny all 192.0.2.0/24',
  '100 allow tcp 443 0.0.0.0/0',
  '110 allow tcp 80 0.0.0.0/0',
  '120 allow udp 1024-65535 10.0.0.0/16',
  '130 allow udp 123 0.0.0.0/0',
  '140 allow tcp 5432 10.20.0.0/16',
  '150 allow tcp 1024-65535 10.0.0.0/8',
  '160 allow icmp 0.0.0.0/0',
  '170 allow tcp 3306 10.30.0.0/16',
);

/** As it is often written: right for Linux, and Windows is forgotten. */
const LINUX_ONLY = '180 allow tcp 32768-60999 0.0.0.0/0';
const EVERY_CLIENT = '180 allow tcp 1024-65535 0.0.0.0/0';

const DUAL_INGRESS = ingress(
  '100 allow tcp 443 0.0.0.0/0',
  '101 allow tcp 443 ::/0',
  '110 allow tcp 80 0.0.0.0/0',
  '111 allow tcp 80 ::/0',
  '120 allow tcp 22 203.0.113.0/24',
  '121 allow tcp 22 2001:db8:77::/48',
  '130 allow udp 53 10.0.0.0/8',
  '140 allow tcp 1024-65535 0.0.0.0/0',
  '141 allow tcp 1024-65535 ::/0',
  '150 deny all 2001:db8:bad::/48',
);

const DUAL_EGRESS = egress(
  '100 allow tcp 443 0.0.0.0/0',
  '101 allow tcp 443 ::/0',
  '110 allow tcp 80 0.0.0.0/0',
  '111 allow tcp 80 ::/0',
  '120 allow udp 1024-65535 10.0.0.0/8',
  '130 allow icmp 0.0.0.0/0',
  '131 allow icmpv6 ::/0',
  '140 allow tcp 1024-65535 0.0.0.0/0',
);

const DUAL_LINUX_ONLY = egress('141 allow tcp 32768-60999 ::/0', '150 allow tcp 5432 2001:db8:1::/48');
const DUAL_EVERY_CLIENT = egress('141 allow tcp 1024-65535 ::/0', '150 allow tcp 5432 2001:db8:1::/48');

const PROTOCOLS = [6, 17, 6, -1] as const;
/** Overlapping on purpose: each begins or ends inside some other. */
const PORTS = [
  { from: 0, to: 1_500 },
  { from: 22, to: 22 },
  { from: 1_024, to: 40_000 },
  { from: 443, to: 2_000 },
  { from: 32_768, to: 60_999 },
  { from: 5_000, to: 50_000 },
  { from: 49_152, to: 65_535 },
  { from: 1_300, to: 33_000 },
] as const;

const ADDRESSES = {
  ipv4: ['10.0.0.1', '10.128.0.1', '10.0.85.170', '192.168.3.7', '172.20.1.2'],
  ipv6: ['2001:db8::1', '2001:db8:8000::1', '2001:db8:0:5555::1', 'fd00::7', '2a00:1450::2'],
} as const;
type Family = keyof typeof ADDRESSES;
/** How many bits longer each block is than the one drawn before it around the same address. */
const DEPTH = { ipv4: 3, ipv6: 13 } as const;

/**
 * Entries that nest eight deep around five addresses, with overlapping port ranges, so that hardly two addresses or
 * ports are decided alike.
 *
 * @param count - of entries in each direction
 */
function toAdversarial(count: number, families: readonly Family[]): NetworkAclEntry[] {
  return DIRECTIONS.flatMap(direction =>
    Array.from({ length: count }, (_, index) => toNested(index, direction, families)),
  );
}

function toNested(index: number, direction: Direction, families: readonly Family[]): NetworkAclEntry {
  const isEgress = direction === 'egress';
  const family = families[index % families.length] ?? 'ipv4';
  // Specific blocks first: an entry behind a wider one would seldom decide anything.
  const level = 7 - (Math.floor(index / 5) % 8);
  const address = ADDRESSES[family][(index + (isEgress ? 2 : 0)) % 5] ?? '';
  const turn = index * 5 + (isEgress ? 3 : 0);
  return {
    ruleNumber: 100 + 10 * index,
    direction,
    action: turn % 7 < 2 ? 'deny' : 'allow',
    protocol: PROTOCOLS[turn % 4] ?? -1,
    cidrBlock: parseCidrBlock(`${address}/${4 + DEPTH[family] * level + (isEgress ? 1 : 0)}`),
    portRange: PORTS[turn % 8] ?? { from: 0, to: 0 },
  };
}

/** Twenty groups of five rules each, of interfaces in the network ACL's subnet and another. */
const EXPOSURE_OF_100_RULES: Surroundings = {
  vpcBlocks: [parseCidrBlock('10.0.0.0/8')],
  subnetBlocks: new Map([
    ['subnet-0b1a2c3d', [parseCidrBlock('10.0.1.0/24')]],
    ['subnet-2', [parseCidrBlock('10.0.2.0/24')]],
  ]),
  exposure: {
    kind: 'known',
    interfaces: Array.from({ length: 20 }, (_, index) => ({
      subnetId: 'subnet-0b1a2c3d',
      kind: 'other' as const,
      groupIds: [`sg-${index}`],
      isPublic: index === 0,
      hasIpv6: false,
      count: 3,
      owners: [{ type: 'instance' as const, name: `i-${index}` }],
    })),
    clients: [{ subnetId: 'subnet-2', address: parseCidrBlock('10.0.2.7/32') }],
    hasInternetFacingNlb: false,
    securityGroups: new Map(Array.from({ length: 20 }, (_, index) => [`sg-${index}`, toGroup(index)])),
    carriers: new Map([['sg-0', ['subnet-2']]]),
    prefixLists: new Map(),
  },
};

function toGroup(index: number): SecurityGroup {
  const rule = (port: number, block: string): SecurityGroupRule => ({
    protocol: 6,
    ports: { from: port, to: port },
    source: { kind: 'cidr', cidrBlock: parseCidrBlock(block) },
  });
  return {
    groupId: `sg-${index}`,
    groupName: `group ${index}`,
    vpcId: 'vpc-0f1e2d3c',
    rules: [
      rule(443, '0.0.0.0/0'),
      rule(22, `203.0.113.${index}/32`),
      rule(5432, `10.20.${index}.0/24`),
      rule(8080 + index, '10.0.0.0/8'),
      { protocol: -1, source: { kind: 'group', groupId: 'sg-0' } },
    ],
  };
}

const EVERYTHING_ANSWERED = egress('1 allow tcp 1024-65535 0.0.0.0/0', '2 allow udp 1024-65535 0.0.0.0/0');

export const COVERAGE_CASES: readonly CoverageCase[] = [
  { name: 'seed: one entry', entries: SEED },
  {
    name: 'small, IPv4, covered',
    entries: [...SMALL_INGRESS, ...SMALL_EGRESS, ...egress('120 allow tcp 1024-65535 0.0.0.0/0')],
  },
  {
    name: 'small, IPv4, gap',
    entries: [...SMALL_INGRESS, ...SMALL_EGRESS, ...egress('120 allow tcp 32768-60999 0.0.0.0/0')],
  },
  {
    name: 'typical, IPv4, covered',
    entries: [...TYPICAL_INGRESS, ...TYPICAL_EGRESS, ...egress(EVERY_CLIENT)],
  },
  { name: 'typical, IPv4, gap', entries: [...TYPICAL_INGRESS, ...TYPICAL_EGRESS, ...egress(LINUX_ONLY)] },
  {
    name: 'typical, IPv4, gap, 100 rules of security groups',
    entries: [...TYPICAL_INGRESS, ...TYPICAL_EGRESS, ...egress(LINUX_ONLY)],
    surroundings: EXPOSURE_OF_100_RULES,
  },
  {
    name: 'typical, both families, covered',
    entries: [...DUAL_INGRESS, ...DUAL_EGRESS, ...DUAL_EVERY_CLIENT],
  },
  {
    name: 'typical, both families, gap',
    entries: [...DUAL_INGRESS, ...DUAL_EGRESS, ...DUAL_LINUX_ONLY],
  },
  {
    name: 'adversarial, IPv4, covered',
    entries: [...toAdversarial(40, ['ipv4']), ...EVERYTHING_ANSWERED],
  },
  { name: 'adversarial, IPv4, 10 + 10', entries: toAdversarial(10, ['ipv4']) },
  { name: 'adversarial, IPv4, 20 + 20', entries: toAdversarial(20, ['ipv4']) },
  { name: 'adversarial, IPv4, 40 + 40', entries: toAdversarial(40, ['ipv4']) },
  { name: 'adversarial, both families, 40 + 40', entries: toAdversarial(40, ['ipv4', 'ipv6']) },
];
