import { type CidrBlock, formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { optionalBlock, requireBlock } from './cidr-field.ts';
import { Described } from './described.ts';

export interface Vpc {
  readonly vpcId: string;
  /** The account that owns it: another one where the VPC is shared. Undefined: not known. */
  readonly ownerId: string | undefined;
  readonly blocks: readonly CidrBlock[];
}

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly blocks: readonly CidrBlock[];
}

/** Parses one element of DescribeVpcs. @throws ExposureShapeError where a field is missing or malformed */
export function parseVpc(value: unknown): Vpc {
  const described = Described.resource(value, 'a VPC', 'VpcId');
  return {
    vpcId: described.id('VpcId', 'vpc'),
    ownerId: described.text('OwnerId') || undefined,
    blocks: parseBlocks(described),
  };
}

/** Parses one element of DescribeSubnets. @throws ExposureShapeError where a field is missing or malformed */
export function parseSubnet(value: unknown): Subnet {
  const described = Described.resource(value, 'a subnet', 'SubnetId');
  return {
    subnetId: described.id('SubnetId', 'subnet'),
    vpcId: described.id('VpcId', 'vpc'),
    blocks: parseBlocks(described),
  };
}

/** Parses one element of GetManagedPrefixListEntries. @throws ExposureShapeError where Cidr is malformed */
export function parsePrefixListEntry(value: unknown): CidrBlock {
  return requireBlock(new Described(value, () => 'a prefix list entry:'), 'Cidr');
}

/** The first block is listed once more among the associated ones. An IPv6-only subnet has none. */
function parseBlocks(described: Described): CidrBlock[] {
  const blocks = [
    optionalBlock(described, 'CidrBlock', 'ipv4'),
    ...parseAssociated(described, 'CidrBlock', 'ipv4'),
    ...parseAssociated(described, 'Ipv6CidrBlock', 'ipv6'),
  ].filter(block => block !== undefined);
  return [...new Map(blocks.map(block => [formatCidrBlock(block), block])).values()];
}

function parseAssociated(
  described: Described,
  field: 'CidrBlock' | 'Ipv6CidrBlock',
  family: CidrBlock['family'],
): CidrBlock[] {
  return described
    .objects(`${field}AssociationSet`)
    .filter(association => !hasLeft(association.object(`${field}State`)?.text('State')))
    .map(association => requireBlock(association, field, family));
}

/** A block that was taken away, or never came, is still listed for a while. */
function hasLeft(state: string | undefined): boolean {
  return state === 'disassociated' || state === 'failed' || state === 'failing';
}
