import { CLIENT_PORTS, CLIENTS, type Client } from '../../../functions/coverage/clients.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { parsePortRanges, subtract } from '../../../functions/coverage/space/port-set.ts';
import type { DigestGroup, DigestMember } from '../../../functions/review/words/digest.ts';
import { ACCOUNT, REGION } from './network.ts';

/** When the examples are made. */
export const AT = new Date('2026-11-20T06:01:00Z');
const REQUIRED = parsePortRanges('1024-65535');

/** A network ACL in few words: `bastion acl-0b2c: tcp/22 from 203.0.113.0/24`. */
function toMember(text: string, days = 0, vpcName = 'shop-prod'): DigestMember {
  const [, name, networkAclId = '', services = '', sources = ''] =
    /^(\S+) (acl-\w+)(?:: (.+?))?(?: from (.+))?$/.exec(text) ?? [];
  const blocks = sources.split(' ').filter(Boolean);
  const [first = '0.0.0.0/0'] = blocks;
  return {
    ...{
      region: REGION,
      networkAclId,
      ...(name && name !== '-' && { name }),
      vpcId: `vpc-${vpcName}`,
      vpcName,
    },
    ...{ since: new Date(AT.getTime() - days * 86_400_000), alertId: '2a6f706862f46340' },
    services: services
      .split(' ')
      .filter(Boolean)
      .map((service, index) => toService(service, index, first)),
    ...{ servicesOmitted: 0, sources: blocks.length > 0 ? blocks : ['0.0.0.0/0'], sourcesOmitted: 0 },
    ...{ targets: [], targetsOmitted: 0, added: [], unpublished: 0 },
  };
}

function toService(service: string, index: number, block: string): NetworkAclEntry {
  const [protocol, port] = service.split('/');
  return {
    ...{ ruleNumber: 100 + index, direction: 'ingress', action: 'allow' },
    ...{ protocol: protocol === 'udp' ? 17 : 6, cidrBlock: parseCidrBlock(block) },
    portRange: { from: Number(port), to: Number(port) },
  };
}

/** @param allowed - the ports to which outbound rules let replies go */
export function toGroup(
  severity: DigestGroup['severity'],
  allowed: string | undefined,
  shares: Partial<Readonly<Record<Client, number>>>,
  members: readonly DigestMember[],
): DigestGroup {
  const ports = allowed === undefined ? REQUIRED : subtract(REQUIRED, parsePortRanges(allowed));
  return {
    ...{ account: ACCOUNT, kind: 'gap', severity, entries: [], members },
    cause: {
      kind: 'missing',
      missing: [{ direction: 'egress', protocol: 'tcp', ports }],
      ephemeralPorts: REQUIRED,
    },
    clients: CLIENTS.map(client => {
      const deniedShare = shares[client] ?? 0;
      const replies = deniedShare >= 0.99 ? 'blocked' : deniedShare < 0.01 ? 'allowed' : 'partial';
      return { client, ports: CLIENT_PORTS[client], replies, deniedShare };
    }),
  };
}

/** Every client is hit. */
export const ALL = { linux: 1, windows: 1, 'nat-elb-lambda': 1, 'windows-legacy': 1 };
const LINUX = { linux: 0.58, 'nat-elb-lambda': 0.746, 'windows-legacy': 1 };
const NAT = { 'nat-elb-lambda': 0.492, 'windows-legacy': 1 };

function toBroad(members: readonly DigestMember[]): DigestGroup {
  return { ...toGroup('medium', undefined, ALL, members), cause: { kind: 'broad' } };
}
const BROAD = ['- acl-0c2091a2b3c4d5e6f', 'cache acl-09b1a2b3c4d5e6f70', 'segment-b acl-0c93b4c5d6e7f8091'];
const SSH = 'bastion acl-0b2c3d4e5f6071829: tcp/22 from 203.0.113.0/24';
const VPN = 'vpn acl-0070a1b2c3d4e5f60: udp/1194';
const REPORTING =
  'reporting acl-010b2c3d4e5f60718: tcp/3306 tcp/4333 from 10.128.11.0/24 10.128.12.0/24 172.31.6.0/24 172.31.2.64/27';
