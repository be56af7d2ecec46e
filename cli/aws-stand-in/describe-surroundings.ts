import type { NetworkInterface, PrefixListEntry, SecurityGroup, Subnet, Vpc } from '@aws-sdk/client-ec2';
import { ServiceError } from './answer.ts';
import type { Form } from './call.ts';
import type { NetworkAclDescription } from './ec2-network-acls.ts';
import type { PrefixList, SurroundingsList, SurroundingsStore } from './ec2-surroundings.ts';
import { ID_FIELDS } from './ec2-surroundings.ts';
import { renderFields } from './ec2-xml.ts';
import { applyFilters, type FieldValues } from './filters.ts';
import { type Page, selectPage } from './pages.ts';
import { invalidValue, requiredField } from './query-form.ts';
import { textElement } from './xml.ts';

type Fields<T> = Readonly<Record<string, FieldValues<T>>>;

const INTERFACE_FIELDS: Fields<NetworkInterface> = {
  'network-interface-id': ({ NetworkInterfaceId }) => [NetworkInterfaceId],
  'subnet-id': ({ SubnetId }) => [SubnetId],
  'vpc-id': ({ VpcId }) => [VpcId],
  'group-id': ({ Groups = [] }) => Groups.map(({ GroupId }) => GroupId),
  'interface-type': ({ InterfaceType }) => [InterfaceType],
  description: ({ Description }) => [Description],
  status: ({ Status }) => [Status],
};
const GROUP_FIELDS: Fields<SecurityGroup> = {
  'group-id': ({ GroupId }) => [GroupId],
  'vpc-id': ({ VpcId }) => [VpcId],
};
const SUBNET_FIELDS: Fields<Subnet> = {
  'subnet-id': ({ SubnetId }) => [SubnetId],
  'vpc-id': ({ VpcId }) => [VpcId],
};
const VPC_FIELDS: Fields<Vpc> = {
  'vpc-id': ({ VpcId }) => [VpcId],
  'owner-id': ({ OwnerId }) => [OwnerId],
};

interface Describe {
  readonly list: Exclude<SurroundingsList, 'PrefixLists'>;
  /** The parameter that takes ids, which the stand-in does not. */
  readonly idParameter: string;
  // biome-ignore lint/suspicious/noExplicitAny: each list has elements of its own type
  readonly filtered: Fields<any>;
}

/** The describe calls of what is around network ACLs. */
const DESCRIBES: Readonly<Record<string, Describe>> = {
  DescribeNetworkInterfaces: {
    list: 'NetworkInterfaces',
    idParameter: 'NetworkInterfaceId',
    filtered: INTERFACE_FIELDS,
  },
  DescribeSecurityGroups: { list: 'SecurityGroups', idParameter: 'GroupId', filtered: GROUP_FIELDS },
  DescribeSubnets: { list: 'Subnets', idParameter: 'SubnetId', filtered: SUBNET_FIELDS },
  DescribeVpcs: { list: 'Vpcs', idParameter: 'VpcId', filtered: VPC_FIELDS },
};

const PREFIX_LIST_PAGE_SIZES = { least: 1, most: 100 } as const;

/**
 * The content of the answer to a call about what is around network ACLs; undefined for any other action.
 *
 * @throws ServiceError InvalidParameterValue, InvalidNextToken, FilterLimitExceeded, InvalidPrefixListID.NotFound
 */
export function describeSurroundings(
  action: string,
  form: Form,
  surroundings: SurroundingsStore,
  networkAcls: readonly NetworkAclDescription[],
): string | undefined {
  if (action === 'GetManagedPrefixListEntries') return listEntries(form, surroundings);
  const describe = DESCRIBES[action];
  if (describe === undefined) return undefined;
  const { list, idParameter, filtered } = describe;
  const id = form[`${idParameter}.1`];
  if (id !== undefined) throw invalidValue(idParameter, id, 'a filter: the stand-in takes no ids here');
  const items = applyFilters(form, surroundings.list(list, networkAcls), name => filtered[name]);
  return renderPage(
    list,
    selectPage(form, items, item => String(item[ID_FIELDS[list]])),
  );
}

function listEntries(form: Form, surroundings: SurroundingsStore): string {
  const id = requiredField(form, 'PrefixListId');
  const lists: readonly PrefixList[] = surroundings.list('PrefixLists', []);
  const found = lists.find(({ PrefixListId }) => PrefixListId === id);
  if (found === undefined) {
    const message = `The prefix list ID '${id}' does not exist`;
    throw new ServiceError('InvalidPrefixListID.NotFound', 400, message);
  }
  const toCidr = ({ Cidr = '' }: PrefixListEntry) => Cidr;
  const entries = (found.Entries ?? []).toSorted((a, b) => (toCidr(a) < toCidr(b) ? -1 : 1));
  return renderPage('Entries', selectPage(form, entries, toCidr, PREFIX_LIST_PAGE_SIZES));
}

function renderPage(list: string, { items, nextToken }: Page<object>): string {
  return renderFields({ [list]: items }) + textElement('nextToken', nextToken);
}
