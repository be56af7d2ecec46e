import { ServiceError } from './answer.ts';
import type { AwsService, Call } from './call.ts';

/** An error of the test's own choice. */
export interface ChosenError {
  readonly code: string;
  readonly status: number;
}

/**
 * What can go wrong with a call.
 * Refused, nothing applied: `throttle`, `denied`, `server-error`, or any `{ code, status }`.
 * No answer, nothing applied: `hang` (until the stand-in closes), `reset`.
 * Applied, the answer spoilt: `truncated`, `empty` (status 200), `reply-lost`.
 * `stale-read`: a describe answers the state before the last write.
 */
export type Fault =
  | 'throttle'
  | 'denied'
  | 'server-error'
  | 'hang'
  | 'reset'
  | 'truncated'
  | 'empty'
  | 'reply-lost'
  | 'stale-read'
  | ChosenError;

/** Which calls a fault hits. */
export interface FaultInjection {
  /** Any service by default. */
  readonly service?: AwsService;
  /** Of the caller; any by default. */
  readonly account?: string;
  /** Of the caller; any by default. */
  readonly region?: string;
  readonly action: string;
  readonly fault: Fault;
  /** How many calls it hits; 1 by default, `Infinity` for all. */
  readonly times?: number;
  /** How many matching calls it lets through first. */
  readonly skip?: number;
}

type Refusal = 'throttle' | 'denied' | 'server-error';

const REFUSALS: Readonly<Record<AwsService, Readonly<Record<Refusal, ChosenError>>>> = {
  ec2: {
    throttle: { code: 'RequestLimitExceeded', status: 503 },
    denied: { code: 'UnauthorizedOperation', status: 403 },
    'server-error': { code: 'InternalError', status: 500 },
  },
  sns: {
    throttle: { code: 'Throttling', status: 400 },
    denied: { code: 'AuthorizationError', status: 403 },
    'server-error': { code: 'InternalError', status: 500 },
  },
  sts: {
    throttle: { code: 'Throttling', status: 400 },
    denied: { code: 'AccessDenied', status: 403 },
    'server-error': { code: 'InternalFailure', status: 500 },
  },
  dynamodb: {
    throttle: { code: 'ProvisionedThroughputExceededException', status: 400 },
    denied: { code: 'AccessDeniedException', status: 400 },
    'server-error': { code: 'InternalServerError', status: 500 },
  },
  ssm: {
    throttle: { code: 'ThrottlingException', status: 400 },
    denied: { code: 'AccessDeniedException', status: 400 },
    'server-error': { code: 'InternalServerError', status: 500 },
  },
  sqs: {
    throttle: { code: 'RequestThrottled', status: 400 },
    denied: { code: 'AccessDeniedException', status: 400 },
    'server-error': { code: 'InternalError', status: 500 },
  },
};

/** The faults to come. A call is hit by the first that matches it; later ones wait their turn. */
export class FaultSchedule {
  readonly #pending: { injection: FaultInjection; skip: number; times: number }[] = [];

  /** @throws TypeError for a stale read of anything but a describe */
  inject(injection: FaultInjection): void {
    const { action, fault, skip = 0, times = 1 } = injection;
    if (fault === 'stale-read' && action !== 'DescribeNetworkAcls') {
      throw new TypeError(`stale-read is a fault of DescribeNetworkAcls, not of ${action}`);
    }
    this.#pending.push({ injection, skip, times });
  }

  /** The fault that hits this call, used up by it. */
  take(call: Call): Fault | undefined {
    for (const pending of this.#pending) {
      if (pending.times === 0 || !matches(pending.injection, call)) continue;
      if (pending.skip === 0) {
        pending.times--;
        return pending.injection.fault;
      }
      pending.skip--;
    }
    return undefined;
  }
}

function matches({ service, action, account, region }: FaultInjection, call: Call): boolean {
  const { caller } = call;
  return (
    action === call.action &&
    (service ?? call.service) === call.service &&
    (account ?? caller.account) === caller.account &&
    (region ?? caller.region) === caller.region
  );
}

/** The error that the fault makes the service answer; undefined when the fault is none of the service's. */
export function toRefusal(fault: Fault, service: AwsService): ServiceError | undefined {
  const error = toError(fault, service);
  return error && new ServiceError(error.code, error.status, 'Injected by the stand-in');
}

function toError(fault: Fault, service: AwsService): ChosenError | undefined {
  if (typeof fault === 'object') return fault;
  return fault === 'throttle' || fault === 'denied' || fault === 'server-error'
    ? REFUSALS[service][fault]
    : undefined;
}

/** How the call record names the fault. */
export function faultName(fault: Fault): string {
  return typeof fault === 'string' ? fault : fault.code;
}
