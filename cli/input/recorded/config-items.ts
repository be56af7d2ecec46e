import { parseJson } from '../../../functions/parsing/json-text.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import type { Collected, InputOrigin } from '../collected.ts';
import { toTagList } from '../described/describe.ts';
import { toEc2Keys } from '../ec2-keys.ts';
import { ID_FIELDS, type RecordedState, type RecordedType } from './recorded-item.ts';

const MILLISECONDS = 1_000;

/** Whether it is a configuration item of AWS Config. Its keys begin with small letters, but not in all SDKs. */
export function isConfigItem(fields: Fields): boolean {
  const { ResourceType, ConfigurationItemStatus } = toItem(fields);
  const hasConfiguration = 'configuration' in fields || 'Configuration' in fields;
  return typeof ResourceType === 'string' && (hasConfiguration || ConfigurationItemStatus !== undefined);
}

/** Items of other resources have nothing to evaluate. */
export function collectConfigItem(fields: Fields, origin: InputOrigin, into: Collected): void {
  const item = toItem(fields);
  const type = (Object.keys(ID_FIELDS) as RecordedType[]).find(known => known === item.ResourceType);
  if (type === undefined) return;
  const { ResourceId, AwsRegion } = item;
  const state = toState(fields, item, type);
  const described = state.kind === 'exists' ? state.described : {};
  const account = item.AwsAccountId ?? item.AccountId;
  const resourceId = ResourceId ?? described[ID_FIELDS[type]];
  const { inventory, ...place } = origin;
  into.recorded.push({
    ...{ type, inventory, state },
    resourceId: typeof resourceId === 'string' ? resourceId : undefined,
    origin: {
      ...place,
      ...(typeof account === 'string' && { account }),
      ...(typeof AwsRegion === 'string' && { region: AwsRegion }),
    },
    capturedAt: toTime(item.ConfigurationItemCaptureTime) ?? Number.POSITIVE_INFINITY,
  });
}

/** Its `configurationItems` are all resources only where a snapshot has them: a history has changes. */
export function collectSnapshot(
  { configurationItems, configSnapshotId: id }: Fields,
  origin: InputOrigin,
  into: Collected,
  collect: (json: unknown, origin: InputOrigin, into: Collected) => void,
): void {
  const isSnapshot = typeof id === 'string';
  collect(
    configurationItems,
    { ...origin, ...(isSnapshot && { inventory: { kind: 'snapshot', id } }) },
    into,
  );
}

function toState(fields: Fields, item: Fields, type: RecordedType): RecordedState {
  const status = String(item.ConfigurationItemStatus);
  if (/^ResourceDeleted/.test(status)) return { kind: 'deleted' };
  const time = item.ConfigurationItemCaptureTime;
  if (Number.isNaN(toTime(time))) {
    const shown = JSON.stringify(time)?.slice(0, 60);
    return malformed(item, `configurationItemCaptureTime is ${shown}, expected a time`);
  }
  const configuration = fields.configuration ?? fields.Configuration;
  if (status === 'ResourceNotRecorded' && type !== 'AWS::EC2::NetworkAcl') return { kind: 'not-recorded' };
  try {
    const inner = asFields(typeof configuration === 'string' ? parseJson(configuration) : configuration);
    return { kind: 'exists', described: { [ID_FIELDS[type]]: item.ResourceId, ...toDescribed(inner) } };
  } catch {
    return malformed(item, `configuration is ${JSON.stringify(configuration).slice(0, 60)}, expected JSON`);
  }
}

function malformed({ ResourceId, ResourceType }: Fields, problem: string): RecordedState {
  return { kind: 'malformed', reason: `${ResourceId ?? ResourceType}: ${problem}` };
}

/** NaN for what is no time. The AWS CLI writes a text, or seconds since 1970. */
function toTime(time: unknown): number | undefined {
  if (time === undefined || time === null) return undefined;
  return typeof time === 'number' ? time * MILLISECONDS : Date.parse(String(time));
}

function toDescribed({ tags, Tags, ...others }: Fields): object {
  const list = toTagList(tags ?? Tags);
  return { ...(toEc2Keys(others) as object), ...(list !== undefined && { Tags: list }) };
}

/** The fields without what is inside them, whose keys may be others' texts. */
function toItem(fields: Fields): Fields {
  const isPlain = (value: unknown) => value === null || typeof value !== 'object';
  const shallow = Object.entries(fields).map(([key, value]) => [key, isPlain(value) ? value : [true]]);
  return asFields(toEc2Keys(Object.fromEntries(shallow)));
}
