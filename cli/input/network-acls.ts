import type { NetworkAcl as Ec2NetworkAcl } from '@aws-sdk/client-ec2';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { InputError } from './input-error.ts';

/**
 * Parses an element of a list `NetworkAcls`. Ids become parts of commands and code, so malformed ones are refused.
 *
 * @param source - the file, for messages
 * @throws InputError that names the source, the network ACL and the rule
 */
export function toNetworkAcl(described: unknown, source: string): NetworkAcl {
  try {
    const networkAcl = parseNetworkAcl(described as Ec2NetworkAcl);
    requireId(source, 'NetworkAclId', networkAcl.networkAclId, /^acl-[\da-zA-Z-]{1,64}$/, 'acl-0123abcd');
    if (networkAcl.vpcId !== '')
      requireId(source, 'VpcId', networkAcl.vpcId, /^vpc-[\da-zA-Z-]{1,64}$/, 'vpc-0123abcd');
    return networkAcl;
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(`${source}: ${error.message}`);
    throw error;
  }
}

function requireId(source: string, field: string, id: string, pattern: RegExp, example: string): void {
  if (pattern.test(id)) return;
  const found = JSON.stringify(id).slice(0, 80);
  throw new InputError(`${source}: ${field} is ${found}, expected an id such as ${example}`);
}
