import type { Action } from '../../functions/review/words/action.ts';

/** The parameters of a call that lets SSH in. */
export const entry = {
  networkAclId: 'acl-0c94f48f2b1e6a7d3',
  ruleNumber: 110,
  egress: false,
  ruleAction: 'allow',
  aclProtocol: '6',
  cidrBlock: '0.0.0.0/0',
  portRange: { from: 22, to: 22 },
  icmpTypeCode: {},
};

const PARAMETERS: Readonly<Record<Action, object>> = {
  CreateNetworkAclEntry: entry,
  ReplaceNetworkAclEntry: entry,
  DeleteNetworkAclEntry: { networkAclId: entry.networkAclId, ruleNumber: 110, egress: true },
  ReplaceNetworkAclAssociation: {
    networkAclId: entry.networkAclId,
    associationId: 'aclassoc-0b1c2d3e4f5a69788',
  },
  DeleteNetworkAcl: { networkAclId: entry.networkAclId },
};

/** Every call that changes a network ACL, with its parameters. */
export const changes = Object.entries(PARAMETERS);

/** An event as EventBridge delivers it, with a CloudTrail record of a call that succeeded. */
export const changeEvent = (eventName: string, requestParameters: object, record: object = {}) => ({
  version: '0',
  id: '4b2c1a70-9f0e-4f5e-8d55-1f0f8f6f4a11',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2026-11-03T09:14:07Z',
  region: 'eu-central-1',
  resources: [],
  detail: {
    eventVersion: '1.10',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/admin/jane' },
    eventTime: '2026-11-03T09:14:07Z',
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters,
    responseElements: { requestId: '6a0c9f5e-0000-4000-8000-3d2f1b0a9c8d', _return: true },
    eventID: 'c0ffee00-1111-4222-8333-444455556666',
    eventType: 'AwsApiCall',
    managementEvent: true,
    ...record,
  },
});
