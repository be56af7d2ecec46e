import type { Change } from '../review/interfaces.ts';
import { asFields, type Fields } from './untrusted.ts';

/** The EC2 actions that can open a gap in a network ACL, or make one count. */
export const ACTIONS = [
  'CreateNetworkAclEntry',
  'ReplaceNetworkAclEntry',
  'DeleteNetworkAclEntry',
  'ReplaceNetworkAclAssociation',
  'DeleteNetworkAcl',
] as const;

/** An event that is not what the rule sends; the message names the field, its value and what was expected. */
export class ChangeEventError extends Error {
  override readonly name = 'ChangeEventError';
}

/** What an EventBridge event turns out to be. */
export type ParsedEvent =
  | { readonly kind: 'change'; readonly change: Change }
  /** The call changed nothing. */
  | { readonly kind: 'ignored'; readonly reason: string; readonly networkAclId?: string }
  /** The event is of another account or region: it was forwarded, or made up. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Parses an EventBridge event that carries a CloudTrail record. Any field of such a record can be absent; only what a
 * review cannot do without is required.
 *
 * @param home - the account and region that the guard watches
 * @throws ChangeEventError where the event is no network ACL change, or does not say of which network ACL
 */
export function parseChangeEvent(
  event: unknown,
  home: { readonly account: string; readonly region: string },
): ParsedEvent {
  const envelope = asFields(event);
  const detail = asFields(envelope.detail);
  const request = asFields(detail.requestParameters);
  const action = expect(
    'detail.eventName',
    ACTIONS.find(name => name === detail.eventName),
    detail.eventName,
    ACTIONS.join(', '),
  );
  const origins = {
    account: [envelope.account, detail.recipientAccountId],
    region: [envelope.region, detail.awsRegion],
  };
  for (const field of ['account', 'region'] as const) {
    const foreign = origins[field].find(value => value !== undefined && value !== home[field]);
    if (foreign !== undefined)
      return { kind: 'refused', reason: `${field} is ${quote(foreign)}, not ${home[field]}` };
  }
  const id = request.networkAclId;
  if (detail.errorCode) {
    const networkAclId = asNetworkAclId(id);
    const reason = `the call failed: ${quote(detail.errorCode)}`;
    return { kind: 'ignored', reason, ...(networkAclId && { networkAclId }) };
  }
  const networkAclId = expect(
    'detail.requestParameters.networkAclId',
    asNetworkAclId(id),
    id,
    'an id such as acl-0123abcd',
  );
  return { kind: 'change', change: toChange(action, networkAclId, envelope, detail) };
}

function toChange(action: string, networkAclId: string, envelope: Fields, detail: Fields): Change {
  const at = asTime(detail.eventTime) ?? asTime(envelope.time);
  const eventId = asText(detail.eventID) ?? asText(envelope.id);
  const identity = asFields(detail.userIdentity);
  const actor = toActor(identity);
  const invokedBy = asText(identity.invokedBy);
  const sourceAddress = asText(detail.sourceIPAddress);
  const userAgent = asText(detail.userAgent);
  const target = toTarget(asFields(detail.requestParameters));
  return {
    networkAclId,
    action,
    ...(at && { at }),
    ...(eventId && { eventId }),
    ...(actor && { actor }),
    ...(invokedBy && { invokedBy }),
    ...(sourceAddress && { sourceAddress }),
    ...(userAgent && { userAgent }),
    ...(detail.sessionCredentialFromConsole === 'true' && { fromConsole: true }),
    ...(target && { target }),
  };
}

/** The best name there is for the caller. */
function toActor(identity: Fields): string | undefined {
  const issuer = asFields(asFields(identity.sessionContext).sessionIssuer);
  return [identity.arn, identity.userName, issuer.arn, identity.principalId, identity.type]
    .map(asText)
    .find(Boolean);
}

/** What was changed, such as `inbound rule 100` or `association aclassoc-1`. */
function toTarget(request: Fields): string | undefined {
  if (typeof request.ruleNumber === 'number') {
    return `${request.egress === true ? 'outbound' : 'inbound'} rule ${request.ruleNumber}`;
  }
  const associationId = asText(request.associationId);
  return associationId && `association ${associationId}`;
}

/** Somebody else's words, as they are: whoever shows them to people has to clean them. */
function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function asTime(value: unknown): Date | undefined {
  const time = new Date(asText(value) ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function asNetworkAclId(value: unknown): string | undefined {
  return typeof value === 'string' && /^acl-[\da-zA-Z-]{1,64}$/.test(value) ? value : undefined;
}

function expect<T>(field: string, value: T | undefined, found: unknown, expected: string): T {
  if (value !== undefined) return value;
  throw new ChangeEventError(`${field} is ${quote(found)}, expected ${expected}`);
}

function quote(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 120);
}
