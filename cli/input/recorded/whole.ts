import { mismatch } from '../../../functions/parsing/definition.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { toEc2Key } from '../ec2-keys.ts';
import { type ExistingItem, ID_FIELDS, type Inventory, type RecordedType } from './recorded-item.ts';

/** What exposure looks at: without one of these a resource seems to accept less than it does. */
const READ: Readonly<Record<RecordedType, readonly string[]>> = {
  'AWS::EC2::NetworkAcl': [],
  'AWS::EC2::NetworkInterface': [
    ...['VpcId', 'SubnetId', 'Status', 'InterfaceType', 'Description', 'Groups'],
    ...['Association', 'PrivateIpAddresses', 'Ipv6Addresses'],
  ],
  'AWS::EC2::SecurityGroup': ['VpcId', 'IpPermissions'],
  'AWS::EC2::Subnet': ['VpcId', 'CidrBlock', 'Ipv6CidrBlockAssociationSet'],
  'AWS::EC2::VPC': ['CidrBlock', 'CidrBlockAssociationSet', 'Ipv6CidrBlockAssociationSet'],
};

/** AWS Config records these even where they are empty, and leaves out others that have no value. */
const ALWAYS_RECORDED = ['Groups', 'IpPermissions'];

/** The lists of a permission from where it accepts; EC2 and AWS Config write all of them, also empty. */
const SOURCES = ['IpRanges', 'Ipv6Ranges', 'PrefixListIds', 'UserIdGroupPairs'];

/**
 * What an item says, in the shape in which EC2 describes it.
 *
 * @throws ParseError where a part is missing that a query did not select
 */
export function toWhole({ type, inventory, state: { described } }: ExistingItem): Fields {
  const id = described[ID_FIELDS[type]];
  const outer = typeof id === 'string' ? `${id}: ` : '';
  const missing = READ[type].find(field => !isWhole(field, described, inventory));
  if (missing !== undefined) mismatch(outer + missing, undefined, 'the whole configuration');
  return type === 'AWS::EC2::SecurityGroup' ? toGroup(described, outer) : described;
}

/** A part of a part, such as `configuration.groups.groupId`, is not the whole. */
function isWhole(field: string, described: Fields, inventory: Inventory | undefined): boolean {
  const selected = inventory?.kind === 'query' ? inventory.selected : [];
  const parts = selected.filter(name => name.startsWith('configuration.'));
  if (parts.length > 0 && !selected.includes('configuration'))
    return parts.some(name => toEc2Key(name.slice('configuration.'.length)) === field);
  return !ALWAYS_RECORDED.includes(field) || described[field] !== undefined;
}

function toGroup({ IpPermissions: permissions, ...others }: Fields, outer: string): Fields {
  if (!Array.isArray(permissions)) return { IpPermissions: permissions, ...others };
  const inEc2Shape = permissions.map((permission, index) => {
    const { IpRanges, Ipv4Ranges = IpRanges, ...fields } = asFields(permission);
    const blocks = Array.isArray(Ipv4Ranges) ? Ipv4Ranges.map(toRange) : Ipv4Ranges;
    const whole = { ...fields, ...(blocks !== undefined && { IpRanges: blocks }) };
    if (SOURCES.some(field => field in whole)) return whole;
    return mismatch(`${outer}IpPermissions[${index}]`, permission, `${SOURCES.join(', ')}`);
  });
  return { ...others, IpPermissions: inEc2Shape };
}

/** AWS Config has the blocks twice: as EC2 lists them in `ipv4Ranges`, and as texts in `ipRanges`. */
function toRange(range: unknown): unknown {
  return typeof range === 'string' ? { CidrIp: range } : range;
}
