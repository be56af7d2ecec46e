import { ServiceError } from './answer.ts';
import type { AwsService } from './call.ts';

type TokenFault = 'expired' | 'unknown';

/** EC2 has codes of its own (https://github.com/aws/aws-sdk-go-v2/issues/1674). */
const EC2_CODES: Readonly<Record<TokenFault, readonly [code: string, status: number]>> = {
  expired: ['RequestExpired', 400],
  unknown: ['AuthFailure', 401],
};
const QUERY_CODES: typeof EC2_CODES = {
  expired: ['ExpiredToken', 403],
  unknown: ['InvalidClientTokenId', 403],
};
const JSON_CODES: typeof EC2_CODES = {
  expired: ['ExpiredTokenException', 400],
  unknown: ['UnrecognizedClientException', 400],
};

/** How a service refuses a session token. */
export function refuseToken(service: AwsService, fault: TokenFault): ServiceError {
  const isQuery = service === 'sns' || service === 'sts';
  const codes = service === 'ec2' ? EC2_CODES : isQuery ? QUERY_CODES : JSON_CODES;
  const message = { expired: 'The security token is expired', unknown: 'The security token is invalid' };
  return new ServiceError(...codes[fault], message[fault]);
}
