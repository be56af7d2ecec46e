import { id } from '../../../functions/aws/exposure/resource.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { mismatch } from '../../../functions/parsing/definition.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { REGION_NAME } from '../aws-source.ts';

const NETWORK_ACL_ID = id('acl');
const VPC_ID = id('vpc');
const SUBNET_ID = id('subnet');

/** The network ACL of a resource's values. Its id is empty where it is not known yet. */
export function toNetworkAclOf(
  values: Fields,
  entries: readonly NetworkAclEntry[],
  inUse: boolean,
): NetworkAcl {
  return {
    networkAclId: toId(values.id ?? values.default_network_acl_id),
    vpcId: VPC_ID.read(values.vpc_id) ?? '',
    subnetIds: toSubnetIds(values),
    inUse,
    tags: toTags({ ...asFields(values.tags_all), ...asFields(values.tags) }),
    entries,
  };
}

/** Ids become parts of commands: one that is malformed is not passed over. */
function toId(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  return NETWORK_ACL_ID.read(value) ?? mismatch('id', value, NETWORK_ACL_ID.expected);
}

/** Those that are known already. */
export function toSubnetIds({ subnet_ids: ids }: Fields): string[] {
  return (Array.isArray(ids) ? ids : []).flatMap(each => SUBNET_ID.read(each) ?? []);
}

function toTags(tags: Fields): Record<string, string> {
  const texts = Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === 'string');
  return Object.fromEntries(texts);
}

/** The account and region of a resource, as far as its values show them. */
export function toPlace(values: Fields): { account: string | undefined; region: string | undefined } {
  const [, , , arnRegion, arnAccount] = typeof values.arn === 'string' ? values.arn.split(':') : [];
  const account = [values.owner_id, arnAccount].find(isAccount);
  return { account, region: REGION_NAME.read(values.region) ?? REGION_NAME.read(arnRegion) };
}

function isAccount(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}
