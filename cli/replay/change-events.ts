import { type ParsedEvent, parseChangeEvent } from '../../functions/aws/change-event.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { parseJson } from '../../functions/parsing/json-text.ts';
import { asFields, type Fields } from '../../functions/parsing/structures.ts';
import { matching } from '../../functions/parsing/values.ts';
import { REGION_NAME } from '../input/aws-source.ts';
import { InputError } from '../input/input-error.ts';
import { readJson } from '../input/json-file.ts';

const ACCOUNT = matching('an account id of 12 digits', /^\d{12}$/);

/** An event to replay, as EventBridge would deliver it, with its account and region. */
export interface ReplayedEvent {
  readonly envelope: object;
  readonly parsed: ParsedEvent;
  /** Those that the event names: several, where one call changed the tags of several. */
  readonly networkAclIds: readonly string[];
  readonly account: string;
  readonly region: string;
}

/**
 * Reads change events: EventBridge events, CloudTrail records, a CloudTrail log file as it is in S3, or the
 * output of `aws cloudtrail lookup-events`. Events that do not change a network ACL are skipped.
 *
 * @throws InputError if the file cannot be read, is not JSON, or has no change of a network ACL
 */
export function readEvents(file: string): ReplayedEvent[] {
  const envelopes = toEnvelopes(readJson(file));
  const replayed: ReplayedEvent[] = [];
  let reason = `${file}: no event found`;
  for (const envelope of envelopes) {
    try {
      replayed.push(toReplayed(envelope));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      reason = `${file}: no change of a network ACL: ${error.message}`;
    }
  }
  if (replayed.length === 0) throw new InputError(reason);
  return replayed;
}

function toReplayed(envelope: Fields): ReplayedEvent {
  const detail = asFields(envelope.detail);
  const account = ACCOUNT.parse(envelope.account ?? detail.recipientAccountId ?? '123456789012', 'account');
  const region = REGION_NAME.parse(envelope.region ?? detail.awsRegion ?? 'us-east-1', 'region');
  const parsed = parseChangeEvent(envelope, { account, region });
  return { envelope, parsed, networkAclIds: toNetworkAclIds(parsed, detail), account, region };
}

function toNetworkAclIds(parsed: ParsedEvent, { requestParameters: request }: Fields): string[] {
  if (parsed.kind === 'tags') return parsed.changes.map(({ networkAclId }) => networkAclId);
  const networkAclId = asText(asFields(request).networkAclId);
  return networkAclId === undefined ? [] : [networkAclId];
}

function toEnvelopes(json: unknown): Fields[] {
  if (Array.isArray(json)) return json.flatMap(toEnvelopes);
  const fields = asFields(json);
  if (Array.isArray(fields.Records)) return fields.Records.flatMap(toEnvelopes);
  if (Array.isArray(fields.Events))
    return fields.Events.flatMap(event => toEnvelopes(parseInner(asFields(event))));
  if ('detail' in fields) return [fields];
  // A bare CloudTrail record: EventBridge would deliver it in this form.
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

/** In the output of `lookup-events`, each record is a text inside the JSON. */
function parseInner({ CloudTrailEvent }: Fields): unknown {
  try {
    return parseJson(asText(CloudTrailEvent) ?? '{}');
  } catch {
    return {};
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
