import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, toServiceError } from './answer.ts';
import { type Call, type RecordedCall, readCall } from './call.ts';
import { deliver } from './delivery.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Ec2Query } from './ec2-query.ts';
import { type Fault, FaultSchedule, faultName, toRefusal } from './faults.ts';
import { Hooks } from './hooks.ts';
import type { SnsQuery } from './sns-query.ts';
import type { SqsQueue } from './sqs-queue.ts';
import type { SsmParameters } from './ssm-parameters.ts';

/** The services behind the endpoint. */
export interface Services {
  readonly ec2: Ec2Query;
  readonly sns: SnsQuery;
  readonly dynamodb: DynamoDb;
  readonly ssm: SsmParameters;
  readonly sqs: SqsQueue;
}

/** Takes each request from the wire to its service and back, and keeps the record. */
export class Exchange {
  readonly calls: RecordedCall[] = [];
  readonly faults = new FaultSchedule();
  readonly hooks = new Hooks();
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
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
    if (service === 'unknown') return refuseUnknown(call);
    try {
      const refusal = fault && toRefusal(fault, service);
      if (refusal !== undefined) throw refusal;
      await this.hooks.run(call.action);
      return await this.#apply(call, fault);
    } catch (thrown) {
      return this.#services[service].refuse(toServiceError(thrown));
    }
  }

  #apply(call: Call, fault: Fault | undefined): Answer | Promise<Answer> {
    switch (call.service) {
      case 'ec2':
        return this.#services.ec2.apply(call, fault === 'stale-read' ? 'stale' : 'current');
      case 'sns':
        return this.#services.sns.apply(call);
      case 'dynamodb':
        return this.#services.dynamodb.apply(call);
      case 'ssm':
        return this.#services.ssm.apply(call);
      case 'sqs':
        return this.#services.sqs.apply(call);
      case 'unknown':
        return refuseUnknown(call);
    }
  }

  #record({ service, action, parameters }: Call, outcome: string): void {
    this.calls.push({ service, action, parameters, outcome });
  }
}

// 501, because the SDK does not retry it.
function refuseUnknown({ action }: Call): Answer {
  const body = `{"message":"The stand-in speaks EC2, SNS, DynamoDB, SSM and SQS; it does not know ${action}"}`;
  return { status: 501, headers: { 'content-type': 'application/json' }, body, outcome: 'NotImplemented' };
}
