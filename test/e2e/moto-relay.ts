import type { IncomingMessage } from 'node:http';
import { ENDPOINT } from './region.ts';
import { Relay } from './relay.ts';

/** The filter that guard uses for network ACLs, and moto's name for it: moto does not know EC2's name. */
const FILTER = { ec2: '.Name=network-acl-id', moto: '.Name=association.network-acl-id' };

/** Between the functions and moto: passes everything on unchanged except one filter, and records the calls to EC2. */
export class MotoRelay {
  readonly #relay: Relay;
  readonly #ec2Actions: string[];

  private constructor(relay: Relay, ec2Actions: string[]) {
    this.#relay = relay;
    this.#ec2Actions = ec2Actions;
  }

  static async start(): Promise<MotoRelay> {
    const actions: string[] = [];
    const relay = await Relay.start(ENDPOINT, async (request, body) => {
      if (!isForEc2(request)) return body;
      const form = body.toString();
      actions.push(new URLSearchParams(form).get('Action') ?? '');
      return Buffer.from(form.replaceAll(FILTER.ec2, FILTER.moto));
    });
    return new MotoRelay(relay, actions);
  }

  get endpoint(): string {
    return this.#relay.endpoint;
  }

  /** The actions of EC2 since the last call of this method. */
  takeEc2Actions(): string[] {
    return this.#ec2Actions.splice(0);
  }

  close(): Promise<void> {
    return this.#relay.close();
  }
}

const isForEc2 = ({ headers: { authorization = '' } }: IncomingMessage) =>
  /\/ec2\/aws4_request/.test(authorization);
