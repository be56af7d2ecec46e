import { startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { createPeerClients } from './account/clients.ts';
import { type ContractTarget, describeAwsContract } from './aws-contract.ts';

const VPC_ID = 'vpc-0123456789abcdef0';
const CUSTOM = ['acl-a', 'acl-b', 'acl-c', 'acl-d', 'acl-e', 'acl-f'] as const;
const ELSEWHERE = { NetworkAclId: 'acl-elsewhere', VpcId: 'vpc-elsewhere' };
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
const PARAMETER = { name: '/contract/secret', value: 'not for everybody' };

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
