import {
  DescribeNetworkAclsCommand,
  type DescribeNetworkAclsCommandInput,
  type EC2Client,
  type NetworkAcl,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';

/**
 * Associates the subnets of network ACLs with the default network ACLs of their VPCs, so that the network ACLs can be
 * deleted. EC2 also does that when it deletes a subnet, so an error here is ignored: the deletion reports the cause.
 */
export async function releaseSubnets(ec2: EC2Client, networkAclIds: readonly string[]): Promise<void> {
  for (const networkAclId of networkAclIds) {
    try {
      const [networkAcl] = await describe(ec2, { NetworkAclIds: [networkAclId] });
      await releaseSubnet(ec2, networkAcl);
    } catch {}
  }
}

async function releaseSubnet(ec2: EC2Client, networkAcl: NetworkAcl | undefined): Promise<void> {
  const { Associations = [], VpcId = '' } = networkAcl ?? {};
  if (Associations.length === 0) return;
  const [byDefault] = await describe(ec2, {
    Filters: [
      { Name: 'vpc-id', Values: [VpcId] },
      { Name: 'default', Values: ['true'] },
    ],
  });
  const NetworkAclId = byDefault?.NetworkAclId;
  for (const { NetworkAclAssociationId: AssociationId } of Associations) {
    await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
  }
}

async function describe(ec2: EC2Client, input: DescribeNetworkAclsCommandInput): Promise<NetworkAcl[]> {
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand(input));
  return NetworkAcls;
}
