import type { NetworkAcl as Ec2NetworkAcl } from '@aws-sdk/client-ec2';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { asFields, type Fields } from '../../functions/parsing/structures.ts';
import { InputError, readJson } from './json-file.ts';

/**
 * Reads the output of `aws ec2 describe-network-acls`: an object with `NetworkAcls`, a list, or one network ACL. Keys
 * may be written as other SDKs write them: `networkAclId`, `network_acl_id`.
 *
 * @returns what could be network ACLs, one by one; {@link toNetworkAcl} says whether each is one
 * @throws InputError where the file cannot be read, is not JSON or lists something else
 */
export function readListed(file: string): Fields[] {
  return flatten(readJson(file), file);
}

function flatten(json: unknown, file: string): Fields[] {
  if (Array.isArray(json)) return json.flatMap(element => flatten(element, file));
  const fields = asFields(json);
  const keys = new Map(Object.keys(fields).map(key => [toEc2Key(key), key]));
  const list = keys.get('NetworkAcls');
  if (list !== undefined && Array.isArray(fields[list])) return flatten(fields[list], file);
  if (keys.has('NetworkAclId') || keys.has('Entries')) return [fields];
  const found = JSON.stringify(json)?.slice(0, 60);
  throw new InputError(
    `${file}: ${found} is no network ACL, expected the output of aws ec2 describe-network-acls`,
  );
}

/** @throws InputError that names the file, the network ACL and the rule */
export function toNetworkAcl(listed: Fields, file: string): NetworkAcl {
  try {
    return parseNetworkAcl(toDescribed(listed));
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The network ACL under EC2's own keys. */
export function toDescribed(listed: Fields): Ec2NetworkAcl {
  return toEc2Keys(listed) as Ec2NetworkAcl;
}

/** Other SDKs also write null for what is absent. */
function toEc2Keys(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(toEc2Keys);
  if (typeof json !== 'object' || json === null) return json;
  const present = Object.entries(json).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([key, value]) => [toEc2Key(key), toEc2Keys(value)]));
}

/** Each key is met many thousand times. */
const EC2_KEYS = new Map<string, string>();

/** EC2 writes `CidrBlock` where other SDKs write `cidrBlock` or `cidr_block`. */
function toEc2Key(key: string): string {
  const known = EC2_KEYS.get(key);
  if (known !== undefined) return known;
  const written = key.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  EC2_KEYS.set(key, written);
  return written;
}
