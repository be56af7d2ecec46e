import {
  DescribeNetworkAclsCommand,
  type DescribeNetworkAclsCommandInput,
  type EC2Client,
  type NetworkAcl,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';

/**
 * Gives the subnets of network ACLs back to the default network ACLs of their VPCs, so that nothing is associated with
 * what is to be deleted. EC2 does that, too, when it deletes a subnet: where it fails, deleting will say why.
 */
export async function giveBackSubnets(ec2: EC2Client, networkAclIds: readonly string[]): Promise<void> {
  for (const networkAclId of networkAclIds) {
    try {
      const [networkAcl] = await describe(ec2, { NetworkAclIds: [networkAclId] });
      await giveBack(ec2, networkAcl);
    } catch {}
  }
}

async function giveBack(ec2: EC2Client, networkAcl: NetworkAcl | undefined): Promise<void> {
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
