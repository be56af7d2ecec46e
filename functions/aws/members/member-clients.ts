import type { EC2Client, EC2ClientConfig } from '@aws-sdk/client-ec2';
import { CLIENT_SETTINGS, PAGE_CLIENT_SETTINGS } from '../clients.ts';
import { toErrorCode } from '../denial.ts';
import { createEc2Client } from '../ec2-client.ts';
import type { SessionCredentials } from './assume-role.ts';
import type { MemberCredentials } from './member-credentials.ts';

/**
 * How AWS says that a session is over or unknown: EC2 itself answers RequestExpired
 * (https://github.com/jenkinsci/ec2-plugin/issues/2011) and AuthFailure.
 */
const UNACCEPTED: ReadonlySet<string> = new Set([
  ...['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
  ...['InvalidClientTokenId', 'AuthFailure'],
]);

/** Makes EC2 clients behind one request handler: connections to a region serve the members of all accounts. */
function sharingHandler(settings: EC2ClientConfig): (own: EC2ClientConfig) => EC2Client {
  let { requestHandler } = settings;
  return own => {
    const client = createEc2Client({ ...settings, ...own, ...(requestHandler && { requestHandler }) });
    requestHandler = client.config.requestHandler;
    return client;
  };
}

/** EC2 clients of members. Whoever asks keeps them: each call makes one. */
export class MemberClients {
  readonly #account: string;
  readonly #credentials: MemberCredentials;
  readonly #create = sharingHandler(CLIENT_SETTINGS);
  readonly #createForPages = sharingHandler(PAGE_CLIENT_SETTINGS);

  /** @param account - the hub's own: its members are read with the function's role */
  constructor(account: string, credentials: MemberCredentials) {
    this.#account = account;
    this.#credentials = credentials;
  }

  /** Reads network ACLs. */
  reader(account: string, region: string): EC2Client {
    return this.#reading(this.#create, account, region);
  }

  /** Reads long pages. */
  pageReader(account: string, region: string): EC2Client {
    return this.#reading(this.#createForPages, account, region);
  }

  /** Makes one attempt, so that its answers are certain. @param session - absent: the function's role */
  writer(region: string, session?: SessionCredentials): EC2Client {
    return this.#create({ region, maxAttempts: 1, ...(session && { credentials: session }) });
  }

  #reading(create: (own: EC2ClientConfig) => EC2Client, account: string, region: string): EC2Client {
    if (account === this.#account) return create({ region });
    const provide = () => this.#credentials.of(account);
    // Else the SDK would keep a session for itself, beyond what drops it.
    const client = create({ region, credentials: Object.assign(provide, { memoized: true }) });
    this.#renew(client, account);
    return client;
  }

  /** Has a call that AWS refuses because of its session made once more, with a new one. */
  #renew(client: EC2Client, account: string): void {
    client.middlewareStack.add(
      next => async args => {
        const session = await this.#credentials.of(account);
        try {
          return await next(args);
        } catch (error) {
          if (!UNACCEPTED.has(toErrorCode(error))) throw error;
          this.#credentials.drop(account, session);
          return next(args);
        }
      },
      { step: 'initialize', name: 'renewSession' },
    );
  }
}
