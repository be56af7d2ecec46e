import { parseJson } from '../../../functions/parsing/json-text.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import type { Collected, InputOrigin } from '../collected.ts';
import { toEc2Keys } from '../ec2-keys.ts';
import { InputError } from '../input-error.ts';
import { toTagList } from './describe.ts';

const NETWORK_ACL = 'AWS::EC2::NetworkAcl';

/** Whether it is a configuration item of AWS Config. Its keys begin with small letters, but not in all SDKs. */
export function isConfigItem(fields: Fields): boolean {
  const { ResourceType, Configuration } = asFields(toEc2Keys(shallow(fields)));
  return typeof ResourceType === 'string' && Configuration !== undefined;
}

/** Items of other resources, and of network ACLs that were deleted, have nothing to evaluate. */
export function collectConfigItem(fields: Fields, origin: InputOrigin, into: Collected): void {
  const item = asFields(toEc2Keys(shallow(fields)));
  const { ResourceType, ConfigurationItemStatus, AwsRegion } = item;
  if (ResourceType !== NETWORK_ACL || /^ResourceDeleted/.test(String(ConfigurationItemStatus))) return;
  const described = asFields(parseInner(fields.configuration ?? fields.Configuration, origin));
  const account = item.AwsAccountId ?? item.AccountId;
  into.networkAcls.push({
    described: { NetworkAclId: item.ResourceId, ...toDescribed(described) },
    origin: {
      ...origin,
      ...(typeof account === 'string' && { account }),
      ...(typeof AwsRegion === 'string' && { region: AwsRegion }),
    },
  });
}

function toDescribed({ tags, Tags, ...others }: Fields): object {
  const list = toTagList(tags ?? Tags);
  return { ...(toEc2Keys(others) as object), ...(list !== undefined && { Tags: list }) };
}

/** `aws configservice select-resource-config` answers each row as a text of JSON. */
export function collectQueryResult(
  { Results, NextToken }: Fields,
  origin: InputOrigin,
  into: Collected,
  collect: (json: unknown, origin: InputOrigin, into: Collected) => void,
): void {
  if (NextToken)
    throw new InputError(`${origin.file}: the list is incomplete (it has a NextToken), expected all pages`);
  for (const row of Results as unknown[]) collect(toRow(parseInner(row, origin)), origin, into);
}

/** A query selects what it wants: the type may be missing beside a configuration. */
function toRow(row: unknown): unknown {
  const fields = asFields(row);
  const isNetworkAcl = 'configuration' in fields && fields.resourceType === undefined;
  return isNetworkAcl ? { ...fields, resourceType: NETWORK_ACL } : row;
}

/** History and batch answers have the configuration as a text of JSON, snapshots as an object. */
function parseInner(value: unknown, { file }: InputOrigin): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value);
  } catch (error) {
    throw new InputError(`${file}: a text of AWS Config is not JSON: ${value.slice(0, 60)}`, {
      cause: error,
    });
  }
}

/** The fields without what is inside them, whose keys may be others' texts. */
function shallow(fields: Fields): Fields {
  const isText = (value: unknown) => typeof value === 'string';
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isText(value) ? value : [true]]),
  );
}
