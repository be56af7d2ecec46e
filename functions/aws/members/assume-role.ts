import { AssumeRoleCommand, type Credentials, type STSClient } from '@aws-sdk/client-sts';
import { isDenial, toErrorCode } from '../denial.ts';

/** The session's name in the CloudTrail of the member. */
const SESSION_NAME = 'nacl-ephemeral-guard';

/** Which role is assumed, and for what. */
export interface RoleRequest {
  readonly roleArn: string;
  /** STS takes 900 at least. */
  readonly seconds: number;
  readonly externalId?: string;
  /** What the session may do at most, as a policy in JSON. */
  readonly policy?: string;
  /** CloudTrail shows it with each call of the session. */
  readonly sourceIdentity?: string;
}

/** The credentials of a session. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** @throws RefusedError where STS refuses; else what the SDK throws: another try may succeed */
export type AssumeRole = (request: RoleRequest) => Promise<SessionCredentials>;

/** The role does not exist, or does not trust the hub: STS does not say which. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  /** AWS's error code. */
  readonly code: string;

  constructor(roleArn: string, code: string) {
    super(`STS refuses the role ${roleArn}: ${code}`);
    this.code = code;
  }
}

/** Assumes roles by STS. @param client - of the hub's region, asked for with each call */
export function assumeRoleBy(client: () => STSClient): AssumeRole {
  return async ({ roleArn, seconds, externalId, policy, sourceIdentity }) => {
    const command = new AssumeRoleCommand({
      ...{ RoleArn: roleArn, RoleSessionName: SESSION_NAME, DurationSeconds: seconds },
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(policy !== undefined && { Policy: policy }),
      ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
    });
    try {
      return toSession((await client().send(command)).Credentials);
    } catch (error) {
      throw isDenial(error) ? new RefusedError(roleArn, toErrorCode(error)) : error;
    }
  };
}

/** @throws Error for an answer without credentials, which STS never gives */
function toSession(credentials: Credentials | undefined): SessionCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
    throw new Error('AssumeRole answered without credentials');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
