import type { Parsed } from '../parsing/definition.ts';
import { toJsonText } from '../parsing/printable.ts';
import { list, looseObject, maybe } from '../parsing/structures.ts';
import { anything, filledText, flag, integer, matching, oneOf, time } from '../parsing/values.ts';
import { ACTIONS, TAG_ACTIONS } from '../review/words/action.ts';
import type { Change, ChangeTarget } from '../review/words/change.ts';
import { RULE_REQUEST, toChangedEntry } from './changed-entry.ts';
import { id } from './exposure/resource.ts';

const NETWORK_ACL_ID = id('acl');

/** A UUID, of CloudTrail or EventBridge; a source identity of STS has 2 to 64 characters. */
const eventId = maybe(matching('the id of an event', /^[\da-zA-Z-]{2,64}$/));
/** Text from outside, as it is: the renderers clean it. */
const words = maybe(filledText);
const identity = looseObject({
  ...{ arn: words, userName: words, principalId: words, type: words, invokedBy: words },
  sessionContext: looseObject({ sessionIssuer: looseObject({ arn: words }) }),
});
const request = looseObject({
  networkAclId: anything,
  ruleNumber: maybe(integer(0)),
  egress: maybe(flag),
  associationId: maybe(id('aclassoc')),
  ...RULE_REQUEST,
  resourcesSet: looseObject({ items: maybe(list(looseObject({ resourceId: anything }))) }),
});
const detail = looseObject({
  eventName: oneOf([...ACTIONS, ...TAG_ACTIONS]),
  ...{ recipientAccountId: anything, awsRegion: anything, errorCode: anything },
  eventTime: maybe(time),
  ...{ eventID: eventId, sourceIPAddress: words, userAgent: words },
  sessionCredentialFromConsole: words,
  userIdentity: identity,
  requestParameters: request,
});
/** An EventBridge event around a CloudTrail record, any field of which can be absent. */
const EVENT = looseObject({ account: anything, region: anything, time: maybe(time), id: eventId, detail });

type Event = Parsed<typeof EVENT>;

/** The result of parsing an EventBridge event. */
export type ParsedEvent =
  | { readonly kind: 'change'; readonly change: Change }
  /** One call for several network ACLs, or for one: their tags were changed. */
  | { readonly kind: 'tags'; readonly changes: readonly Change[] }
  /** The call changed nothing. */
  | { readonly kind: 'ignored'; readonly reason: string; readonly networkAclId?: string }
  /** The event is of another account or region: it was forwarded, or made up. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Parses an EventBridge event that carries a CloudTrail record. Only what a review cannot do without is required.
 *
 * @param home - the account and region that the guard watches
 * @throws ParseError where the event is no network ACL change, or does not say of which network ACL
 */
export function parseChangeEvent(
  event: unknown,
  home: { readonly account: string; readonly region: string },
): ParsedEvent {
  const parsed = EVENT.parse(event);
  const reason = findForeign(parsed, home);
  if (reason !== undefined) return { kind: 'refused', reason };
  const { errorCode, requestParameters } = parsed.detail;
  if (errorCode) {
    const networkAclId = NETWORK_ACL_ID.read(requestParameters.networkAclId);
    const failed = `the call failed: ${quote(errorCode)}`;
    return { kind: 'ignored', reason: failed, ...(networkAclId && { networkAclId }) };
  }
  if (isOneOf(TAG_ACTIONS, parsed.detail.eventName)) return toTagChanges(parsed);
  const networkAclId = NETWORK_ACL_ID.parse(
    requestParameters.networkAclId,
    'detail.requestParameters.networkAclId',
  );
  return { kind: 'change', change: toChange(networkAclId, parsed) };
}

function isOneOf(words: readonly string[], word: string): boolean {
  return words.includes(word);
}

function toTagChanges(event: Event): ParsedEvent {
  const { items = [] } = event.detail.requestParameters.resourcesSet;
  const tagged = new Set(items.flatMap(({ resourceId }) => NETWORK_ACL_ID.read(resourceId) ?? []));
  if (tagged.size === 0) return { kind: 'ignored', reason: 'no network ACL was tagged' };
  return { kind: 'tags', changes: [...tagged].map(networkAclId => toChange(networkAclId, event)) };
}

/** Which field of the event names another place; undefined where none does. */
function findForeign(
  { account, region, detail: { recipientAccountId, awsRegion } }: Event,
  home: { readonly account: string; readonly region: string },
): string | undefined {
  const named = { account: [account, recipientAccountId], region: [region, awsRegion] };
  for (const field of ['account', 'region'] as const) {
    const foreign = named[field].find(value => value !== undefined && value !== home[field]);
    if (foreign !== undefined) return `${field} is ${quote(foreign)}, expected ${home[field]}`;
  }
  return undefined;
}

function toChange(networkAclId: string, { time: receivedAt, id, detail }: Event): Change {
  const { eventName: action, sourceIPAddress: sourceAddress, userAgent, userIdentity } = detail;
  const { invokedBy } = userIdentity;
  const at = detail.eventTime ?? receivedAt;
  const eventId = detail.eventID ?? id;
  const actor = toActor(userIdentity);
  const target = toTarget(action, detail.requestParameters);
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
function toActor({ arn, userName, sessionContext, principalId, type }: Parsed<typeof identity>) {
  return arn ?? userName ?? sessionContext.sessionIssuer.arn ?? principalId ?? type;
}

function toTarget(action: Change['action'], parsed: Parsed<typeof request>): ChangeTarget | undefined {
  const { ruleNumber, egress, associationId } = parsed;
  if (ruleNumber === undefined)
    return associationId === undefined ? undefined : { kind: 'association', associationId };
  const ref = { direction: egress === true ? 'egress' : 'ingress', ruleNumber } as const;
  const entry = action === 'DeleteNetworkAclEntry' ? undefined : toChangedEntry(ref, parsed);
  return { kind: 'rule', ...ref, ...(entry && { entry }) };
}

function quote(value: unknown): string {
  return toJsonText(value).slice(0, 120);
}
