import type { HubSettings } from '../hub-variables.ts';
import type { AssumeRole, RoleRequest, SessionCredentials } from './assume-role.ts';

/** As infra/member/ names them. */
type Role = 'reader' | 'remediator';

/** The longest session of a role that another role assumes (STS's API reference, AssumeRole). Seconds. */
const READING = 3_600;
/** The shortest that STS gives. Seconds. */
const WRITING = 900;

/** What the sessions of writes that no change led to have as source identity. */
const SWEEP = 'sweep';

/** One network ACL, as a role's policy names it. */
export interface Written {
  readonly account: string;
  readonly region: string;
  readonly networkAclId: string;
  /** Of the change that the write answers; absent: a sweep writes. */
  readonly eventId?: string;
}

/** The roles that the hub assumes in its members' accounts. */
export class MemberRoles {
  readonly #assume: AssumeRole;
  readonly #partition: string;
  readonly #hub: HubSettings;

  constructor(assume: AssumeRole, partition: string, hub: HubSettings) {
    this.#assume = assume;
    this.#partition = partition;
    this.#hub = hub;
  }

  /** A session that reads the account. @throws what {@link AssumeRole} throws */
  reader(account: string): Promise<SessionCredentials> {
    return this.#assume(this.#request(account, 'reader', READING));
  }

  /**
   * A session that adds entries to one network ACL. It is never kept: what leaks of it is worth little.
   *
   * @throws what {@link AssumeRole} throws
   */
  remediator({ account, region, networkAclId, eventId }: Written): Promise<SessionCredentials> {
    const statement = {
      Effect: 'Allow',
      Action: 'ec2:CreateNetworkAclEntry',
      Resource: `arn:${this.#partition}:ec2:${region}:${account}:network-acl/${networkAclId}`,
    };
    return this.#assume({
      ...this.#request(account, 'remediator', WRITING),
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      sourceIdentity: eventId ?? SWEEP,
    });
  }

  #request(account: string, role: Role, seconds: number): RoleRequest {
    const { namespace, rolePath, externalId } = this.#hub;
    return {
      roleArn: `arn:${this.#partition}:iam::${account}:role${rolePath}${namespace}-${role}`,
      seconds,
      ...(externalId !== undefined && { externalId }),
    };
  }
}
