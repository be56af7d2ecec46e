import type { EC2Client, EC2ClientConfig } from '@aws-sdk/client-ec2';
import { CLIENT_SETTINGS, PAGE_CLIENT_SETTINGS } from '../clients.ts';
import { createEc2Client } from '../ec2-client.ts';
import type { SessionCredentials } from './assume-role.ts';
import type { MemberCredentials } from './member-credentials.ts';

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
    client.middlewareStack.add(next => args => this.#credentials.renewing(account, () => next(args)), {
      step: 'initialize',
      name: 'renewSession',
    });
    return client;
  }
}
