import { randomUUID } from 'node:crypto';
import { ServiceError } from './answer.ts';
import type { AwsService } from './call.ts';
import type { Caller } from './caller.ts';
import { toRefusal } from './faults.ts';
import { isAllowedBy, matchesAny, parseSessionPolicy, type SessionPolicy } from './session-policy.ts';
import { refuseToken } from './token-errors.ts';

/** A role that may be assumed, and what it may do. */
export interface RoleDescription {
  readonly arn: string;
  /** What its policy allows, such as `ec2:Describe*`. */
  readonly actions: readonly string[];
  /** The external id that its trust policy asks for. */
  readonly externalId?: string;
  /** The accounts that its trust policy lets in; all by default. */
  readonly trusts?: readonly string[];
}

/** What AssumeRole asks for. */
export interface AssumeRoleRequest {
  readonly arn: string;
  readonly name: string;
  /** Seconds. */
  readonly duration: number;
  /** The session policy, as JSON. */
  readonly policy: string | undefined;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
}

/** A session of a role. */
export interface RoleSession extends Pick<AssumeRoleRequest, 'arn' | 'name' | 'sourceIdentity'> {
  readonly account: string;
  readonly accessKeyId: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
  /** Undefined: all that the role may do. */
  readonly policy: SessionPolicy | undefined;
}

/** Milliseconds. No session is longer. */
const LONGEST_SESSION = 12 * 3_600_000;

/** The roles of all accounts, and the sessions that were given out. */
export class StsSessions {
  readonly #roles: Map<string, RoleDescription>;
  readonly #sessions = new Map<string, RoleSession>();
  readonly #now: () => number;
  #passed = 0;

  constructor(roles: readonly RoleDescription[], now: () => number = Date.now) {
    this.#roles = new Map(roles.map(role => [role.arn, role]));
    this.#now = now;
  }

  /** Adds the role, or puts it in the place of the one with its ARN. */
  put(role: RoleDescription): void {
    this.#roles.set(role.arn, role);
  }

  remove(arn: string): void {
    this.#roles.delete(arn);
  }

  /** All sessions so far expire, as if their time had passed. */
  expire(): void {
    this.#passed += LONGEST_SESSION;
  }

  /** @throws ServiceError AccessDenied, also where the role does not exist; MalformedPolicyDocument */
  assume(request: AssumeRoleRequest, caller: Caller): RoleSession {
    const role = this.#roles.get(request.arn);
    if (role === undefined || !trusts(role, request, caller)) throw notAssumed(request, caller);
    const { arn, name, sourceIdentity, policy } = request;
    const account = arn.split(':')[4] ?? '';
    const session = {
      ...{ arn, name, sourceIdentity, account, sessionToken: randomUUID() },
      accessKeyId: `ASIA${account}${String(this.#sessions.size).padStart(4, '0')}`,
      expiresAt: new Date(this.#time() + request.duration * 1_000),
      policy: policy === undefined ? undefined : parseSessionPolicy(policy),
    };
    this.#sessions.set(session.sessionToken, session);
    return session;
  }

  /** The session of the caller; undefined for a user. */
  sessionOf({ sessionToken = '' }: Caller): RoleSession | undefined {
    return this.#sessions.get(sessionToken);
  }

  /**
   * Checks whether the caller may make a call. Users may make every call.
   *
   * @param resource - the ARN that the call writes to, or `*`
   * @throws ServiceError in the service's own code, where the session is expired, unknown or not allowed to
   */
  authorize(caller: Caller, service: AwsService, action: string, resource: string): void {
    if (caller.sessionToken === undefined) return;
    const session = this.sessionOf(caller);
    if (session === undefined || session.account !== caller.account) throw refuseToken(service, 'unknown');
    if (session.expiresAt.getTime() <= this.#time()) throw refuseToken(service, 'expired');
    const name = `${service}:${action}`;
    // Every session may ask whose it is, even where a policy denies it.
    if (name === 'sts:GetCallerIdentity') return;
    const allowed = matchesAny(this.#roles.get(session.arn)?.actions ?? [], name);
    if (allowed && (session.policy === undefined || isAllowedBy(session.policy, name, resource))) return;
    const { code, status } = toRefusal('denied', service) ?? refuseToken(service, 'unknown');
    throw new ServiceError(code, status, `${session.arn} is not authorized to perform: ${name}`);
  }

  #time(): number {
    return this.#now() + this.#passed;
  }
}

function trusts(
  { externalId, trusts }: RoleDescription,
  request: AssumeRoleRequest,
  { account }: Caller,
): boolean {
  const isRightId = externalId === undefined || request.externalId === externalId;
  return isRightId && (trusts === undefined || trusts.includes(account));
}

function notAssumed({ arn }: AssumeRoleRequest, { account }: Caller): ServiceError {
  const message = `User: arn:aws:iam::${account}:root is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
  return new ServiceError('AccessDenied', 403, message);
}
