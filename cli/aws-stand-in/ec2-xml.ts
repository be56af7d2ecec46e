import { element, itemList, textElement } from './xml.ts';

/** The names of EC2's XML that are not the API's name with a small first letter (the SDK's schemas have them all). */
const XML_NAMES: Readonly<Record<string, string>> = {
  NetworkInterfaces: 'networkInterfaceSet',
  SecurityGroups: 'securityGroupInfo',
  Subnets: 'subnetSet',
  Vpcs: 'vpcSet',
  Entries: 'entrySet',
  Groups: 'groupSet',
  Tags: 'tagSet',
  PrivateIpAddresses: 'privateIpAddressesSet',
  Ipv6Addresses: 'ipv6AddressesSet',
  Ipv6Prefixes: 'ipv6PrefixSet',
  UserIdGroupPairs: 'groups',
};

/** The fields of an answer in EC2's XML, as `aws ec2 describe-…` prints them in JSON. */
export function renderFields(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => renderField(toXmlName(name, fields), value))
    .join('');
}

function renderField(name: string, value: unknown): string {
  if (Array.isArray(value)) return itemList(name, value.map(renderFields));
  if (typeof value === 'object' && value !== null) return element(name, renderFields(value));
  return textElement(name, value as string | number | boolean | undefined);
}

function toXmlName(name: string, fields: object): string {
  // A security group's own description has another name than those of interfaces and ranges.
  if (name === 'Description' && 'IpPermissions' in fields) return 'groupDescription';
  return XML_NAMES[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
}
