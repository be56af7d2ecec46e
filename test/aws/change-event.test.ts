import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseChangeEvent } from '../../functions/aws/change-event.ts';
import { ACTIONS, TAG_ACTIONS } from '../../functions/review/words/action.ts';
import { ingress } from '../fixtures/network-acls.ts';

const HOME = { account: '123456789012', region: 'us-east-1' };
const SEED = JSON.parse(readFileSync('cli/replay/seed/change-event.json', 'utf8'));
const seed = (detail: object = {}, envelope: object = {}) => ({
  ...SEED,
  ...envelope,
  detail: { ...SEED.detail, ...detail },
});

const [ADMITTED] = ingress('100 allow tcp 22 0.0.0.0/0');

describe('parseChangeEvent', () => {
  it('reads who, what, when and how', () => {
    expect(parseChangeEvent(SEED, HOME)).toEqual({
      kind: 'change',
      change: {
        networkAclId: 'acl-0a1b2c3d4e5f60718',
        action: 'CreateNetworkAclEntry',
        target: { kind: 'rule', direction: 'ingress', ruleNumber: 100, entry: ADMITTED },
        actor: 'arn:aws:sts::123456789012:assumed-role/NetworkAdmin/maria',
        sourceAddress: '198.51.100.24',
        userAgent: 'aws-cli/2.31.3 md/awscrt#0.27.6 ua/2.1 os/windows#10 lang/python#3.13.7',
        at: new Date('2026-11-20T09:14:03Z'),
        eventId: '2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55',
      },
    });
  });

  it.each<[string, object, object | undefined]>([
    ['IPv6', { cidrBlock: undefined, ipv6CidrBlock: '::/0' }, { protocol: 6, cidrBlock: { family: 'ipv6' } }],
    ['all protocols', { aclProtocol: '-1', portRange: { from: -1, to: -1 } }, { protocol: -1 }],
    ['no ports', { portRange: {} }, { protocol: 6, action: 'allow' }],
    ['outbound', { egress: true, ruleAction: 'deny' }, { direction: 'egress', action: 'deny' }],
    ['no block', { cidrBlock: undefined }, undefined],
    ['a protocol by name', { aclProtocol: 'tcp' }, undefined],
    ['a block that is none', { cidrBlock: '10.0.0.1/8 <x>' }, undefined],
  ])('reads what the rule says: %s', (_, changed, entry) => {
    const requestParameters = { ...SEED.detail.requestParameters, ...changed };
    const parsed = parseChangeEvent(seed({ requestParameters }), HOME);
    const read =
      'change' in parsed && parsed.change.target?.kind === 'rule' ? parsed.change.target : undefined;
    if (entry === undefined) expect(read).not.toHaveProperty('entry');
    else expect(read?.entry).toMatchObject(entry);
  });

  it('reads no content of a rule that was deleted', () => {
    const parsed = parseChangeEvent(seed({ eventName: 'DeleteNetworkAclEntry' }), HOME);
    expect(parsed).toMatchObject({ change: { target: { kind: 'rule', ruleNumber: 100 } } });
    expect(
      JSON.stringify(parsed, (__, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('entry');
  });

  it.each(TAG_ACTIONS)('takes %s of several network ACLs, each once', eventName => {
    const [a, b] = ['acl-0a1b2c3d4e5f60718', 'acl-0b1b2c3d4e5f60718'];
    const items = [a, 'vpc-0a1b2c3d4e5f60718', b, a, 7].map(resourceId => ({ resourceId }));
    const event = seed({ eventName, requestParameters: { resourcesSet: { items } } });
    const named = { action: eventName, actor: 'arn:aws:sts::123456789012:assumed-role/NetworkAdmin/maria' };
    expect(parseChangeEvent(event, HOME)).toMatchObject({
      kind: 'tags',
      changes: [
        { networkAclId: a, ...named },
        { networkAclId: b, ...named },
      ],
    });
  });

  it.each([
    {},
    { resourcesSet: {} },
    { resourcesSet: { items: [{ resourceId: 'vpc-1' }] } },
    { resourcesSet: 7 },
  ])('ignores tags of other resources: %j', requestParameters => {
    expect(parseChangeEvent(seed({ eventName: 'CreateTags', requestParameters }), HOME)).toEqual({
      kind: 'ignored',
      reason: 'no network ACL was tagged',
    });
  });

  it.each(ACTIONS)('takes %s', eventName => {
    expect(parseChangeEvent(seed({ eventName }), HOME)).toMatchObject({
      kind: 'change',
      change: { action: eventName },
    });
  });

  it('needs only the action and the network ACL', () => {
    const detail = { eventName: 'DeleteNetworkAcl', requestParameters: { networkAclId: 'acl-1' } };
    expect(parseChangeEvent({ detail }, HOME)).toEqual({
      kind: 'change',
      change: { action: 'DeleteNetworkAcl', networkAclId: 'acl-1' },
    });
  });

  it.each([
    [{ type: 'IAMUser', userName: 'maria' }, 'maria'],
    [{ type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, 'AWSService'],
    [{ sessionContext: { sessionIssuer: { arn: 'arn:role' } } }, 'arn:role'],
  ])('names the caller of %j', (userIdentity, actor) => {
    expect(parseChangeEvent(seed({ userIdentity }), HOME)).toMatchObject({ change: { actor } });
  });

  it('names the association that was replaced', () => {
    const requestParameters = { networkAclId: 'acl-1', associationId: 'aclassoc-1' };
    const parsed = parseChangeEvent(
      seed({ eventName: 'ReplaceNetworkAclAssociation', requestParameters }),
      HOME,
    );
    expect(parsed).toMatchObject({
      change: { target: { kind: 'association', associationId: 'aclassoc-1' } },
    });
  });

  it.each(['Client.UnauthorizedOperation', 'Client.DryRunOperation'])(
    'ignores a call that ended in %s',
    errorCode => {
      expect(parseChangeEvent(seed({ errorCode }), HOME)).toEqual({
        kind: 'ignored',
        reason: `the call failed: "${errorCode}"`,
        networkAclId: 'acl-0a1b2c3d4e5f60718',
      });
    },
  );

  it('ignores a failed call that names no network ACL', () => {
    const parsed = parseChangeEvent(
      seed({ errorCode: 'Client.MissingParameter', requestParameters: null }),
      HOME,
    );
    expect(parsed).toEqual({ kind: 'ignored', reason: 'the call failed: "Client.MissingParameter"' });
  });

  it('names the service that made the call, and recognises the console', () => {
    const userIdentity = { arn: 'arn:x', invokedBy: 'cloudformation.amazonaws.com' };
    const parsed = parseChangeEvent(seed({ userIdentity, sessionCredentialFromConsole: 'true' }), HOME);
    expect(parsed).toMatchObject({
      change: { actor: 'arn:x', invokedBy: 'cloudformation.amazonaws.com', fromConsole: true },
    });
  });

  it.each([
    [seed({}, { account: '999999999999' }), 'account is "999999999999", expected 123456789012'],
    [seed({ recipientAccountId: '999999999999' }), 'account is "999999999999", expected 123456789012'],
    [seed({}, { region: 'eu-west-1' }), 'region is "eu-west-1", expected us-east-1'],
    [seed({ awsRegion: 'eu-west-1' }), 'region is "eu-west-1", expected us-east-1'],
  ])('refuses what is of another account or region', (event, reason) => {
    expect(parseChangeEvent(event, HOME)).toEqual({ kind: 'refused', reason });
  });

  it.each([
    [null, /^detail\.eventName is missing, expected CreateNetworkAclEntry/],
    ['text', /^detail\.eventName is missing/],
    [[], /^detail\.eventName is missing/],
    [{ detail: null }, /^detail\.eventName is missing/],
    [
      seed({ eventName: 'RunInstances' }),
      /^detail\.eventName is "RunInstances", expected CreateNetworkAclEntry/,
    ],
    [seed({ requestParameters: null }), /networkAclId is missing, expected an id/],
    [seed({ requestParameters: { networkAclId: 7 } }), /networkAclId is 7, expected an id/],
    [seed({ requestParameters: { networkAclId: 'acl-1 & more' } }), /networkAclId is "acl-1 & more"/],
  ])('throws for what is no change: %#', (event, message) => {
    expect(() => parseChangeEvent(event, HOME)).toThrow(message);
  });
});
