import type {
  NetworkAcl as Ec2NetworkAcl,
  NetworkAclEntry as Ec2NetworkAclEntry,
  NetworkInterface,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { RegionFacts, toSurroundings } from '../../../functions/aws/exposure/region-facts.ts';
import { parseNetworkAcl } from '../../../functions/aws/network-acl-shape.ts';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
const VPC = 'vpc-0f1e2d3c4b5a69788';

/** A network ACL in few words, with what is behind it. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  /** Names, by id. */
  readonly subnets: Readonly<Record<string, string>>;
  /** Such as `in 100 allow tcp 22 0.0.0.0/0`. */
  readonly rules: readonly string[];
  /** One after the other in each subnet; EC2's description, or the id of an instance. */
  readonly interfaces: readonly string[];
  /** Of all interfaces; its rules such as `tcp 443 0.0.0.0/0`. */
  readonly group: { readonly name: string; readonly rules: readonly string[] };
  /** Names of instances, by id. */
  readonly instances?: Readonly<Record<string, string>>;
}

/** The network ACL as the guard reads it. */
export interface Network {
  readonly networkAcl: NetworkAcl;
  readonly surroundings: Surroundings;
  readonly names: ReadonlyMap<string, string>;
}

const GROUP_ID = 'sg-0e1f2a3b4c5d60718';
const PROTOCOLS: Readonly<Record<string, string>> = { tcp: '6', udp: '17', all: '-1' };

export function toNetwork(draft: Draft): Network {
  const { id, name, subnets, rules, instances = {} } = draft;
  const described: Ec2NetworkAcl = {
    NetworkAclId: id,
    VpcId: VPC,
    Tags: [{ Key: 'Name', Value: name }],
    Associations: Object.keys(subnets).map(SubnetId => ({ SubnetId })),
    Entries: rules.map(toEntry),
  };
  const networkAcl = parseNetworkAcl(described);
  const facts = new RegionFacts();
  facts.addInterfaces(draft.interfaces.map((text, index) => toInterface(text, index, draft)));
  facts.addSecurityGroups([toGroup(draft)]);
  facts.addSubnets(
    Object.keys(subnets).map((SubnetId, index) => ({
      SubnetId,
      VpcId: VPC,
      CidrBlock: `10.0.${index}.0/24`,
    })),
  );
  facts.addVpcs([{ VpcId: VPC, CidrBlock: '10.0.0.0/16' }]);
  return {
    networkAcl,
    surroundings: toSurroundings(networkAcl, facts),
    names: new Map(Object.entries({ [VPC]: 'shop-prod', ...subnets, ...instances })),
  };
}

function toEntry(text: string): Ec2NetworkAclEntry {
  const [side, number, action, protocol = '', ...rest] = text.split(' ');
  const [CidrBlock = '', ports] = rest.toReversed();
  const [from, to = from] = (ports ?? '').split('-').map(Number);
  return {
    ...{ RuleNumber: Number(number), Egress: side === 'out', RuleAction: action as 'allow' },
    ...{ Protocol: PROTOCOLS[protocol] ?? protocol, CidrBlock },
    ...(ports !== undefined && { PortRange: { From: from, To: to } }),
  };
}

function toInterface(text: string, index: number, { subnets }: Draft): NetworkInterface {
  const isInstance = text.startsWith('i-');
  const ids = Object.keys(subnets);
  return {
    NetworkInterfaceId: `eni-${String(index).padStart(17, '0')}`,
    ...{ VpcId: VPC, SubnetId: ids[index % ids.length], OwnerId: ACCOUNT },
    ...{ InterfaceType: 'interface', Description: isInstance ? '' : text, Status: 'in-use' },
    ...{ PrivateIpAddress: `10.0.0.${20 + index}`, Association: { PublicIp: `192.0.2.${20 + index}` } },
    ...(isInstance && { Attachment: { InstanceId: text, Status: 'attached' } }),
    Groups: [{ GroupId: GROUP_ID }],
  };
}

function toGroup({ group }: Draft): SecurityGroup {
  return {
    ...{ GroupId: GROUP_ID, GroupName: group.name, VpcId: VPC },
    IpPermissions: group.rules.map(rule => {
      const [IpProtocol, port, CidrIp] = rule.split(' ');
      return { IpProtocol, FromPort: Number(port), ToPort: Number(port), IpRanges: [{ CidrIp }] };
    }),
  };
}
