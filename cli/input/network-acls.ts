import type { NetworkAcl as Ec2NetworkAcl } from '@aws-sdk/client-ec2';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { asFields } from '../../functions/parsing/structures.ts';
import { InputError } from './input-error.ts';
import type { InputNetworkAcl } from './listed-network-acl.ts';

/**
 * Parses an element of a list `NetworkAcls`. One without `Associations`, as a query of the AWS CLI may leave it, is taken
 * to be in use: it does not say that no subnet uses it.
 *
 * @param source - the file, for messages
 * @throws InputError that names the source, the network ACL and the rule
 */
export function toNetworkAcl(described: unknown, source: string): NetworkAcl {
  try {
    const networkAcl = parseNetworkAcl(described as Ec2NetworkAcl);
    return 'Associations' in asFields(described) ? networkAcl : { ...networkAcl, inUse: true };
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(`${source}: ${error.message}`);
    throw error;
  }
}

/** What a description of the present shows: nothing is unknown, and nothing changes. */
export function atOneMoment(networkAcl: NetworkAcl): InputNetworkAcl {
  return {
    ...{ networkAcl, unknown: [], possible: [networkAcl.entries] },
    ...{ change: undefined, muted: undefined, code: undefined },
  };
}
