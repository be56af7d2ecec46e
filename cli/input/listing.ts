import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { asFields } from '../../functions/parsing/structures.ts';
import type { Parameters } from './cloudformation/parameters.ts';
import type { DescribedNetworkAcl } from './collected.ts';
import { InputError } from './input-error.ts';
import type {
  InputNetworkAcl,
  InputSource,
  ListedNetworkAcl,
  UnreadableInput,
} from './listed-network-acl.ts';
import { atOneMoment, toNetworkAcl } from './network-acls.ts';

/** The origin of what no file has. */
export const FROM_EC2 = 'EC2';

/** The network ACLs of an input, and what cannot be read of it. */
export interface Listing {
  readonly networkAcls: ListedNetworkAcl[];
  readonly unreadable: UnreadableInput[];
}

/** Adds a network ACL, or the reason why it cannot be read: one that is malformed does not hide the others. */
export function addListed(
  listing: Listing,
  file: string,
  source: InputSource,
  parse: () => InputNetworkAcl,
): void {
  try {
    const { networkAcl } = parse();
    listing.networkAcls.push({ parse, source, networkAclId: networkAcl.networkAclId });
  } catch (error) {
    listing.unreadable.push(toUnreadable(error, file, source.address));
  }
}

/** @throws whatever is no fault of the input */
export function toUnreadable(error: unknown, file: string, networkAcl?: string): UnreadableInput {
  if (error instanceof InputError) return { file, networkAcl, reason: error.message };
  if (!(error instanceof ParseError)) throw error;
  return { file, networkAcl, reason: new InputError(`${file}: ${error.message}`).message };
}

/** Adds a network ACL as EC2 describes it. */
export function addDescribed(listing: Listing, { described, origin }: DescribedNetworkAcl): void {
  const { NetworkAclId, OwnerId } = asFields(described);
  const source = {
    file: origin.file === FROM_EC2 ? undefined : origin.file,
    address: undefined,
    line: undefined,
    account: [origin.account, OwnerId].find(isAccount),
    region: origin.region,
  };
  const parse = () => atOneMoment(toNetworkAcl(described, origin.file));
  const before = listing.unreadable.length;
  addListed(listing, origin.file, source, parse);
  const failed = listing.unreadable[before];
  if (failed && typeof NetworkAclId === 'string')
    listing.unreadable[before] = { ...failed, networkAcl: NetworkAclId };
}

function isAccount(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}

/** Finds a network ACL that is described elsewhere, by its id. */
export type FindNetworkAcl = (networkAclId: string) => NetworkAcl | undefined;

/** What plans and templates need beside themselves. */
export interface CodeContext {
  /** Finds what they only refer to. */
  readonly find: FindNetworkAcl;
  /** The values of templates' parameters. */
  readonly parameters: Parameters;
}
