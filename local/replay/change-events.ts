import { readFileSync } from 'node:fs';
import type { NetworkAcl as Ec2NetworkAcl } from '@aws-sdk/client-ec2';
import { ChangeEventError, type ParsedEvent, parseChangeEvent } from '../../functions/aws/change-event.ts';
import { NetworkAclShapeError, parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';

/** A file or option that cannot be used; the message is one line for the person who gave it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** An event to replay, as EventBridge would deliver it, and the account and region that it is of. */
export interface ReplayedEvent {
  readonly envelope: object;
  readonly parsed: ParsedEvent;
  readonly networkAclId: string;
  readonly account: string;
  readonly region: string;
}

type Fields = Record<string, unknown>;

/**
 * Reads change events: EventBridge events, CloudTrail records, a CloudTrail log file or the output of
 * `aws cloudtrail lookup-events`. Of several, those that are no network ACL change are left out.
 *
 * @throws InputError where the file cannot be read, is not JSON or holds no network ACL change
 */
export function readEvents(file: string): ReplayedEvent[] {
  const envelopes = toEnvelopes(readJson(file));
  const replayed: ReplayedEvent[] = [];
  let reason = `${file}: no event in it`;
  for (const envelope of envelopes) {
    try {
      replayed.push(toReplayed(envelope));
    } catch (error) {
      if (!(error instanceof ChangeEventError)) throw error;
      reason = `${file}: not a network ACL change: ${error.message}`;
    }
  }
  if (replayed.length === 0) throw new InputError(reason);
  return replayed;
}

function toReplayed(envelope: Fields): ReplayedEvent {
  const detail = asFields(envelope.detail);
  const account = asText(envelope.account) ?? asText(detail.recipientAccountId) ?? '123456789012';
  const region = asText(envelope.region) ?? asText(detail.awsRegion) ?? 'us-east-1';
  const parsed = parseChangeEvent(envelope, { account, region });
  const networkAclId = asText(asFields(detail.requestParameters).networkAclId) ?? '';
  return { envelope, parsed, networkAclId, account, region };
}

function toEnvelopes(json: unknown): Fields[] {
  if (Array.isArray(json)) return json.flatMap(toEnvelopes);
  const fields = asFields(json);
  if (Array.isArray(fields.Records)) return fields.Records.flatMap(toEnvelopes);
  if (Array.isArray(fields.Events))
    return fields.Events.flatMap(event => toEnvelopes(parseInner(asFields(event))));
  if ('detail' in fields) return [fields];
  // A bare CloudTrail record: EventBridge would deliver it so.
  const { recipientAccountId: account, awsRegion: region, eventID: id, eventTime: time } = fields;
  return [
    {
      source: 'aws.ec2',
      'detail-type': 'AWS API Call via CloudTrail',
      id,
      time,
      account,
      region,
      detail: fields,
    },
  ];
}

/** `lookup-events` gives each record as text inside JSON. */
function parseInner({ CloudTrailEvent }: Fields): unknown {
  try {
    return JSON.parse(asText(CloudTrailEvent) ?? '{}');
  } catch {
    return {};
  }
}

/**
 * Reads the output of `aws ec2 describe-network-acls`: an object with `NetworkAcls`, a list, or one network ACL.
 *
 * @throws InputError where the file cannot be read, is not JSON or holds anything that EC2 would not describe
 */
export function readNetworkAcls(file: string): Ec2NetworkAcl[] {
  const json = readJson(file);
  const listed = asFields(json).NetworkAcls ?? json;
  const described = (Array.isArray(listed) ? listed : [listed]) as Ec2NetworkAcl[];
  for (const networkAcl of described) {
    try {
      parseNetworkAcl(asFields(networkAcl));
    } catch (error) {
      if (error instanceof NetworkAclShapeError) throw new InputError(`${file}: ${error.message}`);
      throw error;
    }
  }
  return described;
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `${file}: not JSON: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
