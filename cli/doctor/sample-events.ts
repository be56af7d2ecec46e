import { ACTIONS } from '../../functions/review/words/action.ts';

/** The account and region of a sample event; a pattern may match on them. */
export interface EventOrigin {
  readonly account: string;
  readonly region: string;
}

/** An event to test a rule with, and the name of its call. */
export interface SampleEvent {
  readonly action: string;
  readonly event: object;
}

/** One event for each call that changes a network ACL, as EventBridge delivers it. */
export function changeEvents(origin: EventOrigin): SampleEvent[] {
  return ACTIONS.map(action => ({ action, event: toEvent(action, origin, {}) }));
}

/** A call that EC2 refused: it changed nothing. */
export function failedEvent(origin: EventOrigin): SampleEvent {
  const [action] = ACTIONS;
  return { action, event: toEvent(action, origin, { errorCode: 'Client.UnauthorizedOperation' }) };
}

function toEvent(eventName: string, { account, region }: EventOrigin, more: object): object {
  const time = '2026-01-01T00:00:00Z';
  return {
    version: '0',
    id: '00000000-0000-0000-0000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName,
      awsRegion: region,
      eventType: 'AwsApiCall',
      managementEvent: true,
      readOnly: false,
      recipientAccountId: account,
      userIdentity: { type: 'IAMUser', accountId: account, userName: 'doctor' },
      requestParameters: { networkAclId: 'acl-00000000000000000' },
      ...more,
    },
  };
}
