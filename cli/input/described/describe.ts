import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import type { Collected, InputOrigin } from '../collected.ts';
import { toEc2Key, toEc2Keys } from '../ec2-keys.ts';
import { InputError } from '../input-error.ts';
import { LISTS, type ListName } from '../lists.ts';

/** The lists of EC2 that an answer has; other SDKs write `networkAcls` or `network_acls`. */
export function listsOf(fields: Fields): ListName[] {
  const keys = byEc2Key(fields);
  return LISTS.filter(name => (keys.get(name) ?? null) !== null);
}

/** Sorts the lists of one answer. */
export function collectLists(fields: Fields, origin: InputOrigin, into: Collected): void {
  const values = byEc2Key(fields);
  rejectPart(values.get('NextToken'), origin);
  for (const name of listsOf(fields)) {
    const list = values.get(name);
    if (!Array.isArray(list)) throw unexpected(name, list, 'a list', origin);
    for (const element of list) collectElement(name, element, origin, into);
  }
}

function collectElement(name: ListName, element: unknown, origin: InputOrigin, into: Collected): void {
  if (typeof element !== 'object' || element === null || Array.isArray(element))
    throw unexpected(`an element of ${name}`, element, 'an object', origin);
  if (name === 'NetworkAcls') addNetworkAcl(element as Fields, origin, into);
  else into.lists[name].push(toEc2Keys(element));
}

/** Whether it is a network ACL alone, or as CreateNetworkAcl answers it. */
export function isOne(fields: Fields): boolean {
  const keys = byEc2Key(fields);
  return ['NetworkAcl', 'NetworkAclId', 'Entries'].some(key => keys.has(key));
}

export function collectOne(fields: Fields, origin: InputOrigin, into: Collected): void {
  const keys = byEc2Key(fields);
  if (keys.has('NetworkAcl')) collectElement('NetworkAcls', keys.get('NetworkAcl'), origin, into);
  else addNetworkAcl(fields, origin, into);
}

/** Adds a network ACL; rows of Steampipe name its account and region, and have its tags as an object. */
function addNetworkAcl(fields: Fields, origin: InputOrigin, into: Collected): void {
  if (isAsEc2Writes(fields)) {
    into.networkAcls.push({ described: toEc2Keys(fields), origin });
    return;
  }
  const { tags, Tags, account_id: account, region, ...others } = fields;
  const described = {
    ...(toEc2Keys(others) as Fields),
    ...((tags ?? Tags) !== undefined && { Tags: toTagList(tags ?? Tags) }),
  };
  const place = {
    ...origin,
    ...(typeof account === 'string' && { account }),
    ...(typeof region === 'string' && { region }),
  };
  into.networkAcls.push({ described, origin: place });
}

/** Most are: no copy then. */
function isAsEc2Writes({ tags, Tags = [], account_id: account, region }: Fields): boolean {
  return tags === undefined && Array.isArray(Tags) && account === undefined && region === undefined;
}

/** Tags as EC2 lists them, also of those that are written as an object from key to value. */
export function toTagList(tags: unknown): unknown {
  if (Array.isArray(tags)) return toEc2Keys(tags);
  if (typeof tags !== 'object' || tags === null) return tags ?? undefined;
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function byEc2Key(fields: Fields): ReadonlyMap<string, unknown> {
  return new Map(Object.keys(asFields(fields)).map(key => [toEc2Key(key), fields[key]]));
}

/** The AWS CLI writes a token where --max-items cut the list: what is missing could change the result. */
function rejectPart(token: unknown, { file }: InputOrigin): void {
  if (token === undefined || token === null || token === '') return;
  throw new InputError(`${file}: the list is incomplete (it has a NextToken), expected all pages`);
}

function unexpected(field: string, value: unknown, expected: string, { file }: InputOrigin): InputError {
  return new InputError(`${file}: ${field} is ${JSON.stringify(value)?.slice(0, 60)}, expected ${expected}`);
}
