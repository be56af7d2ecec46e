import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TagDescription } from '@aws-sdk/client-ec2';
import type { RecordedCall } from './call.ts';
import { DynamoDb } from './dynamodb.ts';
import { type NetworkAclDescription, NetworkAclStore } from './ec2-network-acls.ts';
import { Ec2Query } from './ec2-query.ts';
import { type SurroundingsDescription, SurroundingsStore } from './ec2-surroundings.ts';
import { Exchange } from './exchange.ts';
import type { FaultInjection } from './faults.ts';
import { SnsQuery } from './sns-query.ts';
import { type PublishedMessage, SnsTopic } from './sns-topic.ts';
import { type QueuedMessage, SqsQueue } from './sqs-queue.ts';
import { SsmParameters } from './ssm-parameters.ts';

export type { AwsService, RecordedCall } from './call.ts';
export type { NetworkAclDescription } from './ec2-network-acls.ts';
export type { PrefixList, SurroundingsDescription } from './ec2-surroundings.ts';
export type { ChosenError, Fault, FaultInjection } from './faults.ts';
export type { MessageAttribute, PublishedMessage } from './sns-topic.ts';
export type { QueuedMessage } from './sqs-queue.ts';

/** What there is in the region when the stand-in starts. */
export interface StandInOptions {
  readonly networkAcls: readonly NetworkAclDescription[];
  /**
   * Interfaces, security groups, subnets, VPCs and prefix lists. VPCs and subnets that network ACLs name exist in any
   * case.
   */
  readonly surroundings?: SurroundingsDescription;
  /** The tags of VPCs and subnets; network ACLs carry their own. */
  readonly tags?: readonly TagDescription[];
  readonly topicArn: string;
  readonly findingsTable: string;
  /** The values of SSM parameters of the type SecureString, by name; none by default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Custom entries per direction and address family; AWS's 20 by default. */
  readonly entryQuota?: number;
}

/** A region of AWS on 127.0.0.1, as far as the functions can see one. */
export interface StandIn {
  /** The value of `AWS_ENDPOINT_URL`, for all services. */
  readonly endpoint: string;
  /** Every call, in the order in which they were applied. */
  readonly calls: readonly RecordedCall[];
  /** Every message that the topic took. */
  readonly published: readonly PublishedMessage[];
  /** The URL of the region's one queue. */
  readonly queueUrl: string;
  /** Every message that the queue took. */
  readonly queued: readonly QueuedMessage[];
  /** The network ACL as a describe would list it now, default rules included. */
  networkAcl(id: string): NetworkAclDescription | undefined;
  /** Adds the network ACL, or puts it in the place of the one with its id. No quota applies. */
  putNetworkAcl(networkAcl: NetworkAclDescription): void;
  removeNetworkAcl(id: string): void;
  /** Adds what is around network ACLs, or puts it in the place of what has its ids. */
  putSurroundings(surroundings: SurroundingsDescription): void;
  /** Removes the interface, group, subnet, VPC or prefix list with this id. */
  removeSurrounding(id: string): void;
  /** Makes calls to come go wrong. */
  inject(fault: FaultInjection): void;
  /** Runs the hook once, before the next such call is applied; a call that a fault keeps out does not count. */
  before(action: string, hook: () => void | Promise<void>): void;
  /** Forgets the calls, and the messages of the topic and of the queue. */
  clearCalls(): void;
  /** Drops every connection, those of hanging requests too. */
  close(): Promise<void>;
}

const DEFAULT_ENTRY_QUOTA = 20;

/**
 * Starts a stand-in on a free port.
 *
 * @example
 * const standIn = await startStandIn({ networkAcls, topicArn, findingsTable });
 * const ec2 = new EC2Client({ endpoint: standIn.endpoint, region: 'us-east-1', credentials });
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const networkAcls = new NetworkAclStore(options.networkAcls, options.entryQuota ?? DEFAULT_ENTRY_QUOTA);
  const account = options.topicArn.split(':')[4] ?? '';
  const surroundings = new SurroundingsStore(options.surroundings ?? {}, account);
  const topic = new SnsTopic(options.topicArn);
  const queue = new SqsQueue();
  const dynamodb = new DynamoDb();
  await dynamodb.createFindingsTable(options.findingsTable);
  const exchange = new Exchange({
    ec2: new Ec2Query(networkAcls, surroundings, options.tags ?? []),
    sns: new SnsQuery(topic),
    dynamodb,
    ssm: new SsmParameters(options.parameters ?? {}),
    sqs: queue,
  });
  const server = await listen(exchange);
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    calls: exchange.calls,
    published: topic.published,
    queueUrl: SqsQueue.url(endpoint),
    queued: queue.queued,
    networkAcl: id => networkAcls.get(id),
    putNetworkAcl: networkAcl => networkAcls.put(networkAcl),
    removeNetworkAcl: id => networkAcls.remove(id),
    putSurroundings: described => surroundings.put(described),
    removeSurrounding: id => surroundings.remove(id),
    inject: fault => exchange.faults.inject(fault),
    before: (action, hook) => exchange.hooks.add(action, hook),
    clearCalls: () => {
      exchange.calls.length = 0;
      topic.published.length = 0;
      queue.queued.length = 0;
    },
    close: () => close(server),
  };
}

async function listen(exchange: Exchange): Promise<Server> {
  const server = createServer((request, response) => {
    // What fails here is the reading of a request whose sender has gone: nobody waits for an answer.
    exchange.serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
