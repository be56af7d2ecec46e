import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { ask } from '../deployment/ask.ts';

/** A role of the same name in several accounts. */
export interface RoleName {
  readonly partition: string;
  /** With its path, without a slash at the beginning. */
  readonly name: string;
}

/** What CloudTrail shows in the accounts. */
const SESSION_NAME = 'nacl-ephemeral-guard-cli';
/** Milliseconds before the end of a session in which it is not used any more. */
const RESERVE = 5 * 60_000;

/**
 * The credentials of the role in an account. There is one session for each account, renewed before it ends. A refusal is
 * final.
 *
 * @returns a provider that throws what `ask` throws
 */
export function assumeIn(sts: STSClient, role: RoleName, now = Date.now) {
  const sessions = new Map<string, Promise<AwsCredentialIdentity>>();
  const begin = (account: string) => {
    const session = assume(sts, account, role);
    sessions.set(account, session);
    return session;
  };
  return (account: string): AwsCredentialIdentityProvider =>
    async () => {
      const session = sessions.get(account) ?? begin(account);
      const credentials = await session;
      if (!credentials.expiration || credentials.expiration.getTime() - now() > RESERVE) return credentials;
      // Another client may have renewed it meanwhile.
      const renewed = sessions.get(account);
      return renewed === undefined || renewed === session ? begin(account) : renewed;
    };
}

async function assume(sts: STSClient, account: string, role: RoleName): Promise<AwsCredentialIdentity> {
  const RoleArn = `arn:${role.partition}:iam::${account}:role/${role.name}`;
  const { Credentials } = await ask('sts:AssumeRole', () =>
    sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION_NAME })),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = Credentials ?? {};
  return {
    ...{ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    ...(Expiration && { expiration: Expiration }),
  };
}
