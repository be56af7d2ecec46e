import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Caller, PlaceName } from './caller.ts';

/** The services that the stand-in speaks. */
export type AwsService = 'ec2' | 'sns' | 'sts' | 'dynamodb' | 'ssm' | 'sqs';

/** The flat fields of a query protocol form, without `Action` and `Version`. */
export type Form = Readonly<Record<string, string>>;

/** A call in the query protocol (EC2, SNS, STS), or one that belongs to no service known here. */
export interface QueryCall {
  readonly service: 'ec2' | 'sns' | 'sts' | 'unknown';
  readonly action: string;
  readonly parameters: Form;
  readonly caller: Caller;
}

/** A call in the JSON protocol, with the request as it came: dynalite reads it itself. `unknown` as for a QueryCall. */
export interface JsonCall {
  readonly service: 'dynamodb' | 'ssm' | 'sqs' | 'unknown';
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Call = QueryCall | JsonCall;

/** A call as the record keeps it. */
export interface RecordedCall {
  readonly service: AwsService | 'unknown';
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `ok`, the error code, or the name of the fault that hit the call. */
  readonly outcome: string;
  /** Only where the stand-in has more than one account and region. */
  readonly caller?: RecordedCaller;
}

/** Whose credentials signed a call, and for which region. */
export interface RecordedCaller extends PlaceName {
  /** The ARN of the role; undefined for a user. */
  readonly role: string | undefined;
}

// All services share one endpoint, so the host does not tell them apart; the API version of a form does.
const SERVICE_BY_API_VERSION: Readonly<Record<string, 'ec2' | 'sns' | 'sts'>> = {
  '2016-11-15': 'ec2',
  '2010-03-31': 'sns',
  '2011-06-15': 'sts',
};

const SERVICE_BY_TARGET: Readonly<Record<string, Exclude<JsonCall['service'], 'unknown'>>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSSM: 'ssm',
  AmazonSQS: 'sqs',
};

/**
 * Reads a request to its end and finds out which call of which service it is.
 *
 * @param toCaller - reads the signature
 */
export async function readCall(
  request: IncomingMessage,
  toCaller: (headers: IncomingHttpHeaders) => Caller,
): Promise<Call> {
  const { headers } = request;
  const body = await text(request);
  const target = headers['x-amz-target'];
  const caller = toCaller(headers);
  if (typeof target === 'string') return parseJsonCall(target, { caller, headers, body });
  return parseQueryCall(body, caller);
}

function parseJsonCall(target: string, read: Pick<JsonCall, 'caller' | 'headers' | 'body'>): Call {
  const [prefix = '', action = ''] = target.split('.');
  const service = SERVICE_BY_TARGET[prefix];
  const parameters = parseObject(read.body);
  if (service) return { service, action, parameters, ...read };
  return { service: 'unknown', action: target, parameters, ...read };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body);
  } catch {
    // Each service answers a malformed body itself; the record then has no parameters to show.
    return {};
  }
}

function parseQueryCall(body: string, caller: Caller): QueryCall {
  const { Action = '', Version = '', ...parameters } = Object.fromEntries(new URLSearchParams(body));
  return { service: SERVICE_BY_API_VERSION[Version] ?? 'unknown', action: Action, parameters, caller };
}