const GREEN = 'ci-green acl-086e7f8091a2b3c4d: tcp/22 tcp/8080';
const API = 'api-public acl-0c3d4e5f607182930: tcp/443';
const EDGE = 'edge-a acl-072f8091a2b3c4d5e: tcp/80 tcp/443';

/** What a sweep found. */
export const FOUND: readonly DigestGroup[] = [
  toGroup(
    'high',
    undefined,
    ALL,
    [
      SSH,
      'legacy-web acl-0b8e1c2d3f4a5b6c7: tcp/80 tcp/443 tcp/22',
      'jobs-api acl-0cc1d2e3f4a5b6c7d: tcp/9080 from 147.235.0.0/16',
      VPN,
      REPORTING,
      'demo-web acl-042c3d4e5f6071829: tcp/80',
      'admin acl-0474c5d6e7f809a1b: tcp/22 from 203.0.113.10/32',
      'staging-db acl-068d5e6f708192a3b: tcp/3306',
      'old-a acl-0680000000000000a: tcp/443',
      'old-b acl-0680000000000000b: tcp/443',
      'old-c acl-0680000000000000c: tcp/443',
    ].map(text => toMember(text)),
  ),
  toGroup('high', '49152-65535', LINUX, [
    toMember('ci-blue acl-085d6e7f8091a2b3c: tcp/22 tcp/443 tcp/8080'),
    toMember(GREEN),
  ]),
  toGroup(
    'medium',
    '32768-65535',
    NAT,
    [API, EDGE, 'qubole acl-071091a2b3c4d5e6f: tcp/22 from 203.0.113.10/32'].map(text => toMember(text)),
  ),
  toBroad(BROAD.map(text => toMember(text))),
];

/** What one run of Terraform broke, VPC by VPC. */
export const BURST: readonly DigestMember[] = Array.from({ length: 37 }, (_, index) => {
  const names = [
    'web-public',
    'api-public',
    'app-private',
    'db-private',
    'edge-a',
    'core-a',
    'jobs',
    'batch',
  ];
  const vpc =
    index < 8 ? 'shop-prod' : index < 14 ? 'shop-stage' : index < 21 ? 'payments' : `team-${index % 9}`;
  const name = names[index % names.length];
  const member = toMember(`${name} acl-0${index.toString(16).padStart(16, '0')}: tcp/443`, 0, vpc);
  const balancers = index < 7 ? [{ type: 'load balancer', name: `shop-${name}` } as const] : [];
  const instances = Array.from({ length: index < 24 ? 2 : 1 }, (_, instance) => ({
    ...{ type: 'instance', name: `i-${index}-${instance}` },
  })) as DigestMember['targets'];
  return {
    ...member,
    targets: [...balancers, ...instances],
    evidence: index < 29 ? 'accepted' : 'named',
  };
});
/** The rule that all of them lack. */
export const REPLIES: NetworkAclEntry = {
  ...{ ruleNumber: 120, direction: 'egress', action: 'allow', protocol: 6 },
  ...{ cidrBlock: parseCidrBlock('0.0.0.0/0'), portRange: { from: 1_024, to: 65_535 } },
};

/** What is still open. */
export const REMINDED: readonly DigestGroup[] = [
  toGroup('high', undefined, ALL, [toMember(SSH, 7), toMember(VPN, 28), toMember(REPORTING, 28)]),
  toGroup('high', '49152-65535', LINUX, [toMember(GREEN, 28)]),
  toGroup('medium', '32768-65535', NAT, [toMember(API, 2), toMember(EDGE, 28)]),
  toBroad(BROAD.map(text => toMember(text, 28))),
];
