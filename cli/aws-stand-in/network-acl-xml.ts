import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { NetworkAclDescription } from './ec2-network-acls.ts';
import type { Page } from './pages.ts';
import { element, itemList, textElement } from './xml.ts';

/** The content of a DescribeNetworkAclsResponse. */
export function renderNetworkAclPage({ items, nextToken }: Page<NetworkAclDescription>): string {
  const networkAclSet = itemList('networkAclSet', items.map(renderNetworkAcl));
  return networkAclSet + textElement('nextToken', nextToken);
}

function renderNetworkAcl(networkAcl: NetworkAclDescription): string {
  const { Associations = [], Entries = [], Tags = [] } = networkAcl;
  return [
    textElement('networkAclId', networkAcl.NetworkAclId),
    textElement('vpcId', networkAcl.VpcId),
    textElement('ownerId', networkAcl.OwnerId),
    textElement('default', networkAcl.IsDefault ?? false),
    itemList('entrySet', Entries.map(renderEntry)),
    itemList(
      'associationSet',
      Associations.map(
        association =>
          textElement('networkAclAssociationId', association.NetworkAclAssociationId) +
          textElement('networkAclId', association.NetworkAclId) +
          textElement('subnetId', association.SubnetId),
      ),
    ),
    itemList(
      'tagSet',
      Tags.map(tag => textElement('key', tag.Key) + textElement('value', tag.Value)),
    ),
  ].join('');
}

function renderEntry({ PortRange, IcmpTypeCode, ...entry }: NetworkAclEntry): string {
  const portRange = PortRange && textElement('from', PortRange.From) + textElement('to', PortRange.To);
  const icmp =
    IcmpTypeCode && textElement('code', IcmpTypeCode.Code) + textElement('type', IcmpTypeCode.Type);
  return [
    textElement('ruleNumber', entry.RuleNumber),
    textElement('protocol', entry.Protocol),
    textElement('ruleAction', entry.RuleAction),
    textElement('egress', entry.Egress),
    textElement('cidrBlock', entry.CidrBlock),
    textElement('ipv6CidrBlock', entry.Ipv6CidrBlock),
    icmp === undefined ? '' : element('icmpTypeCode', icmp),
    portRange === undefined ? '' : element('portRange', portRange),
  ].join('');
}
