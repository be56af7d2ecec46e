import { type SurroundingsDescription, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { createPeerClients } from './account/clients.ts';
import { type ContractTarget, describeAwsContract } from './aws-contract.ts';

const VPC_ID = 'vpc-0123456789abcdef0';
const CUSTOM = ['acl-a', 'acl-b', 'acl-c', 'acl-d', 'acl-e', 'acl-f'] as const;
const ELSEWHERE = { NetworkAclId: 'acl-elsewhere', VpcId: 'vpc-elsewhere' };
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
const GROUP_ID = 'sg-1';
const PREFIX_LIST_ID = 'pl-1';
const PREFIX_LIST_BLOCKS = ['192.0.2.0/24', '198.51.100.0/24'];
const INTERFACE_IDS = ['eni-a', 'eni-b', 'eni-c', 'eni-d', 'eni-e', 'eni-f'];
const PARAMETER = { name: '/contract/secret', value: 'not for everybody' };

const SURROUNDINGS: SurroundingsDescription = {
  NetworkInterfaces: INTERFACE_IDS.map((NetworkInterfaceId, index) => ({
    NetworkInterfaceId,
    VpcId: VPC_ID,
    SubnetId: 'subnet-1',
    InterfaceType: 'interface',
    Description: 'contract',
    Status: 'available',
    Groups: [{ GroupId: GROUP_ID }],
    PrivateIpAddress: `10.0.0.${index + 4}`,
  })),
  SecurityGroups: [
    {
      GroupId: GROUP_ID,
      VpcId: VPC_ID,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        },
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: PREFIX_LIST_ID }] },
        { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: GROUP_ID }] },
      ],
    },
  ],
  PrefixLists: [{ PrefixListId: PREFIX_LIST_ID, Entries: PREFIX_LIST_BLOCKS.map(Cidr => ({ Cidr })) }],
};

async function startTarget(): Promise<ContractTarget> {
  const [first] = CUSTOM;
  const Associations = [{ NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: first, SubnetId: 'subnet-1' }];
  const Tags = [{ Key: 'Name', Value: 'contract' }];
  const described = CUSTOM.map(NetworkAclId => ({ NetworkAclId, VpcId: VPC_ID }));
  const standIn = await startStandIn({
    networkAcls: [
      ELSEWHERE,
      { NetworkAclId: 'acl-default', VpcId: VPC_ID, IsDefault: true },
      ...described.slice(1),
      { NetworkAclId: first, VpcId: VPC_ID, Associations, Tags },
    ],
    surroundings: SURROUNDINGS,
    topicArn: TOPIC_ARN,
    findingsTable: 'findings',
    parameters: { [PARAMETER.name]: PARAMETER.value },
  });
  return {
    ...createPeerClients(standIn.endpoint),
    vpcId: VPC_ID,
    defaultNetworkAclId: 'acl-default',
    networkAclIds: CUSTOM,
    associated: { subnetId: 'subnet-1', networkAclId: first },
    surroundings: {
      groupId: GROUP_ID,
      interfaceIds: INTERFACE_IDS,
      description: 'contract',
      prefixListId: PREFIX_LIST_ID,
      prefixListBlocks: PREFIX_LIST_BLOCKS,
    },
    tagged: { key: 'Name', value: 'contract', networkAclId: first },
    entryQuota: 20,
    topicArn: TOPIC_ARN,
    findingsTable: 'findings',
    parameter: PARAMETER,
    queueUrl: standIn.queueUrl,
    close: () => standIn.close(),
  };
}

describeAwsContract('the stand-in keeps the contract of AWS', startTarget);
