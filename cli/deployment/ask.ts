import { asFields } from '../../functions/parsing/structures.ts';

/** The operator has no permission for a call. */
export class NotPermittedError extends Error {
  override readonly name = 'NotPermittedError';
  readonly permission: string;

  constructor(permission: string, options?: ErrorOptions) {
    super(`the permission ${permission} is missing`, options);
    this.permission = permission;
  }
}

/** The resource does not exist. */
export class NotThereError extends Error {
  override readonly name = 'NotThereError';
}

/** There are no credentials, or AWS does not accept them. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/** AWS gave no usable answer. The message is one line with the reason. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** The error of the network, such as `ENOTFOUND`; undefined where a server answered. */
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const UNUSABLE_CREDENTIALS = new Set([
  'AuthFailure',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);

const DENIALS =
  /^(AccessDenied|UnauthorizedOperation$|Authorization(Error|Exception)|UnauthorizedException$)/;

const NOT_THERE =
  /NotFound|NonExistent|NoSuchEntity|QueueDoesNotExist|^ParameterVersionNotFound$|^TrailNotFound/;

/**
 * Makes a call, and sorts its errors.
 *
 * @param permission - the permission for the call, such as `sqs:GetQueueAttributes`
 * @throws NotPermittedError, NotThereError, CredentialsError or NoAnswerError
 */
export async function ask<T>(permission: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toAskError(permission, error);
  }
}

function toAskError(permission: string, error: unknown): Error {
  const options = { cause: error };
  const { name, message, $metadata } = asFields(error);
  const code = String(name);
  const text = firstLine(message);
  if (UNUSABLE_CREDENTIALS.has(code)) return new CredentialsError(text || code, options);
  if (DENIALS.test(code)) return new NotPermittedError(namedPermission(text) ?? permission, options);
  if (NOT_THERE.test(code)) return new NotThereError(text, options);
  // Some services have their own codes for a denial, but the status is always 403.
  if (asFields($metadata).httpStatusCode === 403)
    return new NotPermittedError(namedPermission(text) ?? permission, options);
  return new NoAnswerError(describe(permission, error), networkCode(error), options);
}

/** The permission that AWS itself names: to read a secret, a call may need more than its own. */
function namedPermission(message: string): string | undefined {
  return /not authorized to perform:? ([a-z\d-]+:[A-Za-z]+)/.exec(message)?.[1];
}

/** Only errors of AWS services are quoted: another error may contain a secret, so only its name is used. */
function describe(permission: string, error: unknown): string {
  const { name, message, $fault, $metadata } = asFields(error);
  const status = asFields($metadata).httpStatusCode;
  const code = networkCode(error);
  const said = $fault !== undefined ? `${name}: ${firstLine(message)}` : (code ?? String(name));
  return `${permission} failed: ${said}${status === undefined ? '' : ` (HTTP ${status})`}`;
}

function networkCode(error: unknown): string | undefined {
  const { code } = asFields(error);
  return typeof code === 'string' && /^[A-Z][A-Z\d_]{2,40}$/.test(code) ? code : undefined;
}

function firstLine(message: unknown): string {
  return (
    String(message ?? '')
      .split('\n')[0]
      ?.trim()
      .slice(0, 300) ?? ''
  );
}
