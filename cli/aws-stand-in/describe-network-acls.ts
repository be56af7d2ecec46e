import { ServiceError } from './answer.ts';
import type { Form } from './call.ts';
import { type NetworkAclDescription, unknownNetworkAcls } from './ec2-network-acls.ts';
import { applyFilters, type FieldValues } from './filters.ts';
import { listMembers, parseInteger } from './query-form.ts';

/** What one DescribeNetworkAcls answers. */
export interface NetworkAclPage {
  readonly networkAcls: readonly NetworkAclDescription[];
  readonly nextToken: string | undefined;
}

const PAGE_SIZES = { least: 5, most: 1000 } as const;
const TAG_FILTER = 'tag:';
const TOKEN_MARK = 'after ';

const FILTERED_FIELDS: Readonly<Record<string, FieldValues<NetworkAclDescription>>> = {
  'association.subnet-id': ({ Associations = [] }) => Associations.map(({ SubnetId }) => SubnetId),
  default: ({ IsDefault = false }) => [String(IsDefault)],
  'network-acl-id': ({ NetworkAclId }) => [NetworkAclId],
  'vpc-id': ({ VpcId }) => [VpcId],
};

/**
 * Picks the network ACLs that the form's ids and filters ask for, one page of them.
 *
 * @param networkAcls all of them, by id
 * @throws ServiceError InvalidNetworkAclID.NotFound, InvalidParameterValue, InvalidNextToken
 */
export function selectPage(form: Form, networkAcls: readonly NetworkAclDescription[]): NetworkAclPage {
  const selected = applyFilters(form, applyIds(form, networkAcls), toFieldValues);
  const rest = afterToken(selected, form.NextToken);
  const size = parsePageSize(form) ?? rest.length;
  const page = rest.slice(0, size);
  const last = page.at(-1)?.NetworkAclId ?? '';
  return { networkAcls: page, nextToken: rest.length > size ? toToken(last) : undefined };
}

function applyIds(
  form: Form,
  networkAcls: readonly NetworkAclDescription[],
): readonly NetworkAclDescription[] {
  const ids = listMembers(form, 'NetworkAclId');
  if (ids.length === 0) return networkAcls;
  const known = new Set(networkAcls.map(({ NetworkAclId }) => NetworkAclId));
  const unknown = ids.filter(id => !known.has(id));
  if (unknown.length > 0) throw unknownNetworkAcls(unknown);
  return networkAcls.filter(({ NetworkAclId = '' }) => ids.includes(NetworkAclId));
}

function toFieldValues(name: string): FieldValues<NetworkAclDescription> | undefined {
  if (!name.startsWith(TAG_FILTER)) return FILTERED_FIELDS[name];
  const key = name.slice(TAG_FILTER.length);
  return ({ Tags = [] }) => Tags.filter(tag => tag.Key === key).map(tag => tag.Value);
}

function parsePageSize(form: Form): number | undefined {
  if (form.MaxResults === undefined) return undefined;
  return parseInteger(form, 'MaxResults', PAGE_SIZES.least, PAGE_SIZES.most);
}

function toToken(lastId: string): string {
  return Buffer.from(TOKEN_MARK + lastId).toString('base64url');
}

// The token names the last id of its page, not a position: paging survives a network ACL that goes meanwhile.
function afterToken(
  networkAcls: readonly NetworkAclDescription[],
  token: string | undefined,
): readonly NetworkAclDescription[] {
  if (token === undefined) return networkAcls;
  const decoded = Buffer.from(token, 'base64url').toString();
  if (!decoded.startsWith(TOKEN_MARK)) {
    throw new ServiceError('InvalidNextToken', 400, `The token '${token}' is not valid`);
  }
  const lastId = decoded.slice(TOKEN_MARK.length);
  return networkAcls.filter(({ NetworkAclId = '' }) => NetworkAclId > lastId);
}
