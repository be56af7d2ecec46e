import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** The services that the stand-in speaks. */
export type AwsService = 'ec2' | 'sns' | 'dynamodb' | 'ssm' | 'sqs';

/** The flat fields of a query protocol form, without `Action` and `Version`. */
export type Form = Readonly<Record<string, string>>;

/** A call in the query protocol (EC2, SNS), or one that belongs to no service known here. */
export interface QueryCall {
  readonly service: 'ec2' | 'sns' | 'unknown';
  readonly action: string;
  readonly parameters: Form;
}

/** A call in the JSON protocol, with the request as it came: dynalite reads it itself. */
export interface JsonCall {
  readonly service: 'dynamodb' | 'ssm' | 'sqs';
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
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
}

// All services share one endpoint, so the host does not tell them apart; the API version of a form does.
const SERVICE_BY_API_VERSION: Readonly<Record<string, 'ec2' | 'sns'>> = {
  '2016-11-15': 'ec2',
  '2010-03-31': 'sns',
};

const SERVICE_BY_TARGET: Readonly<Record<string, JsonCall['service']>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSSM: 'ssm',
  AmazonSQS: 'sqs',
};

/** Reads a request to its end and finds out which call of which service it is. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? parseJsonCall(target, request.headers, body) : parseQueryCall(body);
}

function parseJsonCall(target: string, headers: IncomingHttpHeaders, body: string): Call {
  const [prefix = '', action = ''] = target.split('.');
  const service = SERVICE_BY_TARGET[prefix];
  return service
    ? { service, action, parameters: parseObject(body), headers, body }
    : { service: 'unknown', action: target, parameters: {} };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body);
  } catch {
    // Each service answers a malformed body itself; the record then has no parameters to show.
    return {};
  }
}

function parseQueryCall(body: string): QueryCall {
  const { Action = '', Version = '', ...parameters } = Object.fromEntries(new URLSearchParams(body));
  return { service: SERVICE_BY_API_VERSION[Version] ?? 'unknown', action: Action, parameters };
}
