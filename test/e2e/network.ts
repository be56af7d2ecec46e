import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
  type ResourceType,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { TAG } from '../../functions/review/words/mode.ts';
import { aws, type Clients } from './region.ts';

/** An entry for TCP from anywhere, or to anywhere. */
export interface Rule {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly from: number;
  readonly to: number;
}

export const SSH: Rule = { ruleNumber: 100, egress: false, from: 22, to: 22 };
export const REPLIES: Rule = { ruleNumber: 100, egress: true, from: 1024, to: 65535 };

/** How {@link entriesOf} shows them. */
export const SHOWN = {
  ssh: '100 ingress allow 6 22-22 0.0.0.0/0',
  replies: '100 egress allow 6 1024-65535 0.0.0.0/0',
};

export class Vpc {
  readonly id: string;
  /** Of a security group that accepts SSH from anywhere. */
  readonly #groupId: string;
  readonly #ec2: Clients['ec2'];
  #subnets = 0;

  private constructor(id: string, groupId: string, ec2: Clients['ec2']) {
    this.id = id;
    this.#groupId = groupId;
    this.#ec2 = ec2;
  }

  static async create(name: string, { ec2 } = aws): Promise<Vpc> {
    const input = { CidrBlock: '10.0.0.0/16', TagSpecifications: tagged('vpc', { Name: name }) };
    const { Vpc: created } = await ec2.send(new CreateVpcCommand(input));
    const VpcId = created?.VpcId ?? '';
    return new Vpc(VpcId, await createGroup(VpcId, ec2), ec2);
  }

  /** A network ACL with a subnet and a public instance in it, that lets nothing in or out. @returns its id */
  async createNetworkAcl(name: string, tag?: string): Promise<string> {
    const tags = { Name: name, ...(tag && { [TAG]: tag }) };
    const { NetworkAcl } = await this.#ec2.send(
      new CreateNetworkAclCommand({ VpcId: this.id, TagSpecifications: tagged('network-acl', tags) }),
    );
    const networkAclId = NetworkAcl?.NetworkAclId ?? '';
    const subnetId = await this.#createSubnet(`${name}-a`);
    await this.#runInstance(subnetId);
    await this.#associate(networkAclId, subnetId);
    return networkAclId;
  }

  async #createSubnet(name: string): Promise<string> {
    const CidrBlock = `10.0.${this.#subnets}.0/24`;
    this.#subnets += 1;
    const TagSpecifications = tagged('subnet', { Name: name });
    const { Subnet } = await this.#ec2.send(
      new CreateSubnetCommand({ VpcId: this.id, CidrBlock, TagSpecifications }),
    );
    return Subnet?.SubnetId ?? '';
  }

  async #runInstance(SubnetId: string): Promise<void> {
    const NetworkInterfaces = [
      { DeviceIndex: 0, SubnetId, Groups: [this.#groupId], AssociatePublicIpAddress: true },
    ];
    const one = { ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 };
    await this.#ec2.send(new RunInstancesCommand({ ...one, NetworkInterfaces }));
  }

  async #associate(NetworkAclId: string, subnetId: string): Promise<void> {
    const Filters = [{ Name: 'association.subnet-id', Values: [subnetId] }];
    const { NetworkAcls = [] } = await this.#ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    const association = NetworkAcls[0]?.Associations?.find(({ SubnetId }) => SubnetId === subnetId);
    await this.#ec2.send(
      new ReplaceNetworkAclAssociationCommand({
        AssociationId: association?.NetworkAclAssociationId,
        NetworkAclId,
      }),
    );
  }
}

async function createGroup(VpcId: string, ec2: Clients['ec2']): Promise<string> {
  const input = { VpcId, GroupName: 'ssh', Description: 'SSH from anywhere' };
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(input));
  const ssh = { IpProtocol: 'tcp', FromPort: SSH.from, ToPort: SSH.to };
  const IpPermissions = [{ ...ssh, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  return GroupId;
}

export async function createEntry(
  NetworkAclId: string,
  { ruleNumber, egress, from, to }: Rule,
  { ec2 } = aws,
): Promise<void> {
  await ec2.send(
    new CreateNetworkAclEntryCommand({
      NetworkAclId,
      RuleNumber: ruleNumber,
      Egress: egress,
      RuleAction: 'allow',
      Protocol: '6',
      PortRange: { From: from, To: to },
      CidrBlock: '0.0.0.0/0',
    }),
  );
}

/** The entries that EC2 lists, without the default denies, as lines. */
export async function entriesOf(networkAclId: string, { ec2 } = aws): Promise<string[]> {
  const { NetworkAcls: [found] = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({ NetworkAclIds: [networkAclId] }),
  );
  return (found?.Entries ?? [])
    .filter(({ RuleNumber = 0 }) => RuleNumber < 32_767)
    .map(
      ({ RuleNumber, Egress, RuleAction, Protocol, PortRange, CidrBlock }) =>
        `${RuleNumber} ${Egress ? 'egress' : 'ingress'} ${RuleAction} ${Protocol} ${PortRange?.From}-${PortRange?.To} ${CidrBlock}`,
    )
    .toSorted();
}

const tagged = (ResourceType: ResourceType, tags: Readonly<Record<string, string>>) => [
  { ResourceType, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
];
