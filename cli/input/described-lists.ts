import { asFields, type Fields } from '../../functions/parsing/structures.ts';
import { toEc2Key, toEc2Keys } from './ec2-keys.ts';
import { InputError } from './input-error.ts';
import { readJson } from './json-file.ts';

/** The lists of the describe calls, by the keys under which EC2 answers them. */
export const LISTS = ['NetworkAcls', 'NetworkInterfaces', 'SecurityGroups', 'Subnets', 'Vpcs'] as const;
export type ListName = (typeof LISTS)[number];

/** What files of describe calls have; the elements are not parsed yet. Their keys are those of EC2. */
export type DescribedLists = Readonly<Record<ListName, unknown[]>>;

export function emptyLists(): DescribedLists {
  return { NetworkAcls: [], NetworkInterfaces: [], SecurityGroups: [], Subnets: [], Vpcs: [] };
}

/**
 * Reads the output of describe calls, one or several: objects with the lists of EC2, network ACLs alone, and lists of
 * these. Keys may be written as other SDKs write them: `networkAcls`, `network_acls`.
 *
 * @throws InputError if the file cannot be read, is not JSON, has something else or only a part of a list
 */
export function readLists(file: string): DescribedLists {
  const lists = emptyLists();
  collect(readJson(file), file, lists);
  return lists;
}

function collect(json: unknown, file: string, lists: DescribedLists): void {
  if (Array.isArray(json)) {
    for (const element of json) collect(element, file, lists);
    return;
  }
  const fields = asFields(json);
  const keys = new Map(Object.keys(fields).map(key => [toEc2Key(key), key]));
  const value = (key: string) => fields[keys.get(key) ?? ''];
  const present = LISTS.filter(name => (value(name) ?? null) !== null);
  const found = present.filter(name => Array.isArray(value(name)));
  for (const name of present) if (!found.includes(name)) rejectNoList(name, value(name), file);
  if (found.length === 0) lists.NetworkAcls.push(toOneNetworkAcl(fields, keys, file, json));
  else rejectPart(value('NextToken'), file);
  for (const name of found) {
    for (const element of value(name) as unknown[]) lists[name].push(toElement(name, element, file));
  }
}

/** A network ACL alone, or as CreateNetworkAcl answers it. */
function toOneNetworkAcl(
  fields: Fields,
  keys: ReadonlyMap<string, string>,
  file: string,
  json: unknown,
): unknown {
  const inner = keys.get('NetworkAcl');
  if (inner !== undefined) return toElement('NetworkAcls', fields[inner], file);
  if (keys.has('NetworkAclId') || keys.has('Entries')) return toEc2Keys(fields);
  const found = JSON.stringify(json)?.slice(0, 60);
  throw new InputError(
    `${file}: ${found} is not a network ACL, expected the output of aws ec2 describe-network-acls`,
  );
}

function toElement(name: ListName, element: unknown, file: string): unknown {
  if (typeof element === 'object' && element !== null && !Array.isArray(element)) return toEc2Keys(element);
  const found = JSON.stringify(element)?.slice(0, 60);
  throw new InputError(`${file}: an element of ${name} is ${found}, expected an object`);
}

function rejectNoList(name: ListName, value: unknown, file: string): never {
  const found = JSON.stringify(value).slice(0, 60);
  throw new InputError(`${file}: ${name} is ${found}, expected a list`);
}

/** The AWS CLI writes a token where --max-items cut the list: what is missing could change the result. */
function rejectPart(token: unknown, file: string): void {
  if (token === undefined || token === null || token === '') return;
  throw new InputError(`${file}: the list is incomplete (it has a NextToken), expected all pages`);
}
