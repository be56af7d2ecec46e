import type { IncomingHttpHeaders } from 'node:http';

/** Where a call is from, and with which credentials, as its signature says. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  /** Undefined: a user of the account, who may do everything there. */
  readonly sessionToken: string | undefined;
}

/** An account and a region. */
export interface PlaceName {
  readonly account: string;
  readonly region: string;
}

/** `Credential=KEY/DATE/REGION/SERVICE/aws4_request` (Signature Version 4). */
const CREDENTIAL = /Credential=([^/,]+)\/\d*\/([^/,]+)\//;
/** A key that names its account: `AKIA` of a user, `ASIA` of a session. Any other key is of the stand-in's own account. */
const KEY_OF_ACCOUNT = /^A[KS]IA(\d{12})/;

/** Reads the signature's credential scope. A call without one is from the stand-in's own account and region. */
export function readCaller(headers: IncomingHttpHeaders, home: PlaceName): Caller {
  const [, key = '', region = home.region] = CREDENTIAL.exec(headers.authorization ?? '') ?? [];
  const token = headers['x-amz-security-token'];
  return {
    account: KEY_OF_ACCOUNT.exec(key)?.[1] ?? home.account,
    region,
    sessionToken: typeof token === 'string' ? token : undefined,
  };
}
