import type { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { SessionCredentials } from '../../functions/aws/members/assume-role.ts';
import type { Member } from '../../functions/review/member.ts';
import { awsError, type Chance } from './chance.ts';
import { HOME, toHindrance } from './organisation.ts';

/** A call of EC2 in one account and region. */
export interface Ec2Call extends Member {
  readonly does: 'describe' | 'create';
  /** What it creates an entry of. */
  readonly networkAclId?: string;
}

/** What a session may do. */
interface Session {
  readonly account: string;
  readonly role: string;
  /** The one network ACL that it may write. */
  readonly resource?: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
}

/**
 * STS, and what EC2 asks of a session: that it is of the account, not over, and may do what it is used for. A session
 * says in its token what it may do, so that the model keeps none.
 */
export class Sessions {
  assumed = 0;
  refused = 0;
  /** What must never be, each with how often it was. */
  readonly violations = new Map<string, number>();
  readonly #now: () => number;
  readonly #chance: Chance;
  /** Since when the sessions of an account are not accepted, where an administrator has ended them. */
  readonly #endedAt = new Map<string, number>();

  /** @param now - milliseconds since the epoch */
  constructor(now: () => number, chance: Chance) {
    this.#now = now;
    this.#chance = chance;
  }

  /** STS, for `assumeRoleBy`. */
  get client(): STSClient {
    const send = async ({ input }: AssumeRoleCommand) => this.#assume(input);
    return { send } as unknown as STSClient;
  }

  #assume({ RoleArn = '', DurationSeconds = 0, Policy }: AssumeRoleCommand['input']) {
    this.assumed += 1;
    if (this.#chance.strikes(20)) throw awsError('Throttling', 400);
    if (this.#chance.strikes(5)) throw awsError('TimeoutError', 0);
    const [, account = '', role = ''] = /^arn:aws:iam::(\d{12}):role\/guard-prod-(\w+)$/.exec(RoleArn) ?? [];
    if (!exists(account, role)) {
      this.refused += 1;
      throw awsError('AccessDenied', 403);
    }
    const from = this.#now();
    const until = from + DurationSeconds * 1_000;
    const resource = Policy && JSON.parse(Policy).Statement[0].Resource;
    const session: Session = { account, role, from, until, ...(resource && { resource }) };
    const [AccessKeyId, SecretAccessKey] = [`ASIA${account}`, 'secret'];
    const Expiration = new Date(until);
    return {
      Credentials: { AccessKeyId, SecretAccessKey, SessionToken: JSON.stringify(session), Expiration },
    };
  }

  /** Ends the sessions of an account that exist. */
  end(account: string): void {
    this.#endedAt.set(account, this.#now());
  }

  /** @param credentials - undefined: of the function's own role @throws what EC2 answers */
  check(credentials: SessionCredentials | undefined, call: Ec2Call): void {
    if (credentials === undefined) {
      if (call.account !== HOME.account) this.#violate(`the hub's own role in account ${call.account}`);
      return;
    }
    const session: Session = JSON.parse(credentials.sessionToken);
    if (session.account !== call.account)
      this.#violate(`session of ${session.account} used for ${call.account}`);
    if (this.#now() >= session.until) {
      this.#violate('session used after its end');
      throw awsError('RequestExpired', 400);
    }
    if (session.from <= (this.#endedAt.get(session.account) ?? -1)) throw awsError('AuthFailure', 401);
    if (session.role !== (call.does === 'create' ? 'remediator' : 'reader'))
      this.#violate(`session of ${session.role} used to ${call.does}`);
    const resource = `arn:aws:ec2:${call.region}:${call.account}:network-acl/${call.networkAclId}`;
    if (call.does === 'create' && session.resource !== resource)
      this.#violate(`session for ${session.resource} used for ${resource}`);
  }

  #violate(what: string): void {
    this.violations.set(what, (this.violations.get(what) ?? 0) + 1);
  }
}

/** The account that a call with these credentials is made in; undefined: the function's own role. */
export function toAccount(credentials: SessionCredentials | undefined): string {
  return credentials === undefined ? HOME.account : (JSON.parse(credentials.sessionToken) as Session).account;
}

function exists(account: string, role: string): boolean {
  if (!account.startsWith('2000000')) return false;
  const hindrance = toHindrance({ account, region: HOME.region });
  return hindrance !== 'no-roles' && !(hindrance === 'no-remediator' && role === 'remediator');
}
