import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, type ServiceError, toServiceError } from './answer.ts';
import { type AwsService, type Call, type RecordedCall, readCall } from './call.ts';
import { type Caller, type PlaceName, readCaller } from './caller.ts';
import { deliver } from './delivery.ts';
import { type Fault, FaultSchedule, faultName, toRefusal } from './faults.ts';
import { Hooks } from './hooks.ts';
import type { OtherServices } from './other-services.ts';
import type { Places } from './places.ts';
import type { SnsQuery } from './sns-query.ts';
import type { SqsQueue } from './sqs-queue.ts';
import type { SsmParameters } from './ssm-parameters.ts';
import type { StsQuery } from './sts-query.ts';
import type { StsSessions } from './sts-sessions.ts';

/** The services behind the endpoint. */
export interface Services {
  /** EC2 and DynamoDB, by account and region. */
  readonly places: Places;
  readonly sns: SnsQuery;
  readonly ssm: SsmParameters;
  readonly sqs: SqsQueue;
  readonly sts: StsQuery;
  readonly sessions: StsSessions;
  readonly others: OtherServices;
}

/** Takes each request from the wire to its service and back, and keeps the record. */
export class Exchange {
  readonly calls: RecordedCall[] = [];
  readonly faults = new FaultSchedule();
  readonly hooks = new Hooks();
  readonly #services: Services;
  readonly #home: PlaceName;
  readonly #hasOthers: boolean;

  /** @param hasOthers - whether calls are told apart by their signatures; else all are from home */
  constructor(services: Services, home: PlaceName, hasOthers: boolean) {
    this.#services = services;
    this.#home = home;
    this.#hasOthers = hasOthers;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request, headers => this.#toCaller(headers));
    const fault = this.faults.take(call);
    if (fault === 'hang' || fault === 'reset') {
      this.#record(call, fault);
      if (fault === 'reset') request.socket.resetAndDestroy();
      return;
    }
    const answer = await this.#answer(call, fault);
    this.#record(call, fault === undefined ? answer.outcome : faultName(fault));
    deliver(response, answer, fault);
  }

  async #answer(call: Call, fault: Fault | undefined): Promise<Answer> {
    const { service } = call;
    if (service === 'unknown') return this.#services.others.answer(call) ?? refuseUnknown(call);
    try {
      const refusal = fault && toRefusal(fault, service);
      if (refusal !== undefined) throw refusal;
      this.#services.sessions.authorize(call.caller, service, call.action, toResource(call));
      await this.hooks.run(call.action);
      return await this.#apply(call, fault);
    } catch (thrown) {
      return this.#serviceOf(call, service).refuse(toServiceError(thrown));
    }
  }

  #apply(call: Call, fault: Fault | undefined): Answer | Promise<Answer> {
    const { places, sns, sts, ssm, sqs, others } = this.#services;
    switch (call.service) {
      case 'ec2':
        return places.of(call.caller).ec2.apply(call, fault === 'stale-read' ? 'stale' : 'current');
      case 'sns':
        return sns.apply(call);
      case 'sts':
        return sts.apply(call);
      case 'dynamodb':
        return places.of(call.caller).dynamodb.apply(call);
      case 'ssm':
        return ssm.apply(call);
      case 'sqs':
        return sqs.apply(call, others);
      case 'unknown':
        return refuseUnknown(call);
    }
  }

  #serviceOf({ caller }: Call, service: AwsService): { refuse(error: ServiceError): Answer } {
    const isOfPlace = service === 'ec2' || service === 'dynamodb';
    return isOfPlace ? this.#services.places.of(caller)[service] : this.#services[service];
  }

  #toCaller(headers: IncomingHttpHeaders): Caller {
    return this.#hasOthers ? readCaller(headers, this.#home) : { ...this.#home, sessionToken: undefined };
  }

  #record({ service, action, parameters, caller }: Call, outcome: string): void {
    const { account, region } = caller;
    const role = this.#services.sessions.sessionOf(caller)?.arn;
    const by = this.#hasOthers && { caller: { account, region, role } };
    this.calls.push({ service, action, parameters, outcome, ...by });
  }
}

/** What session policies name: the network ACL whose entries a call changes. */
function toResource({ service, parameters, caller, action }: Call): string {
  if (service !== 'ec2' || !action.endsWith('NetworkAclEntry')) return '*';
  return `arn:aws:ec2:${caller.region}:${caller.account}:network-acl/${parameters.NetworkAclId}`;
}

// 501, because the SDK does not retry it.
function refuseUnknown({ action }: Call): Answer {
  const message = `The stand-in speaks EC2, SNS, STS, DynamoDB, SSM and SQS; it does not know ${action}`;
  const headers = { 'content-type': 'application/json' };
  return { status: 501, headers, body: JSON.stringify({ message }), outcome: 'NotImplemented' };
}
