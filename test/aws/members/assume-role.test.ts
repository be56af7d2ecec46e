import { AssumeRoleCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HubSettings } from '../../../functions/aws/hub-variables.ts';
import { assumeRoleBy, RefusedError } from '../../../functions/aws/members/assume-role.ts';
import { MemberRoles } from '../../../functions/aws/members/member-roles.ts';

const sts = mockClient(STSClient);
const Expiration = new Date('2026-11-20T11:00:00Z');
const Credentials = {
  AccessKeyId: 'ASIA222222222222',
  SecretAccessKey: 'secret',
  SessionToken: 'token',
  Expiration,
};
const HUB: HubSettings = {
  ...{ namespace: 'guard-prod', rolePath: '/platform/', organizationId: 'o-a1b2c3d4e5' },
  ...{ memberAccountIds: [], ignoredAccounts: [], digestBy: 'organisation' },
};
const assume = assumeRoleBy(() => new STSClient({}));
const roles = (hub: object = {}) => new MemberRoles(assume, 'aws-us-gov', { ...HUB, ...hub });
const input = () => sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input;
const failure = (name: string, status: number) =>
  new STSServiceException({ name, $fault: 'client', $metadata: { httpStatusCode: status } });

beforeEach(() => {
  sts.reset();
  sts.on(AssumeRoleCommand).resolves({ Credentials });
});

describe('the roles of a member', () => {
  it('the reader is assumed for an hour', async () => {
    expect(await roles().reader('222222222222')).toEqual({
      accessKeyId: 'ASIA222222222222',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: Expiration,
    });
    expect(input()).toEqual({
      RoleArn: 'arn:aws-us-gov:iam::222222222222:role/platform/guard-prod-reader',
      RoleSessionName: 'nacl-ephemeral-guard',
      DurationSeconds: 3_600,
    });
  });

  const written = { account: '222222222222', region: 'us-gov-west-1', networkAclId: 'acl-1' };

  it('the remediator is assumed for 15 minutes and one network ACL, in the name of the change', async () => {
    await roles({ externalId: 'x-1' }).remediator({ ...written, eventId: 'e-1' });
    const { Policy, ...rest } = input() ?? {};
    expect(rest).toEqual({
      RoleArn: 'arn:aws-us-gov:iam::222222222222:role/platform/guard-prod-remediator',
      RoleSessionName: 'nacl-ephemeral-guard',
      DurationSeconds: 900,
      ExternalId: 'x-1',
      SourceIdentity: 'e-1',
    });
    expect(JSON.parse(Policy ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ec2:CreateNetworkAclEntry',
          Resource: 'arn:aws-us-gov:ec2:us-gov-west-1:222222222222:network-acl/acl-1',
        },
      ],
    });
  });

  it('the remediator of a sweep has the sweep as source identity', async () => {
    await roles().remediator(written);
    expect(input()?.SourceIdentity).toBe('sweep');
  });
});

describe('assuming a role', () => {
  it.each([
    ['AccessDenied', 403],
    ['AccessDeniedException', 400],
  ])('%s is a refusal', async (code, status) => {
    sts.on(AssumeRoleCommand).rejects(failure(code, status));
    const refused = roles().reader('222222222222');
    await expect(refused).rejects.toBeInstanceOf(RefusedError);
    await expect(refused).rejects.toMatchObject({
      code,
      message: `STS refuses the role arn:aws-us-gov:iam::222222222222:role/platform/guard-prod-reader: ${code}`,
    });
  });

  it.each([
    ['Throttling', 400],
    ['InternalFailure', 500],
    ['ExpiredToken', 403],
  ])('%s is no refusal: another try may succeed', async (code, status) => {
    const error = failure(code, status);
    sts.on(AssumeRoleCommand).rejects(error);
    await expect(roles().reader('222222222222')).rejects.toBe(error);
  });

  it.each([
    undefined,
    {},
    { ...Credentials, SessionToken: undefined },
    { ...Credentials, Expiration: undefined },
  ])('an answer with %j fails', async credentials => {
    sts.on(AssumeRoleCommand).resolves({ Credentials: credentials as typeof Credentials });
    await expect(roles().reader('222222222222')).rejects.toThrow('AssumeRole answered without credentials');
  });
});
