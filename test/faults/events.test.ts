import { expect, it } from 'vitest';
import { AT_ONCE, change, changeAgo, changeOf, DEAD, deliverUntilSettled, toBatch } from './change-queue.ts';
import { BROKEN, COVERED, ID, networkAcl, REPLIES, SSH_IN } from './network-acls.ts';
import { startRegion } from './region.ts';

const ALERTED_ONCE = { [ID]: { alerted: 'gap', revision: 3 } };
const DELETED_EGRESS = changeAgo(0, 'DeleteNetworkAclEntry');
const CREATED_EGRESS = changeAgo(1, 'CreateNetworkAclEntry');

it('the same event twice, one after the other, makes one alert', async () => {
  const region = await startRegion();
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['gap', 'already-reported']);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it('the same event twice in one batch makes one review and one alert', async () => {
  const region = await startRegion();
  expect(await deliverUntilSettled(region, change(), change())).toEqual(AT_ONCE);
  expect(region.log).toMatchObject([
    { outcome: 'pending', messageIds: ['0', '1'] },
    { message: 'alert published' },
  ]);
  expect(region.calls('Publish')).toEqual(['ok']);
});

it('the same event twice at once makes at most two alerts, of the same id, and one item', async () => {
  const region = await startRegion();
  const batch = toBatch([change()]);
  const responses = await Promise.all([region.guard(batch), region.guard(batch)]);
  expect(responses).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  expect(region.alerts().length).toBeLessThanOrEqual(2);
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it('the same event twice at once in mode remediate writes one entry, and reports it under one id', async () => {
  const region = await startRegion({ mode: 'remediate' });
  const batch = toBatch([change()]);
  const responses = await Promise.all([region.guard(batch), region.guard(batch)]);
  expect(responses).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  expect(region.calls('CreateNetworkAclEntry').filter(outcome => outcome === 'ok')).toHaveLength(1);
  expect(region.rules()).toEqual([REPLIES]);
  expect(region.kinds()).toContain('remediated');
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(Object.keys(await region.findings())).toEqual([ID]);
});

it.each<[string, object[]]>([
  ['in order', [CREATED_EGRESS, DELETED_EGRESS]],
  ['out of order', [DELETED_EGRESS, CREATED_EGRESS]],
])('of events %s the network ACL as it is now decides, and the latest is reported', async (_, events) => {
  const region = await startRegion();
  expect(await deliverUntilSettled(region, ...events)).toEqual(AT_ONCE);
  expect(region.alerts()).toMatchObject([{ kind: 'gap', change: { action: 'DeleteNetworkAclEntry' } }]);

  region.standIn.putNetworkAcl(COVERED);
  for (const event of events) await deliverUntilSettled(region, event);
  expect(region.kinds()).toEqual(['gap', 'resolved']);
  expect(region.outcomes()).toEqual(['gap', 'resolved', 'covered']);
});

it('an event of 30 hours ago about a gap that is fixed by now reports nothing', async () => {
  const region = await startRegion({ networkAcls: [COVERED] });
  expect(await deliverUntilSettled(region, changeAgo(30, 'DeleteNetworkAclEntry'))).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['covered']);
  expect(region.actions()).toEqual(['DescribeNetworkAcls', 'GetItem']);
  expect(await region.findings()).toEqual({});
});

it('an event of 30 hours ago about a gap that still exists is reported with its own time', async () => {
  const region = await startRegion();
  expect(await deliverUntilSettled(region, changeAgo(30, 'DeleteNetworkAclEntry'))).toEqual(AT_ONCE);
  expect(region.alerts()).toMatchObject([{ kind: 'gap', change: { at: '2026-11-19T03:14:03.000Z' } }]);
});

it.each([
  ['failed', 'Client.InvalidParameterValue'],
  ['was denied', 'Client.UnauthorizedOperation'],
  ['was a dry run', 'Client.DryRunOperation'],
])('a call that %s is ignored, with a line in the log and no call', async (_, errorCode) => {
  const region = await startRegion({ mode: 'remediate' });
  expect(await deliverUntilSettled(region, change({ errorCode }))).toEqual(AT_ONCE);
  expect(region.log).toMatchObject([{ outcome: 'ignored', networkAclId: ID, messageIds: ['0'] }]);
  expect(region.log[0]?.reason).toContain(errorCode);
  expect(region.actions()).toEqual([]);
});

it.each<[string, object]>([
  ['account', change({}, { account: '999999999999' })],
  ['account', change({ recipientAccountId: '999999999999' })],
  ['account', change({}, { account: null })],
  ['region', change({}, { region: 'eu-west-1' })],
  ['region', change({ awsRegion: 'eu-west-1' })],
])('an event of another %s is refused, with a line in the log and no call (%#)', async (field, event) => {
  const region = await startRegion({ mode: 'remediate' });
  expect(await deliverUntilSettled(region, event)).toEqual(AT_ONCE);
  expect(region.log).toMatchObject([{ outcome: 'refused', messageIds: ['0'] }]);
  expect(region.log[0]?.reason).toContain(`${field} is `);
  expect(region.actions()).toEqual([]);
});

it.each<[string, object | string]>([
  ['that is no JSON', '{"detail":'],
  ['that is empty', ''],
  ['that is null', 'null'],
  ['that is a list', '[]'],
  ['without a detail', { source: 'aws.ec2', account: '123456789012', region: 'us-east-1' }],
  ['with a detail that is a text', { account: '123456789012', detail: 'CreateNetworkAclEntry' }],
  ['without an action', change({ eventName: undefined })],
  ['of an action that the rule does not match', change({ eventName: 'DeleteVpc' })],
  ['without parameters', change({ requestParameters: null })],
  ['without a network ACL', change({ requestParameters: { ruleNumber: 100 } })],
  ['with a network ACL that is no text', change({ requestParameters: { networkAclId: 7 } })],
  ['with a network ACL that is no id', change({ requestParameters: { networkAclId: 'acl-*' } })],
])('a message %s is a dead letter, and holds up no other', async (_, body) => {
  const region = await startRegion();
  expect(await deliverUntilSettled(region, body, change())).toEqual(DEAD);
  expect(region.errors().match(/invalid event: /g)).toHaveLength(DEAD.receives);
  expect(region.kinds()).toEqual(['gap']);
  expect(region.calls('DescribeNetworkAcls')).toEqual(['ok']);
});

it.each<[string, object]>([
  ['who', change({ userIdentity: undefined })],
  ['who, but for empty fields', change({ userIdentity: {}, sourceIPAddress: '', userAgent: null })],
  ['when', change({ eventTime: undefined }, { time: 'yesterday' })],
  ['which event', change({ eventID: undefined }, { id: undefined })],
  ['what was changed', change({ requestParameters: { networkAclId: ID, portRange: {}, aclProtocol: 6 } })],
  ['whose', change({ recipientAccountId: undefined, awsRegion: undefined }, { account: undefined })],
  ['anything more, but says more than is known', change({ novelty: { a: [1] }, eventVersion: '9.9' })],
])('an event that does not say %s is reviewed like any other', async (_, event) => {
  const region = await startRegion();
  expect(await deliverUntilSettled(region, event)).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it.each<[string, object]>([
  ['an unknown protocol', { RuleNumber: 100, Protocol: 'tcp/ip', CidrBlock: '0.0.0.0/0' }],
  ['no CIDR block', { RuleNumber: 100, Protocol: '-1' }],
  ['half a port range', { RuleNumber: 100, Protocol: '6', CidrBlock: '0.0.0.0/0', PortRange: { From: 1 } }],
  ['no action', { RuleNumber: 100, Protocol: '-1', CidrBlock: '0.0.0.0/0', RuleAction: undefined }],
])('a network ACL with %s in a rule is reported as one that cannot be evaluated, once', async (_, entry) => {
  const strange = { RuleAction: 'allow' as const, Egress: true, ...entry };
  const region = await startRegion({ mode: 'remediate' });
  region.standIn.putNetworkAcl({ ...BROKEN, Entries: [...(BROKEN.Entries ?? []), strange] });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['cannot-evaluate', 'already-reported']);
  expect(region.alerts()).toMatchObject([{ kind: 'cannot-evaluate', status: 'unknown' }]);
  expect(region.calls('CreateNetworkAclEntry')).toEqual([]);
});

it('a network ACL that was deleted meanwhile ends as gone, and its finding goes too', async () => {
  const region = await startRegion();
  await deliverUntilSettled(region, change());
  expect(await region.findings()).toEqual(ALERTED_ONCE);
  region.standIn.removeNetworkAcl(ID);
  expect(await deliverUntilSettled(region, change({ eventName: 'DeleteNetworkAcl' }))).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['gap', 'deleted']);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual({});
});

it('one unknown network ACL among ten ends as gone, and the other nine are reviewed after one read', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => `acl-${index}`);
  const known = ids.slice(1);
  const region = await startRegion({ networkAcls: known.map(id => networkAcl([SSH_IN], id)) });
  expect(await deliverUntilSettled(region, ...ids.map(changeOf))).toEqual(AT_ONCE);
  expect(region.log.find(({ outcome }) => outcome === 'deleted')).toMatchObject({ networkAclId: 'acl-0' });
  const [digest] = region.standIn.published.map(({ message }) => JSON.parse(JSON.parse(message).lambda));
  expect(digest.members.map(({ id }: { id: string }) => id).sort()).toEqual(known);
  expect(region.calls('DescribeNetworkAcls')).toEqual(['ok']);
  expect(Object.keys(await region.findings()).sort()).toEqual(known);
});

it('a message that fails has that as its outcome in the log, for every failure', async () => {
  const region = await startRegion();
  region.spoil('DescribeNetworkAcls', 'empty');
  await region.guard(toBatch(['no JSON', change()]));
  expect(region.log).toMatchObject([
    { level: 'ERROR', outcome: 'failed', messageIds: ['0'] },
    { level: 'ERROR', outcome: 'failed', networkAclId: ID, messageIds: ['1'] },
  ]);
});
