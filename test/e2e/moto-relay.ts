import type { IncomingMessage } from 'node:http';
import { PendingSubscriptions } from './pending-subscriptions.ts';
import { ENDPOINT } from './region.ts';
import { Relay } from './relay.ts';

/** The filter that guard uses for network ACLs, and moto's name for it: moto does not know EC2's name. */
const FILTER = { ec2: '.Name=network-acl-id', moto: '.Name=association.network-acl-id' };

/** The services whose calls are recorded, as a signature names them. */
const RECORDED = ['ec2', 'sns'] as const;
type Recorded = (typeof RECORDED)[number];

/**
 * Between the functions and moto: passes everything on unchanged except one filter and the lists of subscriptions, and
 * records the calls to EC2 and SNS.
 */
export class MotoRelay {
  readonly pending = new PendingSubscriptions();
  readonly #actions: Record<Recorded, string[]> = { ec2: [], sns: [] };
  readonly #relay: Relay;

  private constructor(relay: Relay) {
    this.#relay = relay;
  }

  static async start(): Promise<MotoRelay> {
    const relay = await Relay.start(ENDPOINT, (request, body) => started.#pass(request, body));
    const started = new MotoRelay(relay);
    return started;
  }

  get endpoint(): string {
    return this.#relay.endpoint;
  }

  /** The actions of EC2 since the last call of this method. */
  takeEc2Actions(): string[] {
    return this.#actions.ec2.splice(0);
  }

  /** How often the functions published since the last call of this method. */
  takePublished(): number {
    return this.#actions.sns.splice(0).filter(action => action === 'Publish').length;
  }

  close(): Promise<void> {
    return this.#relay.close();
  }

  async #pass(request: IncomingMessage, body: Buffer) {
    const service = RECORDED.find(name => isFor(name, request));
    if (service === undefined) return body;
    const form = body.toString();
    const fields = new URLSearchParams(form);
    this.#actions[service].push(fields.get('Action') ?? '');
    if (service === 'sns') return (await this.pending.answer(fields)) ?? body;
    return Buffer.from(form.replaceAll(FILTER.ec2, FILTER.moto));
  }
}

const isFor = (service: Recorded, { headers: { authorization = '' } }: IncomingMessage) =>
  authorization.includes(`/${service}/aws4_request`);
