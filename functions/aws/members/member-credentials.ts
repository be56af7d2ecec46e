import { toErrorCode } from '../denial.ts';
import { ExpiringMap } from '../exposure/expiring-map.ts';
import { RefusedError, type SessionCredentials } from './assume-role.ts';
import { Recent } from './recent.ts';

/** Milliseconds before its end at which a session is replaced. */
const EARLY = 300_000;
/** Milliseconds for which a refusal is remembered: an unreachable member costs STS one call, however busy it is. */
export const REFUSED = 300_000;
/** Accounts of which a warm instance remembers something. */
export const MOST_ACCOUNTS = 1_000;

/**
 * How AWS says that a session is over or unknown: EC2 itself answers RequestExpired
 * (https://github.com/jenkinsci/ec2-plugin/issues/2011) and AuthFailure.
 */
const UNACCEPTED: ReadonlySet<string> = new Set([
  ...['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
  ...['InvalidClientTokenId', 'AuthFailure'],
]);

interface Session {
  readonly credentials: Promise<SessionCredentials>;
  /** Absent while the role is being assumed. */
  held?: SessionCredentials;
}

/** The credentials that read each account. They are kept by account: a role is the same in all regions. */
export class MemberCredentials {
  readonly #assume: (account: string) => Promise<SessionCredentials>;
  readonly #now: () => number;
  readonly #sessions = new Recent<Session>(MOST_ACCOUNTS);
  readonly #refusals: ExpiringMap<RefusedError>;

  /** @param now - milliseconds since the epoch */
  constructor(assume: (account: string) => Promise<SessionCredentials>, now: () => number) {
    this.#assume = assume;
    this.#now = now;
    this.#refusals = new ExpiringMap(REFUSED, MOST_ACCOUNTS, now);
  }

  /**
   * Whoever asks while the role is being assumed gets the same session.
   *
   * @throws RefusedError, for 5 minutes without asking STS again; else what assuming the role throws
   */
  async of(account: string): Promise<SessionCredentials> {
    const refusal = this.#refusals.get(account);
    if (refusal) throw refusal;
    const session = this.#sessions.get(account);
    const isFresh = session && (!session.held || this.#now() < toRenewal(session.held));
    return (isFresh ? session : this.#begin(account)).credentials;
  }

  /** Makes a call that needs a session; once more, with a new session, where AWS does not accept the one at hand. */
  async renewing<T>(account: string, call: () => Promise<T>): Promise<T> {
    const session = await this.of(account);
    try {
      return await call();
    } catch (error) {
      if (!UNACCEPTED.has(toErrorCode(error))) throw error;
      this.drop(account, session);
      return call();
    }
  }

  /** Forgets a session that AWS does not accept any more. One that has replaced it stays. */
  drop(account: string, unaccepted: SessionCredentials): void {
    if (this.#sessions.get(account)?.held === unaccepted) this.#sessions.delete(account);
  }

  #begin(account: string): Session {
    const credentials = this.#assume(account);
    const session: Session = { credentials };
    this.#sessions.set(account, session);
    credentials.then(
      held => {
        session.held = held;
      },
      error => {
        if (error instanceof RefusedError) this.#refusals.set(account, error);
        if (this.#sessions.get(account) === session) this.#sessions.delete(account);
      },
    );
    return session;
  }
}

function toRenewal({ expiration }: SessionCredentials): number {
  return expiration.getTime() - EARLY;
}
