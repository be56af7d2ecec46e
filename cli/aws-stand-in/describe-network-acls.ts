import type { Form } from './call.ts';
import { type NetworkAclDescription, unknownNetworkAcls } from './ec2-network-acls.ts';
import { applyFilters, type FieldValues } from './filters.ts';
import { type Page, selectPage } from './pages.ts';
import { listMembers } from './query-form.ts';

const TAG_FILTER = 'tag:';

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
export function selectNetworkAcls(
  form: Form,
  networkAcls: readonly NetworkAclDescription[],
): Page<NetworkAclDescription> {
  const selected = applyFilters(form, applyIds(form, networkAcls), toFieldValues);
  return selectPage(form, selected, ({ NetworkAclId = '' }) => NetworkAclId);
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
