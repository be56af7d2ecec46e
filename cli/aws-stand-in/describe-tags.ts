import type { TagDescription } from '@aws-sdk/client-ec2';
import type { Form } from './call.ts';
import type { NetworkAclDescription } from './ec2-network-acls.ts';
import { applyFilters, type FieldValues } from './filters.ts';
import { itemList, textElement } from './xml.ts';

const FILTERED_FIELDS: Readonly<Record<string, FieldValues<TagDescription>>> = {
  key: ({ Key }) => [Key],
  'resource-id': ({ ResourceId }) => [ResourceId],
  'resource-type': ({ ResourceType }) => [ResourceType],
  value: ({ Value }) => [Value],
};

/**
 * The content of a DescribeTagsResponse; all tags on one page.
 *
 * @param others - the tags of whatever is no network ACL
 * @throws ServiceError InvalidParameterValue
 */
export function renderTags(
  form: Form,
  networkAcls: readonly NetworkAclDescription[],
  others: readonly TagDescription[],
): string {
  const own = networkAcls.flatMap(({ NetworkAclId, Tags = [] }) =>
    Tags.map(tag => ({ ...tag, ResourceId: NetworkAclId, ResourceType: 'network-acl' as const })),
  );
  const tags = applyFilters(form, [...own, ...others], name => FILTERED_FIELDS[name]);
  return itemList('tagSet', tags.map(renderTag));
}

function renderTag({ Key, ResourceId, ResourceType, Value }: TagDescription): string {
  return [
    textElement('resourceId', ResourceId),
    textElement('resourceType', ResourceType),
    textElement('key', Key),
    textElement('value', Value),
  ].join('');
}
