import { type CidrBlock, formatCidrBlock, parseCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { Parsed } from '../../parsing/definition.ts';
import { list, object, optional } from '../../parsing/structures.ts';
import { textParsedBy } from '../../parsing/text-values.ts';
import { text } from '../../parsing/values.ts';
import { block, optionalText } from '../address-values.ts';
import { id, parseResource } from './resource.ts';

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

const STATE = optional(object({ State: optional(text) }));
/** The blocks of a VPC or subnet. An IPv6-only subnet has no CidrBlock. */
const BLOCKS = {
  CidrBlock: optionalText(block('ipv4')),
  CidrBlockAssociationSet: optional(list(object({ CidrBlock: block('ipv4'), CidrBlockState: STATE }))),
  Ipv6CidrBlockAssociationSet: optional(
    list(object({ Ipv6CidrBlock: block('ipv6'), Ipv6CidrBlockState: STATE })),
  ),
};
const VPC = object({ VpcId: id('vpc'), OwnerId: optional(text), ...BLOCKS });
const SUBNET = object({ SubnetId: id('subnet'), VpcId: id('vpc'), ...BLOCKS });
const ENTRY = object({ Cidr: textParsedBy('a CIDR block', parseCidrBlock) });

/** Parses one element of DescribeVpcs. @throws ParseError that names the VPC and the field */
export function parseVpc(value: unknown): Vpc {
  const described = parseResource(VPC, value, 'VpcId');
  const { VpcId: vpcId, OwnerId } = described;
  return { vpcId, ownerId: OwnerId || undefined, blocks: toBlocks(described) };
}

/** Parses one element of DescribeSubnets. @throws ParseError that names the subnet and the field */
export function parseSubnet(value: unknown): Subnet {
  const described = parseResource(SUBNET, value, 'SubnetId');
  return { subnetId: described.SubnetId, vpcId: described.VpcId, blocks: toBlocks(described) };
}

/** Parses one element of GetManagedPrefixListEntries. @throws ParseError */
export function parsePrefixListEntry(value: unknown): CidrBlock {
  return ENTRY.parse(value, 'prefix list entry').Cidr;
}

/** The first block is listed once more among the associated ones. */
function toBlocks(described: Omit<Parsed<typeof VPC>, 'VpcId'>): CidrBlock[] {
  const { CidrBlock: first, CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] } = described;
  const blocks = [
    ...(first ? [first] : []),
    ...CidrBlockAssociationSet.filter(each => !hasLeft(each.CidrBlockState)).map(each => each.CidrBlock),
    ...Ipv6CidrBlockAssociationSet.filter(each => !hasLeft(each.Ipv6CidrBlockState)).map(
      each => each.Ipv6CidrBlock,
    ),
  ];
  return [...new Map(blocks.map(each => [formatCidrBlock(each), each])).values()];
}

/** A block that was taken away, or never came, is still listed for a while. */
function hasLeft(state: Parsed<typeof STATE>): boolean {
  return /^(disassociated|failed|failing)$/.test(state?.State ?? '');
}
